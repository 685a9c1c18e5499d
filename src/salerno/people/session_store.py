"""Sessions in the database, read quickly: every request of a signed-in person begins with one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from salerno.common.compiled import Compiled, Parameter

_FIELDS = [field.attname for field in Session._meta.concrete_fields]
_SESSION = Compiled(
    lambda: Session.objects.filter(
        session_key=Parameter("key", CharField()), expire_date__gt=Parameter("at", DateTimeField())
    ).values_list(*_FIELDS)
)


class SessionStore(db.SessionStore):
    """Django's own store but for how a session is found."""

    def _get_session_from_db(self) -> Session | None:
        rows = _SESSION.rows(key=self.session_key, at=timezone.now())
        if rows:
            return Session.from_db(DEFAULT_DB_ALIAS, _FIELDS, rows[0])
        self._session_key = None
        return None
