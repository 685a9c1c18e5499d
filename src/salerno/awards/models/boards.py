"""Examination boards: who sits, on whom they decide, how they voted, under which agreement."""

import uuid

from django.db import models

from salerno.awards.enums import BoardState, Decision, Vote
from salerno.awards.querysets import BoardQuerySet
from salerno.catalogue.models import Programme, ProgrammeOffering
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.models import Person


class Agreement(models.Model):
    """A version of the consortium agreement, as data with its text (``agreements.AgreementFacts``). Never changed."""

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="agreements_are_numbered_in_a_programme"),
            models.UniqueConstraint(fields=["programme", "digest"], name="the_same_agreement_is_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"


class Board(models.Model):
    """One meeting on one cohort. ``minutes`` are frozen when the chair signs: their facts and the SHA-256 of the exact PDF."""

    personal_data = ("chair", "minutes")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offering = models.ForeignKey(ProgrammeOffering, on_delete=models.PROTECT, related_name="boards")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="boards")
    held_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=BoardState.choices, default=BoardState.CONVENED)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="boards_chaired")
    minutes = models.JSONField(null=True, blank=True)
    minutes_digest = models.CharField(max_length=64, blank=True)
    minutes_pdf = models.BinaryField(default=bytes, editable=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="signed") | (~models.Q(minutes_digest="") & models.Q(signed_at__isnull=False)),
                name="signed_minutes_are_frozen",
            )
        ]

    def __str__(self) -> str:
        return f"{self.offering} {self.held_on}"


class BoardChairChange(models.Model):
    """Another member took the chair. Append-only; ``clause`` is that of the agreement, if it has one."""

    personal_data = ("before", "after", "reason", "by")

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="chair_changes")
    before = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="chairs_left")
    after = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="chairs_taken")
    reason = models.CharField(max_length=300)
    clause = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="chairs_changed")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="nobody_takes_the_chair_from_themselves")
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.at}"


class BoardMember(models.Model):
    """Who sits, for which institution, and whether they are here now, or were when the meeting ended."""

    personal_data = ("person", "is_present")

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="board_seats")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="board_seats")
    is_present = models.BooleanField(default=False)

    class Meta:
        ordering = ["institution__position", "person__full_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="a_member_has_one_seat")]

    def __str__(self) -> str:
        return f"{self.person} · {self.institution}"


class BoardPresence(models.Model):
    """From when to when a member was there while the board sat; ``left_at`` is empty as long as they are. Append-only."""

    personal_data = ("member", "came_at", "left_at")

    member = models.ForeignKey(BoardMember, on_delete=models.CASCADE, related_name="presences")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["came_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(left_at__isnull=True), name="a_member_is_present_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("came_at")),
                name="nobody_leaves_before_they_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.came_at}"


class BoardItem(models.Model):
    """One student on the agenda. ``audit`` is the degree audit as it stood when it was looked at, and ``digest`` its SHA-256."""

    personal_data = ("student", "proposal", "decision", "reason", "audit")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="items")
    student = models.ForeignKey(ProgrammeEnrolment, on_delete=models.PROTECT, related_name="board_items")
    proposal = models.CharField(max_length=15, choices=Decision.choices)
    audit = models.JSONField()
    digest = models.CharField(max_length=64)
    decision = models.CharField(max_length=15, choices=Decision.choices, blank=True)
    clause = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    not_granted_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["student__family_name", "student__given_names", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "student"], name="a_student_stands_on_an_agenda_once"),
            models.CheckConstraint(
                condition=models.Q(decision="", clause="", decided_at__isnull=True)
                | (~models.Q(decision="") & ~models.Q(clause="") & models.Q(decided_at__isnull=False)),
                name="a_decision_cites_a_clause",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class BoardConflict(models.Model):
    """A member who declared that they cannot judge a student."""

    personal_data = ("member", "item", "reason")

    item = models.ForeignKey(BoardItem, on_delete=models.CASCADE, related_name="conflicts")
    member = models.ForeignKey(BoardMember, on_delete=models.CASCADE, related_name="conflicts")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="a_member_declares_a_conflict_once")]

    def __str__(self) -> str:
        return f"{self.member} {self.item}"


class BoardVote(models.Model):
    """How a member voted on the decision that stands."""

    personal_data = ("member", "vote")

    item = models.ForeignKey(BoardItem, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(BoardMember, on_delete=models.CASCADE, related_name="votes")
    vote = models.CharField(max_length=10, choices=Vote.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="a_member_votes_once")]

    def __str__(self) -> str:
        return f"{self.member} {self.vote}"
