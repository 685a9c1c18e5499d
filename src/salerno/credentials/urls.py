from django.urls import path

from salerno.credentials import views

app_name = "credentials"
urlpatterns = [
    path("credentials/", views.index, name="index"),
    path("credentials/<uuid:credential>/", views.detail, name="detail"),
    path("credentials/<uuid:credential>/share/", views.share, name="share"),
    path("credentials/<uuid:credential>/credential.<slug:form>", views.download, name="download"),
    path("credentials/status/<uuid:status_list>", views.status_list, name="status_list"),
    path("verify/", views.verify, name="verify"),
    path("verify/<uuid:credential>/", views.verify_one, name="verify_one"),
    path("institutions/<slug:slug>/did.json", views.did_json, name="did"),
]
