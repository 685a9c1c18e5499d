"""Studying: progress, quizzes and their attempts, reflections, the final assessment, reported problems.

Nouns: ``ActivityProgress``, ``QuizSession``, ``Attempt``, ``AnswerDraft``, ``Submission``,
``ProblemReport``. Learners act in their own enrolments; attempts and submissions are append-only.
Rooms above add kinds of activity through ``kinds`` and listen through ``moments``.
"""
