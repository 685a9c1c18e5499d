"""Quotas, rules for ties, rubric and form fields of a call, read from its plain values. Pure; raises ``TermsRefused``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from salerno.admissions.ranking import Quota, TieRule

GROUPED_BY = ("track", "citizenship", "degree-country", "gender")
TIES = ("raw", "ects", "submitted")
PROTECTED = ("name", "birth_date", "birth_place", "citizenship", "gender", "partner")
FIELD_KINDS = ("line", "text", "number", "date", "yes-no", "choice", "url")
Text = Mapping[str, str]


class TermsRefused(ValueError):
    """These values of a call cannot be read. ``where`` names the part and place, ``problem`` is a word for ``wording``."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where, self.problem = where, problem


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of the rubric. ``anchors``: what a score means, by the score; at least for both ends."""

    key: str
    title: Text
    anchors: Mapping[int, Text]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Rubric:
    """Criteria scored from ``lowest`` to ``highest`` in whole numbers."""

    lowest: int
    highest: int
    criteria: tuple[Criterion, ...]

    def total(self, scores: Mapping[str, int]) -> float:
        """The weighted mean of ``scores``, on the rubric's own scale."""
        weights = sum(criterion.weight for criterion in self.criteria)
        return sum(scores[criterion.key] * criterion.weight for criterion in self.criteria) / weights


