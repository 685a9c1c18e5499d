"""Every address × everybody who may stand before it. An address that is not in the table fails the test.

Letters stand for the people of ``doors.ROLES`` in their order: anonymous, the owner of the rows, another learner, a teacher and
an administrator of another institution, a teacher and the course lead of the institution that gives the course, the consortium's
coordinator. ``o`` opens, ``s`` asks to sign in, ``-`` says that there is nothing (404), ``x`` forbids (403), ``m`` does not take
the method (405). The first word is for GET, the second for POST.

A new address: add a line. What is somebody's own reads ``so------``; think twice before you write another ``o``.
"""

import copy
import json
import logging
import uuid

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from tests.architecture.doors import NOW, ROLES, address_of, client_of, every_address, make_world, seen

EVERYBODY, NOBODY, NO_METHOD = "oooooooo", "--------", "mmmmmmmm"
SIGNED_IN, SIGNED_IN_NO_METHOD = "sooooooo", "smmmmmmm"
OWN = "so------"  # the owner alone
STUDENT = "so----oo"  # the student, and who runs the place where she is registered
HOLDER = "-o----oo"  # the holder, and who awards; nothing for a passer-by
DESK = "s--ooooo"  # any role
SEES_PEOPLE = "s---o-oo"  # a page that lists the people of one's own institution
RUNS_IT = "s-----oo"  # who runs the owner's course
GOVERNS, GOVERNS_NO_METHOD = "s---o--o", "s---m--m"  # coordinators and administrators, for their own institution
WRITES = "s--o-ooo"  # a page that lists what one writes
WRITES_IT = "s----ooo"  # who writes the owner's course
READS = "s----o--"  # whose review it is
CONSORTIUM = "s------o"  # the coordinator alone
NO_DEGREE = "s-------"  # nothing was granted in this world
AUTHORS_SEE = "-----ooo"  # hidden from the public

