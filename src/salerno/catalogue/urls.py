from django.urls import path

from salerno.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.index, name="index"),
    path("courses/<slug:slug>/", views.course, name="course"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
]
