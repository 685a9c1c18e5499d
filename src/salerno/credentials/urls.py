from django.urls import path

from salerno.credentials import document_views, views

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
    path("programmes/<slug:slug>/did.json", views.programme_did_json, name="programme_did"),
    path("documents/", document_views.my_documents, name="my_documents"),
    path("documents/archive.zip", document_views.archive, name="archive"),
    path("documents/<uuid:document>/", document_views.document, name="document"),
    path("desk/documents/", document_views.boards, name="boards"),
    path("desk/documents/cohorts/<uuid:cohort>/", document_views.cohort_documents, name="cohort_documents"),
    path("desk/documents/<uuid:board>/", document_views.board_documents, name="board_documents"),
    path("desk/documents/jobs/<uuid:job>/", document_views.job, name="job"),
]
