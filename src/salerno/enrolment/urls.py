from django.urls import path

from salerno.enrolment import views

app_name = "enrolment"
urlpatterns = [
    path("offerings/<uuid:offering>/", views.enrol, name="enrol"),
    path("<uuid:enrolment>/withdraw/", views.withdraw, name="withdraw"),
]