DOORS = {
    # the front
    "portal:home": (EVERYBODY, EVERYBODY),
    "portal:institution": (EVERYBODY, EVERYBODY),
    "portal:legal": (EVERYBODY, EVERYBODY),
    "portal:set_language": (NO_METHOD, EVERYBODY),
    "portal:set_theme": (NO_METHOD, EVERYBODY),
    "portal:healthz": (EVERYBODY, EVERYBODY),
    "portal:robots": (EVERYBODY, EVERYBODY),
    "catalogue:index": (EVERYBODY, EVERYBODY),
    "catalogue:course": (EVERYBODY, EVERYBODY),
    "catalogue:course, hidden": (AUTHORS_SEE, AUTHORS_SEE),
    "catalogue:programme": (EVERYBODY, EVERYBODY),
    "institutions:index": (EVERYBODY, EVERYBODY),
    "sitemap": (EVERYBODY, EVERYBODY),
    "theme:styleguide": (EVERYBODY, NO_METHOD),
    "theme:styleguide_reading": (EVERYBODY, NO_METHOD),
    "theme:styleguide_work": (EVERYBODY, NO_METHOD),
    # one's own account
    "portal:my_studies": (SIGNED_IN, SIGNED_IN),
    "portal:account": (SIGNED_IN, SIGNED_IN),
    "portal:data": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    "portal:download": (SIGNED_IN_NO_METHOD, SIGNED_IN),
    "portal:ask_erasure": (SIGNED_IN, SIGNED_IN),
    "portal:cancel_erasure": (SIGNED_IN_NO_METHOD, SIGNED_IN),
    "portal:erase_now": (SIGNED_IN, SIGNED_IN),
    "portal:tokens": (SIGNED_IN, SIGNED_IN),
    "portal:revoke_token": (SIGNED_IN_NO_METHOD, OWN),
    # the way in
    "account_login": (EVERYBODY, EVERYBODY),
    "account_request_login_code": ("ssssssss", "ssssssss"),
    "account_confirm_login_code": (SIGNED_IN, SIGNED_IN),
    "account_logout": (EVERYBODY, EVERYBODY),
    "account_inactive": (EVERYBODY, NO_METHOD),
    "account_signup": (EVERYBODY, EVERYBODY),
    "account_signup_by_passkey": (EVERYBODY, EVERYBODY),
    "account_email_verification_sent": (SIGNED_IN, SIGNED_IN),
    "account_email": (SIGNED_IN, SIGNED_IN),
    "mfa_index": (EVERYBODY, EVERYBODY),
    "mfa_list_webauthn": (EVERYBODY, EVERYBODY),
    "mfa_add_webauthn": (SIGNED_IN, SIGNED_IN),
    "mfa_login_webauthn": (SIGNED_IN, SIGNED_IN),
    "mfa_signup_webauthn": (EVERYBODY, EVERYBODY),
    "mfa_reauthenticate_webauthn": ("sxxxxxxx", "sxxxxxxx"),
    "mfa_edit_webauthn": ("s-------", "s-------"),
    "mfa_remove_webauthn": ("s-------", "s-------"),
    # studying
    "enrolment:enrol": (SIGNED_IN, SIGNED_IN),
    "enrolment:enrol, hidden": ("s----ooo", "s----ooo"),
    "enrolment:withdraw": (OWN, OWN),
    "enrolment:courses": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    # applying
    "admissions:index": (EVERYBODY, EVERYBODY),
    "admissions:call": (EVERYBODY, EVERYBODY),
    "admissions:apply": (SIGNED_IN, SIGNED_IN),
    "admissions:applications": (SIGNED_IN, SIGNED_IN),
    "admissions:application": (OWN, OWN),
    "admissions:step": (OWN, OWN),
    "admissions:draft": (NO_METHOD, OWN),
    "admissions:submit": (NO_METHOD, OWN),
    "admissions:withdraw": (OWN, OWN),
    "admissions:appeal": (OWN, OWN),
    "admissions:upload": (NO_METHOD, OWN),
    "admissions:document": ("so--o--o", NO_METHOD),  # the applicant, and the committee of those who give the programme
    "admissions:delete_document": (NO_METHOD, OWN),
    "admissions:accept": (OWN, OWN),
    "admissions:decline": (OWN, OWN),
    "admissions:referee": (OWN, OWN),  # of a draft; the committee opens those of what was handed in
    "admissions:send_again": (NO_METHOD, OWN),
    "admissions:withdraw_referee": (OWN, OWN),
    "admissions:letter": (EVERYBODY, EVERYBODY),
    # admissions on the desk
    "admissions:desk_calls": (GOVERNS, NO_METHOD),
    "admissions:new_call": (GOVERNS, GOVERNS),
    "admissions:desk_call": (GOVERNS, NO_METHOD),
    "admissions:edit_call": (GOVERNS, GOVERNS),
    "admissions:preview_call": (GOVERNS, NO_METHOD),
    "admissions:move_call": (GOVERNS, GOVERNS),
    "admissions:desk_applications": (GOVERNS, NO_METHOD),
    "admissions:eligibility": (GOVERNS, GOVERNS),
    "admissions:take_in": (GOVERNS, GOVERNS),
    "admissions:reviewers": (GOVERNS, NO_METHOD),
    "admissions:add_reviewer": (NO_METHOD, GOVERNS),
    "admissions:remove_reviewer": (NO_METHOD, GOVERNS),
    "admissions:assign": (GOVERNS, GOVERNS),
    "admissions:committee": (GOVERNS, NO_METHOD),
    "admissions:decide": (NO_METHOD, GOVERNS),
    "admissions:offers": (GOVERNS, NO_METHOD),
    "admissions:desk_application": (GOVERNS, NO_METHOD),
    "admissions:ask_third": (NO_METHOD, GOVERNS),
    "admissions:stay_out": (GOVERNS, GOVERNS),
    "admissions:answer_appeal": (GOVERNS, GOVERNS),
    "admissions:desk_reviews": (READS, NO_METHOD),
    "admissions:desk_review": (READS, READS),
    "admissions:recuse": (READS, READS),
    # places abroad
    "mobility:calls": (SIGNED_IN, NO_METHOD),
    "mobility:call": (OWN, NO_METHOD),
    "mobility:wishes": (OWN, OWN),
    "mobility:move_wishes": (OWN, OWN),
    "mobility:desk_calls": (GOVERNS, NO_METHOD),
    "mobility:new_call": (GOVERNS, GOVERNS),
    "mobility:desk_call": (GOVERNS, NO_METHOD),
    "mobility:edit_call": (GOVERNS, GOVERNS),
    "mobility:move_call": (GOVERNS, GOVERNS),
    "mobility:desk_places": (GOVERNS, NO_METHOD),
    "mobility:add_place": (GOVERNS, GOVERNS),
    "mobility:take_places": (GOVERNS, GOVERNS),
    "mobility:edit_place": (GOVERNS, GOVERNS),
    "mobility:remove_place": (NO_METHOD, GOVERNS),
    "mobility:change_seats": (GOVERNS, GOVERNS),
    "mobility:desk_wishes": (GOVERNS, NO_METHOD),
    "mobility:scores": (GOVERNS, GOVERNS),
    "mobility:import_scores": (GOVERNS, GOVERNS),
    "mobility:scenarios": (GOVERNS, GOVERNS),
    "mobility:compare_scenarios": (GOVERNS, NO_METHOD),
    "mobility:scenario": (GOVERNS, NO_METHOD),
    "mobility:publish_scenario": (GOVERNS, GOVERNS),
    # mobilities: the student's own, and the desks of the two institutions
    "mobility:stays": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    "mobility:stay": (OWN, SIGNED_IN_NO_METHOD),
    "mobility:accept_place": (OWN, OWN),
    "mobility:decline_place": (OWN, OWN),
    "mobility:withdraw_stay": (OWN, OWN),
    "mobility:appeal_recognition": (OWN, OWN),
    "mobility:desk_stays": (GOVERNS, NO_METHOD),
    "mobility:act_on_stays": (NO_DEGREE, NO_DEGREE),  # no act is named
    "mobility:desk_stay": (GOVERNS, NO_METHOD),
    "mobility:act_on_stay": (GOVERNS, GOVERNS),
    "mobility:write_report": (OWN, OWN),
    "mobility:withdraw_report": (OWN, OWN),
    "mobility:host": ("so--o--o", SIGNED_IN_NO_METHOD),  # students of the consortium, and who coordinates mobility
    "mobility:desk_reports": (GOVERNS, NO_METHOD),
    "mobility:desk_report": (CONSORTIUM, NO_METHOD),  # the sending university alone, and this host is not
    "mobility:hide_report": (CONSORTIUM, CONSORTIUM),
    "mobility:show_report": (NO_METHOD, CONSORTIUM),
    "mobility:late": (GOVERNS, NO_METHOD),
    "mobility:remind_late": (GOVERNS, GOVERNS),
    "mobility:enter_result": (GOVERNS, GOVERNS),
    "mobility:import_results": (GOVERNS, GOVERNS),
    "mobility:take_nomination": (OWN, OWN),
    "mobility:desk_guests": (GOVERNS, NO_METHOD),
    "mobility:new_guest": (GOVERNS, GOVERNS),
    "mobility:desk_guest": (GOVERNS, GOVERNS),
    "mobility:issue_transcript": (GOVERNS, GOVERNS),
    "mobility:take_transcript": (GOVERNS_NO_METHOD, GOVERNS),
    "mobility:transcript_ewp": (GOVERNS, GOVERNS_NO_METHOD),
    "mobility:transcript_pdf": ("so--o--o", SIGNED_IN_NO_METHOD),
    "mobility:transcript_elmo": ("so--o--o", SIGNED_IN_NO_METHOD),
    "mobility:decide_recognition": (CONSORTIUM, CONSORTIUM),  # the sending university decides, and this host does not
    "mobility:take_back_recognition": (CONSORTIUM, CONSORTIUM),
    "mobility:log": (OWN, SIGNED_IN_NO_METHOD),
    "mobility:log_week": (OWN, OWN),
    "mobility:tutor": (OWN, OWN),
    "mobility:traineeship_certificate": ("so-----o", SIGNED_IN_NO_METHOD),
    "mobility:evaluate": (NOBODY, NOBODY),  # a link of nobody
    "mobility:desk_log": (CONSORTIUM, NO_METHOD),
    "mobility:desk_tutor": (CONSORTIUM, CONSORTIUM),
    # learning
    "learning:course": (OWN, OWN),
    "learning:activity": (OWN, OWN),
    "learning:done": (SIGNED_IN_NO_METHOD, OWN),
    "learning:undo": (SIGNED_IN_NO_METHOD, OWN),
    "learning:reflect": (SIGNED_IN_NO_METHOD, OWN),
    "learning:draft": (SIGNED_IN_NO_METHOD, OWN),
    "learning:report": (OWN, OWN),
    "learning:begin": (SIGNED_IN_NO_METHOD, OWN),
    "learning:answer": (SIGNED_IN_NO_METHOD, OWN),
    "learning:hand_in": (SIGNED_IN_NO_METHOD, OWN),
    "courseware:file": (EVERYBODY, NO_METHOD),
    "courseware:file, hidden": (AUTHORS_SEE, NO_METHOD),
    # the degree
    "awards:my_degree": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    "awards:degree": (STUDENT, SIGNED_IN_NO_METHOD),
    "awards:conversions": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    "awards:grading_table": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    # grades, tables and boards
    "awards:sheets": (DESK, DESK),
    "awards:open_sheet": (WRITES_IT, WRITES_IT),
    "awards:sheet": (WRITES_IT, WRITES_IT),
    "awards:import_grades": (WRITES_IT, WRITES_IT),
    "awards:add_newcomers": (WRITES_IT, WRITES_IT),
    "awards:take_graduates_off": (WRITES_IT, WRITES_IT),
    "awards:move_sheet": (WRITES_IT, WRITES_IT),
    "awards:correct": (WRITES_IT, WRITES_IT),
    "awards:tables": (SEES_PEOPLE, SEES_PEOPLE),
    "awards:import_table": (GOVERNS, GOVERNS),
    "awards:compute_table": (GOVERNS, GOVERNS),
    "awards:boards": (GOVERNS, GOVERNS),  # and members of boards
    "awards:convene": (GOVERNS, GOVERNS),
    "awards:board": (GOVERNS, SIGNED_IN_NO_METHOD),
    "awards:presence": (SIGNED_IN_NO_METHOD, GOVERNS),
    "awards:agenda": (GOVERNS, GOVERNS),
    "awards:as_proposed": (GOVERNS, GOVERNS),
    "awards:minutes": (GOVERNS, SIGNED_IN_NO_METHOD),
    "awards:replace_chair": (GOVERNS, GOVERNS),
    "awards:move_board": (GOVERNS, GOVERNS),
    "awards:board_student": (GOVERNS, GOVERNS),
    "awards:declare_conflict": (SIGNED_IN_NO_METHOD, GOVERNS),
    "awards:lift_conflict": (SIGNED_IN_NO_METHOD, "s-------"),  # nobody's conflict is lifted that was not declared
    "awards:look_again": (SIGNED_IN_NO_METHOD, GOVERNS),
    "awards:take_back": (GOVERNS, GOVERNS),
    "awards:withdraw_degree": (NO_DEGREE, NO_DEGREE),
    # the thesis
    "awards:my_thesis": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    "awards:propose_thesis": (OWN, OWN),
    "awards:deposit_thesis": (OWN, OWN),
    "awards:thesis_file": (STUDENT, SIGNED_IN_NO_METHOD),
    "awards:theses": (DESK, DESK),
    "awards:desk_thesis": (RUNS_IT, RUNS_IT),
    "awards:act_on_thesis": (RUNS_IT, RUNS_IT),
    # learning agreements
    "mobility:my_papers": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    "mobility:paper": (OWN, SIGNED_IN_NO_METHOD),
    "mobility:begin_paper": (SIGNED_IN_NO_METHOD, OWN),
    "mobility:write_paper": (OWN, OWN),
    "mobility:check_paper": (SIGNED_IN_NO_METHOD, OWN),
    "mobility:sign_paper": (OWN, OWN),
    "mobility:comment_paper": (SIGNED_IN_NO_METHOD, OWN),
    "mobility:act_on_paper": (OWN, OWN),
    "mobility:paper_pdf": ("so-----o", SIGNED_IN_NO_METHOD),
    "mobility:signed_paper": ("so-----o", SIGNED_IN_NO_METHOD),
    "mobility:desk_papers": (GOVERNS, GOVERNS_NO_METHOD),
    "mobility:desk_paper": (CONSORTIUM, GOVERNS_NO_METHOD),
    "mobility:desk_sign_paper": (CONSORTIUM, CONSORTIUM),
    "mobility:send_back_paper": (CONSORTIUM, CONSORTIUM),
    "mobility:desk_comment_paper": (GOVERNS_NO_METHOD, CONSORTIUM),
    "mobility:paper_signed_elsewhere": (CONSORTIUM, CONSORTIUM),
    "mobility:paper_answer": (CONSORTIUM, CONSORTIUM),
    "mobility:paper_xml": (CONSORTIUM, GOVERNS_NO_METHOD),
    # credentials
    "credentials:index": (SIGNED_IN, SIGNED_IN),
    "credentials:detail": (HOLDER, HOLDER),
    "credentials:share": (SIGNED_IN_NO_METHOD, OWN),
    "credentials:download": (HOLDER, NO_METHOD),
    "credentials:status_list": (EVERYBODY, NO_METHOD),
    "credentials:verify": (EVERYBODY, EVERYBODY),
    "credentials:verify_one": (EVERYBODY, EVERYBODY),
    "credentials:did": (EVERYBODY, NO_METHOD),
    "credentials:programme_did": (NOBODY, NO_METHOD),  # not there until two universities have a key
    # documents of degrees; who holds or grants one: tests/credentials/documents
    "credentials:my_documents": (SIGNED_IN, SIGNED_IN_NO_METHOD),
    "credentials:archive": (NO_DEGREE, SIGNED_IN_NO_METHOD),
    "credentials:document": (NO_DEGREE, SIGNED_IN_NO_METHOD),
    "credentials:boards": (SEES_PEOPLE, "s---m-mm"),
    "credentials:board_documents": (NO_DEGREE, NO_DEGREE),
    "credentials:cohort_documents": (NO_DEGREE, NO_DEGREE),
    "credentials:job": (NO_DEGREE, "s---m-mm"),
    # the desk
    "portal:desk": (DESK, DESK),
    "portal:offerings": (SEES_PEOPLE, SEES_PEOPLE),
    "portal:open_offering": (SEES_PEOPLE, SEES_PEOPLE),
    "portal:offering": (RUNS_IT, RUNS_IT),
    "portal:edit_offering": (RUNS_IT, RUNS_IT),
    "portal:pin_version": (RUNS_IT, RUNS_IT),
    "portal:withdraw_learners": (RUNS_IT, RUNS_IT),
    "portal:enrol_learners": (RUNS_IT, RUNS_IT),
    "portal:people": (SEES_PEOPLE, SEES_PEOPLE),
    "portal:person": (RUNS_IT, RUNS_IT),
    "portal:assign_role": (NO_METHOD, RUNS_IT),
    "portal:give_role": (GOVERNS, GOVERNS),
    "portal:end_role": (RUNS_IT, RUNS_IT),
    "portal:issued": (SEES_PEOPLE, SEES_PEOPLE),
    "portal:change_credential": (RUNS_IT, RUNS_IT),
    "portal:rotate_key": (CONSORTIUM, CONSORTIUM),
    "portal:reports": (WRITES, WRITES),
    "portal:report": (WRITES_IT, WRITES_IT),
    "portal:reopen_report": (NO_METHOD, WRITES_IT),
    "portal:reflections": (WRITES, WRITES),
    "portal:reflection": (WRITES_IT, WRITES_IT),
    "portal:institutions": (GOVERNS, GOVERNS),
    "portal:add_partner": (CONSORTIUM, CONSORTIUM),
    "portal:describe_institution": (CONSORTIUM, CONSORTIUM),
    "portal:texts": (CONSORTIUM, CONSORTIUM),
    "portal:text": (CONSORTIUM, CONSORTIUM),
    "portal:erasures": (CONSORTIUM, CONSORTIUM),
    "portal:erasure": (CONSORTIUM, CONSORTIUM),
    "portal:audit": (SEES_PEOPLE, SEES_PEOPLE),
    # students and regulations on the desk
    "enrolment:cohorts": (GOVERNS, GOVERNS_NO_METHOD),
    "enrolment:cohort": (GOVERNS, GOVERNS_NO_METHOD),
    "enrolment:pin_regulations": (GOVERNS, GOVERNS),
    "enrolment:register_students": (GOVERNS, GOVERNS),
    "enrolment:enrol_students": (GOVERNS, GOVERNS),
    "enrolment:numbers": (CONSORTIUM, CONSORTIUM),
    "enrolment:import_numbers": (CONSORTIUM, CONSORTIUM),
    "enrolment:student": (CONSORTIUM, CONSORTIUM),
    "enrolment:register_student": (CONSORTIUM, CONSORTIUM),
    "enrolment:change_state": (CONSORTIUM, CONSORTIUM),
    "enrolment:change_registration": (CONSORTIUM, CONSORTIUM),
    "enrolment:end_registration": (CONSORTIUM, CONSORTIUM),
    "catalogue:all_regulations": (GOVERNS, GOVERNS_NO_METHOD),
    "catalogue:regulations": (GOVERNS, GOVERNS_NO_METHOD),
    "catalogue:regulations_file": (GOVERNS, GOVERNS_NO_METHOD),
    "catalogue:publish_regulations": (CONSORTIUM, CONSORTIUM),
    # agreements, factsheets and traineeships
    "mobility:factsheets": (SIGNED_IN, NO_METHOD),
    "mobility:factsheet": (SIGNED_IN, NO_METHOD),
    "mobility:traineeships": (SIGNED_IN, NO_METHOD),
    "mobility:traineeship": (SIGNED_IN, NO_METHOD),
    "mobility:agreements": (GOVERNS, NO_METHOD),
    "mobility:new_agreement": (GOVERNS, GOVERNS),
    "mobility:take_in_agreement": (GOVERNS, GOVERNS),
    "mobility:balance": (GOVERNS, NO_METHOD),
    "mobility:agreement": (GOVERNS, NO_METHOD),
    "mobility:edit_agreement": (GOVERNS, GOVERNS),
    "mobility:agreement_xml": (GOVERNS, NO_METHOD),
    "mobility:act_on_agreement": (GOVERNS, GOVERNS),
    "mobility:desk_factsheets": (GOVERNS, NO_METHOD),
    "mobility:edit_factsheet": (CONSORTIUM, CONSORTIUM),
    "mobility:factsheet_xml": (CONSORTIUM, NO_METHOD),
    "mobility:institution_xml": (CONSORTIUM, NO_METHOD),
    "mobility:desk_traineeships": (GOVERNS, NO_METHOD),
    "mobility:new_traineeship": (GOVERNS, GOVERNS),
    "mobility:desk_traineeship": (GOVERNS, NO_METHOD),
    "mobility:edit_traineeship": (GOVERNS, GOVERNS),
    "mobility:move_traineeship": (GOVERNS, GOVERNS),
    # the Studio
    "courseware:studio": (WRITES, SIGNED_IN_NO_METHOD),
    "courseware:new_course": (RUNS_IT, RUNS_IT),
    "courseware:draft": (WRITES_IT, SIGNED_IN_NO_METHOD),
    "courseware:start": (SIGNED_IN_NO_METHOD, WRITES_IT),
    "courseware:new": (WRITES_IT, WRITES_IT),
    "courseware:uploads": (WRITES_IT, WRITES_IT),
    "courseware:import": (WRITES_IT, WRITES_IT),
    "courseware:export": (WRITES_IT, SIGNED_IN_NO_METHOD),
    "courseware:compare": (WRITES_IT, SIGNED_IN_NO_METHOD),
    "courseware:publish": (WRITES_IT, WRITES_IT),
    "courseware:take_up": (WRITES_IT, WRITES_IT),
    "courseware:edit": (WRITES_IT, WRITES_IT),
    "courseware:preview": (SIGNED_IN_NO_METHOD, WRITES_IT),
    "courseware:history": (WRITES_IT, SIGNED_IN_NO_METHOD),
    "courseware:bring_back": (SIGNED_IN_NO_METHOD, WRITES_IT),
    "courseware:delete": (SIGNED_IN_NO_METHOD, WRITES_IT),
    "courseware:restore": (SIGNED_IN_NO_METHOD, WRITES_IT),
    "courseware:rename": (WRITES_IT, WRITES_IT),
    "courseware:translate": (SIGNED_IN_NO_METHOD, WRITES_IT),
    "courseware:draft_file": (WRITES_IT, SIGNED_IN_NO_METHOD),
    # the API, with a session; tokens and scopes: tests/config/test_api_access.py
    "api:openapi-json": (EVERYBODY, EVERYBODY),
    "api:openapi-view": (EVERYBODY, EVERYBODY),
    "api:trainings": (EVERYBODY, NO_METHOD),
    "api:course": (EVERYBODY, NO_METHOD),
    "api:course, hidden": (AUTHORS_SEE, NO_METHOD),
    "api:programme": (EVERYBODY, NO_METHOD),
    "api:institutions": (EVERYBODY, NO_METHOD),
    "api:me": (SIGNED_IN, NO_METHOD),
    "api:enrolments": (SIGNED_IN, SIGNED_IN),
    "api:enrol": (SIGNED_IN, SIGNED_IN),
    "api:progress": (OWN, NO_METHOD),
    "api:activity": (OWN, NO_METHOD),
    "api:begin": (NO_METHOD, OWN),
    "api:sitting": (OWN, NO_METHOD),
    "api:answer": (NO_METHOD, OWN),
    "api:hand_in": (NO_METHOD, OWN),
    "api:attempts": (SIGNED_IN, NO_METHOD),
    "api:credentials": (SIGNED_IN, NO_METHOD),
    "api:credential": (OWN, NO_METHOD),
    "api:documents": (SIGNED_IN, NO_METHOD),
    "api:document": (NO_DEGREE, NO_METHOD),
    "api:verify": (NO_METHOD, EVERYBODY),
    "api:api-root": (NOBODY, NOBODY),
    "api:unknown": (NOBODY, NOBODY),
}

