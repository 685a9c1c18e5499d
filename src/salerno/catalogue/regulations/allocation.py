"""Which course serves which group, when a course may serve several and counts once.

Taking the first group that fits goes wrong: a course that two groups accept may be the only one that the second can have. So all
ways are compared, and the best is exact:

1. the credits that are still missing over all groups are as few as possible (a missing course of a group that counts courses is as
   many credits as the smallest course of that group);
2. of those, as little as possible is missing in the first group of the file, then in the second, and so on;
3. of those, courses in the order of their codes go to the earlier group.

Courses that one group alone accepts are put there first. Only the shared ones are searched, step by step: after each course one
keeps the states that no other state surpasses in every group. States are capped at what a group asks for, so they stay few; the
reader refuses regulations in which more than ``MOST_SHARED`` courses of a track are shared.

What follows: with one course more, the credits missing over all groups never grow. Where all groups count courses, a group that
was full stays full: the sets of places that can be filled are a matroid, and its best basis grows by inclusion when a course comes
in. A group beside one that asks for a sum of credits may give up a course to it: then the whole misses less, or the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from salerno.catalogue.regulations.facts import Group

MOST_SHARED = 12
Levels = tuple[int, ...]
States = dict[Levels, tuple[int, ...]]


def allocate(groups: Sequence[Group], credits: Mapping[str, Decimal], sizes: Mapping[str, Decimal]) -> dict[str, str]:
    """The group's key for each passed course that a group accepts.

    ``credits``: what each passed course brought; ``sizes``: the credits of every course of the regulations, by code.
    """
    accepting = {code: [place for place, group in enumerate(groups) if code in group.courses] for code in sorted(credits)}
    alone = {code: places[0] for code, places in accepting.items() if len(places) == 1}
    shared = {code: places for code, places in accepting.items() if len(places) > 1}
    levels = tuple(
        min(_asked(group), sum(_worth(group, credits[code]) for code, at in alone.items() if at == place))
        for place, group in enumerate(groups)
    )
    states: States = {levels: ()}
    for code, places in shared.items():
        states = _undominated(_after(states, groups, places, credits[code]))
    prices = [1 if group.choose == "ects" else min(_tenths(sizes[code]) for code in group.courses) for group in groups]
    best = min(states.items(), key=lambda state: (*_missing(groups, prices, state[0]), state[1]))
    chosen = {**alone, **dict(zip(shared, best[1], strict=True))}
    return {code: groups[place].key for code, place in sorted(chosen.items())}


def level(group: Group, credits: Iterable[Decimal]) -> Decimal:
    """What these courses bring to ``group``, in its own unit: courses, or credits."""
    amounts = list(credits)
    return sum(amounts, Decimal(0)) if group.choose == "ects" else Decimal(len(amounts))


def _after(states: States, groups: Sequence[Group], places: Sequence[int], credits: Decimal) -> States:
    """The states when one course more has been given to one of ``places``."""
    following: States = {}
    for levels, choices in states.items():
        for place in places:
            reached = min(_asked(groups[place]), levels[place] + _worth(groups[place], credits))
            state = (*levels[:place], reached, *levels[place + 1 :])
            following[state] = min(following.get(state, (*choices, place)), (*choices, place))
    return following


def _undominated(states: States) -> States:
    """The states that no other one reaches or surpasses in every group."""
    kept: list[Levels] = []
    for levels in sorted(states, reverse=True):
        if not any(all(mine <= theirs for mine, theirs in zip(levels, other, strict=True)) for other in kept):
            kept.append(levels)
    return {levels: states[levels] for levels in kept}


def _missing(groups: Sequence[Group], prices: Sequence[int], levels: Levels) -> tuple[int, tuple[int, ...]]:
    missing = tuple((_asked(group) - at) * price for group, at, price in zip(groups, levels, prices, strict=True))
    return sum(missing), missing


def _asked(group: Group) -> int:
    return _tenths(group.amount) if group.choose == "ects" else int(group.amount)


def _worth(group: Group, credits: Decimal) -> int:
    return _tenths(credits) if group.choose == "ects" else 1


def _tenths(credits: Decimal) -> int:
    return int(credits * 10)
