from django.urls import path

from salerno.learning.views import activities, quizzes

app_name = "learning"
_ACTIVITY = "<uuid:enrolment>/<slug:key>/"
_SESSION = _ACTIVITY + "<uuid:session>/"
urlpatterns = [
    path("<uuid:enrolment>/", activities.course, name="course"),
    path(_ACTIVITY, activities.activity, name="activity"),
    path(_ACTIVITY + "done/", activities.done, name="done"),
    path(_ACTIVITY + "undo/", activities.undo, name="undo"),
    path(_ACTIVITY + "reflect/", activities.reflect, name="reflect"),
    path(_ACTIVITY + "draft/", activities.draft, name="draft"),
    path(_ACTIVITY + "report/", activities.report, name="report"),
    path(_ACTIVITY + "begin/", quizzes.begin, name="begin"),
    path(_SESSION + "answer/<slug:question>/", quizzes.answer, name="answer"),
    path(_SESSION + "hand-in/", quizzes.hand_in, name="hand_in"),
]
