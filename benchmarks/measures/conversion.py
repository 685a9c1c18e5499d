"""How many grades a second are converted by equal rank (``awards/grading``), on one core."""

import random
import time

from bench import Bench
from table import Line, at_least, line

from salerno.awards.grading.grade_conversion import Converter
from salerno.awards.grading.scales import scale_of
from salerno.awards.grading.tables import computed

GRADES = 200_000


def measure(bench: Bench) -> list[Line]:
    """By processor time. Made-up French grades of two decimals become Italian ones; each batch prepares its tables anew."""
    chance = random.Random(20)
    french = [f"{min(20, max(0, chance.gauss(12.5, 2.6))):.2f}" for _ in range(GRADES)]
    italian = [str(min(30, max(18, round(chance.gauss(26, 3))))) for _ in range(2_000)]
    source = computed(french[:2_000], scale_of("fr-20"))
    target = computed(italian, scale_of("it-30"))
    rates, preparing = [], []
    for _ in range(bench.rounds):
        begun = time.process_time()
        prepared = Converter(source, target)
        ready = time.process_time()
        converted = prepared.convert_all(french)
        rates.append(len(converted) / (time.process_time() - begun))
        preparing.append(ready - begun)
    ours = f"{1_000 * min(preparing):.1f} ms to prepare two tables"
    median = sorted(rates)[len(rates) // 2]
    return [line("Grades converted on one core", median, 100_000, at_least, unit="/s", ours=ours)]
