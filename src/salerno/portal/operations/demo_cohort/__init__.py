"""A cohort of 48 students that never was, so that every desk of a demonstration has work on it.

Everybody and everything in it is made up and says so: people under example.org with invented names, sessions called made up,
a made-up agreement, grading tables that are marked. It is the same cohort each time: numbers are drawn from seeds, and every moment
lies a fixed number of days from the one at which the making began. ``parts`` lists what is made, each part in one short transaction
and once.
"""