# Values of names that differ from door to door. In braces: a name of the world.
_OFFERS = ("traineeship", "desk_traineeship", "edit_traineeship", "move_traineeship")
_TEXT = {"path": "units/01-start/01-counting-people.md"}
_FINAL = {"enrolment": "{final_enrolment}", "session": "{final_session}", "sitting": "{final_sitting}"}
_OF_MOBILITY_CALLS = (
    "call", "wishes", "desk_call", "edit_call", "desk_places", "add_place", "take_places", "desk_wishes", "scores", "import_scores",
    "scenarios", "compare_scenarios",
)  # fmt: skip
NAMES = {
    "portal:institution": {"slug": "{institution_slug}"},
    "portal:legal": {"slug": "terms"},
    "portal:text": {"kind": "terms", "language": "en"},
    "portal:change_credential": {"act": "suspend"},
    "catalogue:course, hidden": {"slug": "hidden"},
    "catalogue:programme": {"slug": "{programme_slug}"},
    "enrolment:enrol, hidden": {"offering": "{hidden_offering}"},
    "enrolment:change_state": {"state": "withdrawn"},
    "catalogue:regulations_file": {"form": "toml"},
    "admissions:call": {"slug": "{call_slug}"},
    "admissions:apply": {"slug": "{call_slug}"},
    "admissions:step": {"step": "you"},
    "admissions:draft": {"step": "you"},
    "admissions:upload": {"kind": "transcript"},
    "admissions:letter": {"token": "{letter}"},
    "admissions:move_call": {"act": "archive"},
    "admissions:remove_reviewer": {"person": "{reader}"},
    **{f"mobility:{name}": {"call": "{mobility_call}"} for name in _OF_MOBILITY_CALLS},
    "mobility:move_wishes": {"act": "withdraw"},
    **{f"mobility:{name}": {"stay": "{trainee_stay}"} for name in ("log", "log_week", "tutor", "desk_log", "desk_tutor")},
    "mobility:evaluate": {"token": "{slug}"},
    "mobility:move_call": {"call": "{mobility_call}", "act": "close"},
    **{f"admissions:{name}": {"application": "{handed_in}"} for name in ("desk_application", "ask_third", "stay_out")},
    "learning:hand_in": _FINAL,
    "courseware:file": {"path": "images/people.svg"},
    "courseware:file, hidden": {"path": "images/people.svg", "version": "{hidden_version}"},
    "courseware:new": {"kind": "activity"},
    "courseware:restore": {"path": "data/people.csv"},
    **{f"courseware:{name}": _TEXT for name in ("edit", "preview", "history", "bring_back", "delete", "rename", "translate")},
    "courseware:draft_file": {"path": "images/people.svg"},
    "mobility:factsheet": {"slug": "{institution_slug}"},
    "mobility:host": {"slug": "{institution_slug}"},
    **{f"mobility:{name}": {"report": "{stay_report}"} for name in ("desk_report", "hide_report", "show_report")},
    "mobility:act_on_agreement": {"act": "propose"},
    **{f"mobility:{name}": {"offer": "{traineeship}", "act": "close"} for name in _OFFERS},
    "awards:open_sheet": {"offering": "{graded_offering}"},
    "awards:move_sheet": {"act": "submit"},
    "awards:move_board": {"act": "close"},
    "awards:thesis_file": {"number": "1"},
    "awards:act_on_thesis": {"act": "jury"},
    "credentials:download": {"form": "json"},
    "credentials:did": {"slug": "{institution_slug}"},
    "credentials:programme_did": {"slug": "{programme_slug}"},
    "credentials:document": {"document": "{nothing}"},
    "credentials:job": {"job": "{nothing}"},
    "api:course, hidden": {"slug": "hidden"},
    "api:document": {"document": "{nothing}"},
    "api:programme": {"slug": "{programme_slug}"},
    "api:hand_in": _FINAL,
    "api:unknown": {"rest": "nothing"},
}
NAMES |= {
    door: {"mobility": "{paper_mobility}", "version": "{paper_version}", "signature": "{paper_signature}", "act": "take-back"}
    for door in DOORS
    if "paper" in door and door.startswith("mobility:")
}
BODIES = {
    "api:enrolments": {"offering": "{offering}"},
    "api:enrol": {"offering": "{offering}"},
    "api:answer": {"question": "who-is-missed", "response": {"dont_know": True}},
    "api:hand_in": {"responses": {}},
}
ADDRESSES = every_address()


