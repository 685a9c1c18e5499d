"""Addresses of learning agreements."""

from django.urls import URLPattern, path

from salerno.mobility.learning_agreements.views import desk as paper_desk
from salerno.mobility.learning_agreements.views import papers
from salerno.mobility.learning_agreements.views import signing as paper_signing

_MINE = "mobility/learning-agreements/"
_DESK = "desk/mobility/learning-agreements/"
PAPERS: list[URLPattern] = [
    path(_MINE, papers.my_papers, name="my_papers"),
    path(f"{_MINE}<uuid:mobility>/", papers.paper, name="paper"),
    path(f"{_MINE}<uuid:mobility>/begin/", papers.begin_paper, name="begin_paper"),
    path(f"{_MINE}<uuid:mobility>/write/", papers.write_paper, name="write_paper"),
    path(f"{_MINE}<uuid:mobility>/check/", papers.check_paper, name="check_paper"),
    path(f"{_MINE}<uuid:mobility>/sign/", paper_signing.sign_paper, name="sign_paper"),
    path(f"{_MINE}<uuid:mobility>/comment/", papers.comment_paper, name="comment_paper"),
    path(f"{_MINE}<uuid:mobility>/acts/<slug:act>/", papers.act_on_paper, name="act_on_paper"),
    path(f"{_MINE}versions/<uuid:version>.pdf", papers.paper_pdf, name="paper_pdf"),
    path(f"{_MINE}signatures/<uuid:signature>.pdf", papers.signed_paper, name="signed_paper"),
    path(_DESK, paper_desk.desk_papers, name="desk_papers"),
    path(f"{_DESK}<uuid:mobility>/", paper_desk.desk_paper, name="desk_paper"),
    path(f"{_DESK}<uuid:mobility>/sign/", paper_signing.desk_sign_paper, name="desk_sign_paper"),
    path(f"{_DESK}<uuid:mobility>/send-back/", paper_desk.send_back_paper, name="send_back_paper"),
    path(f"{_DESK}<uuid:mobility>/comment/", paper_desk.desk_comment_paper, name="desk_comment_paper"),
    path(f"{_DESK}<uuid:mobility>/signed-elsewhere/", paper_desk.paper_signed_elsewhere, name="paper_signed_elsewhere"),
    path(f"{_DESK}<uuid:mobility>/answer/", paper_desk.paper_answer, name="paper_answer"),
    path(f"{_DESK}<uuid:mobility>.xml", paper_desk.paper_xml, name="paper_xml"),
]
