"""Addresses of the desk; they stand in the namespace ``portal``."""

from django.urls import path

from salerno.portal.desk.views import acts, enrolments, erasures, institutions, issued, offerings, people, start, studies, texts

_OFFERING = "offerings/<uuid:offering>/"
urlpatterns = [
    path("", start.desk, name="desk"),
    path("offerings/", offerings.offerings, name="offerings"),
    path("offerings/new/", offerings.open_offering, name="open_offering"),
    path(_OFFERING, offerings.offering, name="offering"),
    path(_OFFERING + "edit/", offerings.edit_offering, name="edit_offering"),
    path(_OFFERING + "version/<uuid:version>/", offerings.pin_version, name="pin_version"),
    path(_OFFERING + "withdraw/", enrolments.withdraw, name="withdraw_learners"),
    path(_OFFERING + "enrol/", enrolments.enrol, name="enrol_learners"),
    path("people/", people.people, name="people"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/roles/", people.assign_role, name="assign_role"),
    path("roles/new/", people.give_role, name="give_role"),
    path("roles/<uuid:role>/end/", people.end_role, name="end_role"),
    path("credentials/", issued.issued, name="issued"),
    path("credentials/<uuid:credential>/<slug:act>/", issued.change_credential, name="change_credential"),
    path("keys/<uuid:institution>/rotate/", issued.rotate_key, name="rotate_key"),
    path("reports/", studies.reports, name="reports"),
    path("reports/<uuid:report>/", studies.report, name="report"),
    path("reports/<uuid:report>/reopen/", studies.reopen, name="reopen_report"),
    path("reflections/", studies.reflections, name="reflections"),
    path("reflections/<uuid:reflection>/", studies.reflection, name="reflection"),
    path("institutions/", institutions.institutions, name="institutions"),
    path("institutions/new/", institutions.add_partner, name="add_partner"),
    path("institutions/<uuid:institution>/", institutions.describe, name="describe_institution"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<slug:kind>/<slug:language>/", texts.text, name="text"),
    path("erasures/", erasures.erasures, name="erasures"),
    path("erasures/<uuid:erasure>/", erasures.erasure, name="erasure"),
    path("audit/", acts.audit_log, name="audit"),
]
