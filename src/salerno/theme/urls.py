from django.urls import path

from salerno.theme import views

app_name = "theme"
urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/reading/", views.styleguide_reading, name="styleguide_reading"),
    path("styleguide/work/", views.styleguide_work, name="styleguide_work"),
]
