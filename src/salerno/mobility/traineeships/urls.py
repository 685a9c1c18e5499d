"""Addresses of traineeships: for the student, the sending university, and the tutor who has no account."""

from django.urls import URLPattern, path

from salerno.mobility.traineeships.views import desk, evaluation, log, tutors

TRAINEESHIPS: list[URLPattern] = [
    path("mobility/stays/<uuid:stay>/log/", log.log, name="log"),
    path("mobility/stays/<uuid:stay>/log/<str:week>/", log.log_week, name="log_week"),
    path("mobility/stays/<uuid:stay>/tutor/", tutors.tutor, name="tutor"),
    path("mobility/certificates/<uuid:certificate>.pdf", log.certificate_pdf, name="traineeship_certificate"),
    path("mobility/evaluations/<str:token>/", evaluation.evaluate, name="evaluate"),
    path("desk/mobility/stays/<uuid:stay>/log/", desk.desk_log, name="desk_log"),
    path("desk/mobility/stays/<uuid:stay>/tutor/", tutors.desk_tutor, name="desk_tutor"),
]
