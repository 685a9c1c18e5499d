"""The files of published versions: public, or for those who may see the version."""

import uuid

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from salerno.courseware.models import CourseVersion, VersionFile
from salerno.courseware.package.files import is_shown
from salerno.courseware.views.serving import FOR_GOOD, serve_blob


@require_safe
def file(request: HttpRequest, version: uuid.UUID, path: str) -> HttpResponseBase:
    """A file of a version. What everybody may see is found without asking who asks, so that any cache may keep it.

    SECURITY: images, media and data alone: the folders of units and banks hold the answers.
    """
    if not is_shown(path):
        raise Http404
    for person, scope in ((None, "public"), (request.user, "private")):
        visible = CourseVersion.objects.visible_to(person).filter(uuid=version)
        row = VersionFile.objects.filter(version__in=visible, path=path).first()
        if row is not None:
            caching = f"{scope}, {FOR_GOOD}"
            return serve_blob(request, path=path, blob=row.blob, caching=caching)
    raise Http404
