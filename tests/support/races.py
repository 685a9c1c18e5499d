"""Two things at once, with real threads and real connections."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(act: Callable[[int], Any], times: int) -> list[Any]:
    """What ``act(0)`` … ``act(times - 1)`` gave or raised, all begun at the same moment, each on its own connection."""
    results: list[Any] = [None] * times
    gate = threading.Barrier(times)

    def run(number: int) -> None:
        try:
            gate.wait(timeout=30)
            results[number] = act(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results
