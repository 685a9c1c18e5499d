"""The pure heart of a quiz: draw, present, read a response, grade. Plain values in, plain values out; no
Django, no clock.

Nouns: a *drawn question* (a question with its numbers and its shuffled order), what is *presented* of it (all
that the learner's page needs, nothing that answers it), a *response* (plain JSON values, as typed), *graded*
(score and feedback). The score of each kind is defined in docs/how-to/write-a-course.md. Nothing here writes;
the services of `learning` do.
"""