@pytest.fixture(scope="module", autouse=True)
def campus(django_db_setup, django_db_blocker):
    """The world and a browser for each role, made once. What a request changes is undone after it."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        clients = {role: client_of(world.people[role]) for role in ROLES}
        cookies = {role: copy.deepcopy(client.cookies) for role, client in clients.items()}
        yield world, clients, cookies
        transaction.set_rollback(True)


def test_the_table_names_every_address_and_no_other():
    assert {door.partition(",")[0] for door in DOORS} ^ set(ADDRESSES) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_each_door_opens_to_whom_it_should(door, campus, caplog):
    caplog.set_level(logging.ERROR, logger="django.request")
    world, _clients, _cookies = campus
    name = door.partition(",")[0]
    given = {key: str(value).format(**world.names) for key, value in NAMES.get(door, {}).items()}
    address = address_of(name, ADDRESSES[name], world.names | given)

    found = tuple("".join(_knock(campus, role, method, address, door) for role in ROLES) for method in ("get", "post"))

    assert found == DOORS[door]


def _knock(campus, role, method, address, door):
    world, clients, cookies = campus
    client, more = clients[role], {}
    client.cookies = copy.deepcopy(cookies[role])
    cache.clear()
    if method == "post" and door.startswith("api:"):
        body = json.dumps(BODIES.get(door, {})).replace("{offering}", str(world.names["offering"]))
        more = {"data": body, "content_type": "application/json", "headers": {"Idempotency-Key": str(uuid.uuid4())}}
    with transaction.atomic():
        letter = seen(getattr(client, method)(address, **more))
        transaction.set_rollback(True)
    return letter
