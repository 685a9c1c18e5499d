"""Regulations of a programme that nobody gives: two universities, one track, five groups."""

from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.regulations.reader import read_text

SMALL = """
format = 1
programme = "P"
made_up = true
institutions = ["a.example", "b.example"]
awarding = ["a.example", "b.example"]

[degree]
ects = 30
awarding_institutions = 2
ects_at_each_awarding = 9
mobility_ects = 9
practical_hours = 40
internship_ects = 6
thesis_ects = 6
compensation_ects = 6
recognised_ects = 6
outcomes = ["count", "weigh"]
floors = { "a.example" = "8" }

[[outcome]]
key = "count"
title = { en = "Count" }

[[outcome]]
key = "weigh"
title = { en = "Weigh" }

[[course]]
code = "A1"
title = { en = "Counting" }
institution = "a.example"
ects = 6
outcomes = ["count"]
practical_hours = 20

[[course]]
code = "A2"
title = { en = "Counting on" }
institution = "a.example"
ects = 3
requires = ["A1"]

[[course]]
code = "B1"
title = { en = "Weighing" }
institution = "b.example"
ects = 6
outcomes = ["weigh"]

[[course]]
code = "B2"
title = { en = "Weighing well" }
institution = "b.example"
ects = 3

[[course]]
code = "B3"
title = { en = "Internship" }
institution = "b.example"
ects = 6
kind = "internship"
practical_hours = 30

[[course]]
code = "T1"
title = { en = "Thesis" }
institution = "a.example"
ects = 6
kind = "thesis"

[[track]]
slug = "only"
title = { en = "The only one" }

[[track.semester]]
number = 1

[[track.semester.group]]
key = "core"
title = { en = "Core" }
choose = "all"
courses = ["A1", "B1"]

[[track.semester.group]]
key = "more"
title = { en = "More" }
choose = { ects = 3 }
courses = ["A2", "B2"]

[[track.semester]]
number = 2

[[track.semester.group]]
key = "other"
title = { en = "Other" }
choose = { courses = 1 }
courses = ["B2"]

[[track.semester.group]]
key = "work"
title = { en = "Work" }
choose = "all"
courses = ["B3", "T1"]
"""


def small_rules() -> ProgrammeRules:
    """The regulations as read. B2 is accepted by two groups; only A2 lets both be full."""
    return read_text(SMALL)
