from django.urls import path

from salerno.portal import account_views, desk_views, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("studies/", views.my_studies, name="my_studies"),
    path("institutions/<slug:slug>/", views.institution, name="institution"),
    path("legal/<slug:slug>/", views.legal, name="legal"),
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
    path("desk/", desk_views.desk, name="desk"),
    path("desk/people/", desk_views.people, name="people"),
    path("desk/people/<uuid:person>/", desk_views.person, name="person"),
    path("desk/people/<uuid:person>/roles/", desk_views.assign_role, name="assign_role"),
    path("desk/roles/<uuid:role>/end/", desk_views.end_role, name="end_role"),
    path("desk/offerings/<uuid:offering>/", desk_views.offering, name="offering"),
    path("desk/reports/", desk_views.reports, name="reports"),
    path("desk/reports/<uuid:report>/", desk_views.report, name="report"),
    path("desk/reflections/", desk_views.reflections, name="reflections"),
    path("desk/texts/", desk_views.texts, name="texts"),
    path("desk/texts/<slug:kind>/<slug:language>/", desk_views.text, name="text"),
    path("desk/erasures/", desk_views.erasures, name="erasures"),
    path("desk/audit/", desk_views.audit_log, name="audit"),
]
