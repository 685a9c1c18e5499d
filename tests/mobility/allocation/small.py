"""Small made-up problems, and what is true of them found by trying everything."""

from itertools import combinations, permutations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salerno.mobility.allocation.needs import Needs, Requirements
from salerno.mobility.allocation.problem import TIERS, Place, Problem, Student, Tier

PERIODS, LEVELS = ("autumn", "spring"), ("A2", "B1", "B2")
NO_PLACE = 99


def tried(*strategies, examples=100, **named):
    """Like ``given``, with no limit of time: trying everything takes as long as the machine needs."""
    unhurried = settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    return lambda test: unhurried(given(*strategies, **named)(test))


def tables(keys, values):
    return st.fixed_dictionaries({}, optional=dict.fromkeys(keys, values))


def sets(values):
    return st.sampled_from([frozenset(some) for size in range(len(values) + 1) for some in combinations(values, size)])


languages = tables(("en", "it"), st.sampled_from(LEVELS))
needs = st.builds(Needs, periods=sets(PERIODS), languages=languages, access=sets(("step-free",)))
asked = st.builds(
    Requirements,
    periods=sets(PERIODS),
    languages=st.lists(languages.filter(bool), max_size=1).map(tuple),
    access=sets(("step-free",)),
)


@st.composite
def problems(draw, students=5, places=3, minima=False, own_scores=False, hard_needs=False, homes=False):
    """Few students, few places, few scores: many ties and many who want the same."""
    capacities = draw(st.lists(st.integers(0, 3), min_size=1, max_size=places))
    keys = [f"p{number}" for number in range(len(capacities))]
    made_places = [
        Place(
            key,
            capacity,
            draw(st.integers(0, capacity)) if minima else 0,
            draw(st.sampled_from(TIERS)),
            draw(asked) if hard_needs else Requirements(),
            draw(st.sampled_from([None, 1, 2])) if homes else None,
        )
        for key, capacity in zip(keys, capacities, strict=True)
    ]
    made_students = [
        Student(
            f"s{number}",
            draw(st.integers(1, 3)),
            tuple(draw(st.permutations(keys))[: draw(st.integers(0, len(keys)))]),
            draw(st.sampled_from(TIERS)),
            draw(needs) if hard_needs else Needs(),
            draw(tables(keys, st.integers(1, 3))) if own_scores else {},
            draw(st.sampled_from(["AMU", "UNIPI"])) if homes else "",
        )
        for number in range(draw(st.integers(1, students)))
    ]
    return Problem(tuple(made_students), tuple(made_places), draw(st.integers(0, 9)))


def lists_of(keys):
    """Every list that a student could hand in."""
    return [chosen for length in range(len(keys) + 1) for chosen in permutations(keys, length)]


def rank(problem, key, place):
    return NO_PLACE if place is None else problem.student[key].choices.index(place) + 1


def all_assignments(problem, minima=True):
    """Every lawful assignment: within capacities, hard needs and, when asked, minima."""
    keys = list(problem.student)
    may = [[None, *(one for one in problem.student[key].choices if (key, one) not in problem.barriers)] for key in keys]
    for chosen in product(*may):
        filled = {place.key: chosen.count(place.key) for place in problem.places}
        if any(filled[place.key] > place.capacity for place in problem.places):
            continue
        there = {place.key: [key for key, at in zip(keys, chosen, strict=True) if at == place.key] for place in problem.places}
        if any(too_many_of_one_home(problem, place, there[place.key]) for place in problem.places):
            continue
        if minima and any(0 < filled[place.key] < place.minimum for place in problem.places):
            continue
        yield dict(zip(keys, chosen, strict=True))


def too_many_of_one_home(problem, place, there):
    homes = [problem.student[key].home for key in there]
    return place.most_of_one_home is not None and any(homes.count(home) > place.most_of_one_home for home in homes)


def chosen_by(problem, place, asking):
    """Whom a place would take of all who ask: the one lawful set of which nobody can be exchanged for somebody higher."""
    taken = []
    for key in sorted(asking, key=lambda key: stands(problem, key, place.key)):
        if len(taken) < place.capacity and not too_many_of_one_home(problem, place, [*taken, key]):
            taken.append(key)
    return taken


def aims(problem, assignment):
    """What the best total minimises, in the order of its aims; the last decides every tie."""
    placed = {key: place for key, place in assignment.items() if place is not None}
    tiers = [problem.place[place].tier for place in placed.values()]
    ranks = [rank(problem, key, place) for key, place in placed.items()]
    order = sorted(problem.students, key=lambda one: (TIERS.index(one.tier), -one.score, problem.lots[one.key]))
    return (
        -len(placed),
        -tiers.count(Tier.CONSORTIUM),
        -tiers.count(Tier.ASSOCIATED),
        sum(ranks),
        max(ranks, default=0),
        tuple(rank(problem, one.key, assignment[one.key]) for one in order),
    )


def has_at_least(problem, published, assignment):
    """Whether nobody in ``assignment`` has less than in ``published``."""
    return all(rank(problem, key, place) <= rank(problem, key, published[key]) for key, place in assignment.items())


def stands(problem, key, place):
    """Where a student stands at a place: the lower goes first."""
    student = problem.student[key]
    return TIERS.index(student.tier), -student.scores.get(place, student.score), problem.lots[key]


def is_stable(problem, assignment):
    """The definition: nobody and no place would rather have each other."""
    for key, has in assignment.items():
        for place in problem.student[key].choices:
            if (key, place) in problem.barriers or rank(problem, key, place) >= rank(problem, key, has):
                continue
            there = [other for other, at in assignment.items() if at == place]
            if key in chosen_by(problem, problem.place[place], [*there, key]):
                return False
    return True
