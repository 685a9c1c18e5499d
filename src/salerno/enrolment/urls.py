from django.urls import path

from salerno.enrolment.views import bulk, cohorts, courses, numbers, students

app_name = "enrolment"
_COHORT = "desk/cohorts/<uuid:cohort>/"
_NUMBERS = _COHORT + "numbers/<uuid:institution>/"
_STUDENT = "desk/cohorts/students/<uuid:studies>/"
_REGISTRATION = "desk/cohorts/registrations/<uuid:registration>/"
urlpatterns = [
    path("enrolments/offerings/<uuid:offering>/", courses.enrol, name="enrol"),
    path("enrolments/<uuid:enrolment>/withdraw/", courses.withdraw, name="withdraw"),
    path("studies/courses/", courses.courses, name="courses"),
    path("desk/cohorts/", cohorts.cohorts, name="cohorts"),
    path(_COHORT, cohorts.cohort, name="cohort"),
    path(_COHORT + "regulations/<uuid:regulations>/", cohorts.pin_regulations, name="pin_regulations"),
    path(_COHORT + "register/", bulk.register_students, name="register_students"),
    path(_COHORT + "enrol/", bulk.enrol_students, name="enrol_students"),
    path(_NUMBERS, numbers.numbers, name="numbers"),
    path(_NUMBERS + "file/", numbers.import_numbers, name="import_numbers"),
    path(_STUDENT, students.student, name="student"),
    path(_STUDENT + "register/", students.register_student, name="register_student"),
    path(_STUDENT + "<slug:state>/", students.change_state, name="change_state"),
    path(_REGISTRATION, students.change_registration, name="change_registration"),
    path(_REGISTRATION + "end/", students.end_registration, name="end_registration"),
]
