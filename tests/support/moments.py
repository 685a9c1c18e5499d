"""Moments that tests speak of."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
NEXT_DAY = NOON + timedelta(days=1, hours=1)
