"""What the worker does for the portal."""

from django.utils import timezone
from django_tasks import task

from salerno.portal.operations import daily


@task(priority=-20)
def run_daily_duties() -> list[str]:
    """Do what falls due with the day. After letters and documents: nobody waits for it before a screen."""
    return [str(outcome) for outcome in daily.run_duties(at=timezone.now())]
