"""How often a caller may call: a count for each caller and minute in Django's cache.

The cache in memory is one process's own: with two server processes a caller may make up to twice as many requests. A shared cache
(Redis, Valkey) counts exactly; docs/how-to/use-the-api.md says so to whoever runs a campus.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

MINUTE = 60


@dataclass(frozen=True)
class Allowance:
    """What is left to a caller in this minute."""

    limit: int
    remaining: int
    seconds_left: int
    is_over: bool

    def headers(self) -> dict[str, str]:
        """As the answer tells it; ``X-RateLimit-Reset`` is in seconds from now."""
        told = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.seconds_left),
        }
        return told | {"Retry-After": str(self.seconds_left)} if self.is_over else told


def take_one(key: str, *, limit: int, at: datetime) -> Allowance:
    """Count one request of the caller ``key``. No query with the cache in memory."""
    window, second = divmod(int(at.timestamp()), MINUTE)
    name = f"api-calls:{key}:{window}"
    cache.add(name, 0, timeout=2 * MINUTE)
    try:
        used = cache.incr(name)
    except ValueError:
        used = 1  # a full cache threw the count away between the two lines
    return Allowance(limit, max(0, limit - used), MINUTE - second, is_over=used > limit)
