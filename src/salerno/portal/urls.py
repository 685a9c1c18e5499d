from django.urls import include, path

from salerno.portal import account_views, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("studies/", views.my_studies, name="my_studies"),
    path("institutions/<slug:slug>/", views.institution, name="institution"),
    path("legal/<slug:slug>/", views.legal, name="legal"),
    path("language/", views.set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("account/", account_views.account, name="account"),
    path("account/data/", account_views.data, name="data"),
    path("account/data/download/", account_views.download, name="download"),
    path("account/data/erasure/", account_views.ask_erasure, name="ask_erasure"),
    path("account/data/erasure/cancel/", account_views.cancel_erasure, name="cancel_erasure"),
    path("account/data/erasure/now/", account_views.erase_now, name="erase_now"),
    path("account/tokens/", account_views.tokens, name="tokens"),
    path("account/tokens/<uuid:token>/revoke/", account_views.revoke_token, name="revoke_token"),
    path("desk/", include("salerno.portal.desk.urls")),
]