@dataclass(frozen=True, slots=True)
class Field:
    """A question of the form. ``hidden``: reviewers do not see the answer."""

    key: str
    kind: str
    label: Text
    help: Text = field(default_factory=dict)
    required: bool = False
    hidden: bool = False
    most: int = 4000
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A paper that is asked for; ``hidden``: reviewers do not see it (an identity card)."""

    key: str
    label: Text
    required: bool = True
    hidden: bool = False


def read_rubric(value: object) -> Rubric:
    """``{"lowest": 1, "highest": 5, "criteria": [{"key", "title", "weight", "anchors": {"1": {"en": …}, …}}]}``."""
    given = _mapping(value, "rubric", {"lowest", "highest", "criteria"})
    lowest, highest = _whole(given["lowest"], "rubric"), _whole(given["highest"], "rubric")
    if not lowest < highest:
        raise TermsRefused("rubric", "scale-goes-down")
    criteria = tuple(_criterion(each, lowest, highest) for each in _list(given["criteria"], "rubric"))
    if not criteria:
        raise TermsRefused("rubric", "empty")
    _refuse_twice([criterion.key for criterion in criteria], "rubric")
    return Rubric(lowest, highest, criteria)


def _criterion(value: object, lowest: int, highest: int) -> Criterion:
    given = _mapping(value, "rubric", {"key", "title", "anchors"}, {"weight"})
    where = f"rubric {given['key']}"
    anchors = _mapping(given["anchors"], where, {str(lowest), str(highest)}, {str(score) for score in range(lowest, highest)})
    weight = _whole(given.get("weight", 1), where)
    if weight < 1:
        raise TermsRefused(where, "no-number")
    texts = {int(score): _text(text, where) for score, text in sorted(anchors.items(), key=lambda item: int(item[0]))}
    return Criterion(str(given["key"]), _text(given["title"], where), texts, weight)


def read_fields(value: object) -> tuple[Field, ...]:
    """``[{"key", "kind", "label", "help", "required", "hidden", "most", "choices": [{"key", "label"}]}]``."""
    fields = tuple(_field(each) for each in _list(value, "fields"))
    _refuse_twice([each.key for each in fields], "fields")
    return fields


def _field(value: object) -> Field:
    given = _mapping(value, "fields", {"key", "kind", "label"}, {"help", "required", "hidden", "most", "choices"})
    where, kind = f"fields {given['key']}", str(given["kind"])
    if kind not in FIELD_KINDS:
        raise TermsRefused(where, "unknown-kind")
    choices = tuple(
        (str(choice["key"]), _text(choice["label"], where))
        for choice in (_mapping(each, where, {"key", "label"}) for each in _list(given.get("choices", []), where))
    )
    if (kind == "choice") != bool(choices):
        raise TermsRefused(where, "choices")
    _refuse_twice([key for key, _label in choices], where)
    return Field(
        key=_key(given["key"], where),
        kind=kind,
        label=_text(given["label"], where),
        help=_text(given.get("help", {}), where),
        required=_truth(given.get("required", False), where),
        hidden=_truth(given.get("hidden", False), where),
        most=_whole(given.get("most", 4000), where),
        choices=choices,
    )


def read_documents(value: object) -> tuple[DocumentKind, ...]:
    """``[{"key", "label", "required", "hidden"}]``."""
    kinds = []
    for each in _list(value, "documents"):
        given = _mapping(each, "documents", {"key", "label"}, {"required", "hidden"})
        where = f"documents {given['key']}"
        required, hidden = _truth(given.get("required", True), where), _truth(given.get("hidden", False), where)
        kinds.append(DocumentKind(_key(given["key"], where), _text(given["label"], where), required, hidden))
    _refuse_twice([kind.key for kind in kinds], "documents")
    return tuple(kinds)


def read_quotas(value: object, places: int) -> tuple[Quota, ...]:
    """``[{"key", "title", "by": "track", "values": ["biology"], "at_least": 5, "at_most": 20}]``; what is kept must fit into
    ``places``."""
    quotas = []
    for each in _list(value, "quotas"):
        given = _mapping(each, "quotas", {"key", "by", "values"}, {"title", "at_least", "at_most"})
        where = f"quotas {given['key']}"
        if given["by"] not in GROUPED_BY:
            raise TermsRefused(where, "unknown-kind")
        _text(given.get("title", {}), where)
        groups = frozenset(f"{given['by']}:{name}" for name in _list(given["values"], where))
        at_least = _whole(given.get("at_least", 0), where)
        at_most = None if given.get("at_most") is None else _whole(given["at_most"], where)
        if not groups or (at_most is not None and at_most < at_least):
            raise TermsRefused(where, "quota-contradicts-itself")
        quotas.append(Quota(_key(given["key"], where), groups, at_least, at_most))
    _refuse_twice([quota.key for quota in quotas], "quotas")
    if sum(quota.at_least for quota in quotas) > places:
        raise TermsRefused("quotas", "more-kept-than-places")
    return tuple(quotas)


def read_ties(value: object, rubric: Rubric) -> tuple[TieRule, ...]:
    """``[{"by": "criterion:science"}, {"by": "submitted", "greater_first": false}]``; the lot comes last by itself."""
    known = {*TIES, *(f"criterion:{criterion.key}" for criterion in rubric.criteria)}
    rules = []
    for each in _list(value, "ties"):
        given = _mapping(each, "ties", {"by"}, {"greater_first"})
        if given["by"] not in known:
            raise TermsRefused(f"ties {given['by']}", "unknown-kind")
        rules.append(TieRule(str(given["by"]), _truth(given.get("greater_first", True), "ties")))
    return tuple(rules)


def read_tracks(value: object) -> dict[str, Text]:
    """``[{"slug", "title"}]`` as titles by slug; a call offers at least one."""
    given = [_mapping(each, "tracks", {"slug", "title"}) for each in _list(value, "tracks")]
    _refuse_twice([str(each["slug"]) for each in given], "tracks")
    if not given:
        raise TermsRefused("tracks", "empty")
    return {_key(each["slug"], "tracks"): _text(each["title"], "tracks") for each in given}


def read_hidden(value: object) -> tuple[str, ...]:
    """``["name", "gender"]``: facts about the applicant that reviewers do not see."""
    names = tuple(str(name) for name in _list(value, "hidden"))
    if set(names) - set(PROTECTED):
        raise TermsRefused("hidden", "unknown-kind")
    return names


def _mapping(value: object, where: str, needs: set[str], may: set[str] | None = None) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or needs - set(value):
        raise TermsRefused(where, "value-missing")
    if set(value) - needs - (may or set()):
        raise TermsRefused(where, "value-unknown")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > 60:
        raise TermsRefused(where, "no-list")
    return value


def _text(value: object, where: str) -> Text:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise TermsRefused(where, "no-text")
    return dict(value)


def _key(value: object, where: str) -> str:
    text = str(value)
    if not text.replace("-", "").replace("_", "").isalnum() or not text.isascii() or len(text) > 60:
        raise TermsRefused(where, "no-key")
    return text


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
        raise TermsRefused(where, "no-number")
    return value


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise TermsRefused(where, "no-yes-or-no")
    return value


def _refuse_twice(keys: list[str], where: str) -> None:
    if len(set(keys)) < len(keys):
        raise TermsRefused(where, "named-twice")
