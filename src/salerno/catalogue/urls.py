from django.urls import path

from salerno.catalogue import desk_views, views

app_name = "catalogue"
_DESK = "desk/regulations/"
urlpatterns = [
    path("catalogue/", views.index, name="index"),
    path("catalogue/courses/<slug:slug>/", views.course, name="course"),
    path("catalogue/programmes/<slug:slug>/", views.programme, name="programme"),
    path(_DESK, desk_views.all_regulations, name="all_regulations"),
    path(_DESK + "new/", desk_views.publish, name="publish_regulations"),
    path(_DESK + "<uuid:regulations>/", desk_views.regulations, name="regulations"),
    path(_DESK + "<uuid:regulations>.<slug:form>", desk_views.regulations_file, name="regulations_file"),
]
