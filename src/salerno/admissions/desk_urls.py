"""Addresses of the desk's pages of admissions."""

from django.urls import path

from salerno.admissions.views.desk import application, applications, calls, committee, offers, reviewers, reviews

_CALL = "calls/<uuid:call>/"
_APPLICATION = "applications/<uuid:application>/"
_REVIEW = "reviews/<uuid:review>/"

DESK = [
    path("calls/", calls.calls, name="desk_calls"),
    path("calls/for/<uuid:cohort>/", calls.new_call, name="new_call"),
    path(_CALL, calls.call, name="desk_call"),
    path(_CALL + "edit/", calls.edit_call, name="edit_call"),
    path(_CALL + "preview/", calls.preview, name="preview_call"),
    path(_CALL + "move/<slug:act>/", calls.move_call, name="move_call"),
    path(_CALL + "applications/", applications.applications, name="desk_applications"),
    path(_CALL + "eligibility/", applications.eligibility, name="eligibility"),
    path(_CALL + "file/", applications.take_in, name="take_in"),
    path(_CALL + "reviewers/", reviewers.reviewers, name="reviewers"),
    path(_CALL + "reviewers/add/", reviewers.add_reviewer, name="add_reviewer"),
    path(_CALL + "reviewers/<uuid:person>/remove/", reviewers.remove_reviewer, name="remove_reviewer"),
    path(_CALL + "assign/", reviewers.assign, name="assign"),
    path(_CALL + "committee/", committee.committee, name="committee"),
    path(_CALL + "decide/", committee.decide, name="decide"),
    path(_CALL + "offers/", offers.offers, name="offers"),
    path(_APPLICATION, application.application, name="desk_application"),
    path(_APPLICATION + "third/", application.ask_third, name="ask_third"),
    path(_APPLICATION + "conflict/", application.stay_out, name="stay_out"),
    path("appeals/<uuid:appeal>/", offers.answer_appeal, name="answer_appeal"),
    path("reviews/", reviews.reviews, name="desk_reviews"),
    path(_REVIEW, reviews.review, name="desk_review"),
    path(_REVIEW + "conflict/", reviews.recuse, name="recuse"),
]
