from django.apps import AppConfig


class CoursewareConfig(AppConfig):
    name = "salerno.courseware"
    label = "courseware"
