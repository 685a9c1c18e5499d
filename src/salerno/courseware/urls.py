from django.urls import path, register_converter
from django.urls.converters import PathConverter

from salerno.courseware.views import files, studio, studio_archives, studio_files, studio_new, studio_publish


class CoursePathConverter(PathConverter):
    """The path of a course's file. Others, among them what a database cannot take, are no address at all."""

    regex = r"[A-Za-z0-9._/-]+"


register_converter(CoursePathConverter, "coursepath")

app_name = "courseware"
urlpatterns = [
    path("files/<uuid:version>/<coursepath:path>", files.file, name="file"),
    path("studio/", studio.studio, name="studio"),
    path("studio/new-course/", studio.new_course, name="new_course"),
    path("studio/<slug:slug>/", studio.draft, name="draft"),
    path("studio/<slug:slug>/start/", studio.start, name="start"),
    path("studio/<slug:slug>/new/<slug:kind>/", studio_new.new, name="new"),
    path("studio/<slug:slug>/uploads/", studio_archives.uploads, name="uploads"),
    path("studio/<slug:slug>/import/", studio_archives.import_archive, name="import"),
    path("studio/<slug:slug>/export/", studio_archives.export, name="export"),
    path("studio/<slug:slug>/compare/", studio_publish.compare, name="compare"),
    path("studio/<slug:slug>/publish/", studio_publish.publish, name="publish"),
    path("studio/<slug:slug>/take-up/", studio_publish.take_up, name="take_up"),
    path("studio/<slug:slug>/edit/<coursepath:path>", studio_files.edit, name="edit"),
    path("studio/<slug:slug>/preview/<coursepath:path>", studio_files.preview, name="preview"),
    path("studio/<slug:slug>/history/<coursepath:path>", studio_files.history, name="history"),
    path("studio/<slug:slug>/bring-back/<coursepath:path>", studio_files.bring_back, name="bring_back"),
    path("studio/<slug:slug>/delete/<coursepath:path>", studio_files.delete, name="delete"),
    path("studio/<slug:slug>/restore/<coursepath:path>", studio_files.restore, name="restore"),
    path("studio/<slug:slug>/rename/<coursepath:path>", studio_files.rename, name="rename"),
    path("studio/<slug:slug>/translate/<coursepath:path>", studio_files.translate, name="translate"),
    path("studio/<slug:slug>/file/<coursepath:path>", studio_files.draft_file, name="draft_file"),
]
