"""Addresses of transcripts of records that are issued here."""

from django.urls import URLPattern, path

from salerno.mobility.transcripts import views

_DESK = "desk/mobility/"
TRANSCRIPTS: list[URLPattern] = [
    path(f"{_DESK}stays/<uuid:stay>/transcript/", views.issue_transcript, name="issue_transcript"),
    path(f"{_DESK}transcripts/<uuid:transcript>/take/", views.take_transcript, name="take_transcript"),
    path(f"{_DESK}transcripts/<uuid:transcript>/ewp.xml", views.transcript_ewp, name="transcript_ewp"),
    path("mobility/transcripts/<uuid:transcript>.pdf", views.transcript_pdf, name="transcript_pdf"),
    path("mobility/transcripts/<uuid:transcript>.xml", views.transcript_elmo, name="transcript_elmo"),
]
