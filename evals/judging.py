"""A record and its question -> what was right, wrong and missing in each reply."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.gate.draft import Status
from evals.dataset import Cell, Expected, Fact, Question
from evals.matching import Matcher
from evals.record import Record, Reply, VariantRecord


class Grade(StrEnum):
    """What a reply is worth. An answer that lacks a fact it must state is wrong: half an answer misleads."""

    RIGHT = "right"
    WRONG = "wrong"
    HELD_BACK = "held back"  # asked back or abstained where an answer was due
    FAILED = "failed"  # an error instead of a reply
    UNSCORED = "unscored"  # a draft question: nobody has said yet what is right


@dataclass(frozen=True, slots=True, kw_only=True)
class CellResult:
    """An expected verdict and the one that was given. `got` is None where the reply decides nothing about it.

    `misread`: the reply decides about other pairs instead.
    """

    key: str
    isolation: str
    expected: str
    got: str | None
    misread: bool

    @property
    def right(self) -> bool:
        """Whether the given verdict is the expected one."""
        return self.got == self.expected

    @property
    def decided(self) -> bool:
        """Whether the reply decides: about this pair or, wrongly, about another."""
        return self.got is not None or self.misread


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One reply against what was expected of it."""

    expected: Expected
    reply: Reply
    cells: tuple[CellResult, ...]
    missing: tuple[Fact, ...]
    violations: tuple[str, ...]

    @property
    def status_right(self) -> bool:
        """Whether the reply has a status that was expected."""
        return self.reply.status in self.expected.status

    @property
    def grade(self) -> Grade:
        """What the reply is worth."""
        if self.reply.error is not None:
            return Grade.FAILED
        if self.status_right and not self.missing and not self.violations and all(c.right for c in self.cells):
            return Grade.RIGHT
        if self.reply.status != Status.ANSWERED and not self.violations and self.expected.answerable:
            return Grade.HELD_BACK
        return Grade.WRONG

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not right, as sentences for people; empty where it is."""
        return tuple(_reasons(self))

    @property
    def essence(self) -> tuple[object, ...]:
        """What must not change when the same is asked in other words. Of several right statuses any will do."""
        status = None if self.status_right else self.reply.status
        return (status, self.grade, tuple((c.key, c.isolation, c.got) for c in self.cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question of a run: its record, and each turn and variant judged."""

    question: Question
    record: Record
    turns: tuple[Judged, ...]
    variants: tuple[tuple[VariantRecord, Judged], ...]

    @property
    def last(self) -> Judged:
        """The turn that the question is about."""
        return self.turns[-1]

    @property
    def grade(self) -> Grade:
        """The grade of the question: that of its last turn."""
        return Grade.UNSCORED if self.question.draft else self.last.grade


def judge(question: Question, record: Record, matcher: Matcher) -> Case:
    """The whole record judged."""
    return Case(
        question=question,
        record=record,
        turns=tuple(judged(turn, said.reply, matcher) for turn, said in zip(question.turns, record.turns, strict=True)),
        variants=tuple((variant, judged(question.last, variant.reply, matcher)) for variant in record.variants),
    )


def judged(expected: Expected, reply: Reply, matcher: Matcher) -> Judged:
    """One reply judged."""
    held_back = reply.status in (Status.CLARIFY, Status.ABSTAINED)
    # Who rightly asks back or abstains owes no facts; what the reply asserts must be true all the same.
    owed = () if held_back and reply.status in expected.status else expected.must
    return Judged(
        expected=expected,
        reply=reply,
        cells=tuple(_cells(expected.cells, reply)),
        missing=matcher.missing(reply.text, owed),
        violations=matcher.violations(reply.text, expected.must_not),
    )


def _cells(cells: Sequence[Cell], reply: Reply) -> Iterator[CellResult]:
    given = reply.cells
    misread = bool(given) and not any(cell.key in given for cell in cells)
    for cell in cells:
        got = given.get(cell.key, {})
        for isolation, outcome in cell.outcomes.items():
            yield CellResult(
                key=cell.key,
                isolation=isolation.value,
                expected=outcome.value,
                got=got.get(isolation.value),
                misread=misread,
            )


def _reasons(one: Judged) -> Iterator[str]:
    if one.reply.error is not None:
        yield f"It failed: {one.reply.error}"
        return
    if not one.status_right:
        yield f"The status is {one.reply.status}, expected was {' or '.join(one.expected.status)}."
    for cell in one.cells:
        if not cell.right:
            yield f"{cell.key} ({cell.isolation}) is {cell.got or 'not decided'}, expected was {cell.expected}."
    for fact in one.missing:
        said = " / ".join(fact) if isinstance(fact, tuple) else f"{fact.of} = {fact.value}"
        yield f"It does not state: {said}."
    for wording in one.violations:
        yield f"It asserts what it must not: {wording}."
