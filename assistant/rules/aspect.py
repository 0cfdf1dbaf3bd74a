"""Claim kinds whose truth sources state outright: each aspect of one is a table of facts, looked up by one procedure.

A proposition is about the values of its key fields and says one more, its value: "the minimum of a KMS host (key) is 5
servers (value)". Facts about a channel or about all servers hold for each of their releases unless a fact says
otherwise of that release, and a claim about a group holds if it holds for every member.

To add an aspect: the class of its proposition, a row in the kind's ASPECTS, its table in the kind's fact file, and
cases in the kind's test; the laws in tests/rules/test_aspect.py find it by themselves.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Any

from assistant.rules.factbase import SUBJECTS, FactBase
from assistant.rules.moment import Moment
from assistant.rules.records import OlderRelease
from assistant.rules.release import Channel, Isolation, Role
from assistant.rules.rule import Kind, Rule
from assistant.rules.told import Holds, Telling, Told, ToldTable
from assistant.rules.verdict import Ruling, Step, Truth
from assistant.rules.wording import IN_ISOLATION, in_words

Entry = tuple[Telling, Told[Any]]
Procedure = Callable[[FactBase, Any, date], Ruling[Any]]


class Reading(StrEnum):
    """What the facts of an aspect say about values that they do not mention."""

    ONE = "one"  # a key has one value at a time, so another is false
    LISTED = "listed"  # the sources' list for a key is complete, so what is not on it is false
    OPEN = "open"  # nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aspect:
    """One kind of statement: its proposition, the rule that decides it and the sentence that asserts it.

    `table` is the array of tables in the kind's fact file, None where `procedure` derives the truth from other facts.
    `value` names the fields that make up the value. In `sentence`, `{field}` is a field in words and `[yes|no]` are the
    words of the assertion and of its denial. `facts` are what the rule rests on beside its table.
    """

    proposition: type[Telling]
    rule: str
    title: str
    statement: str
    sentence: str
    table: str | None = None
    value: tuple[str, ...] = ()
    reading: Reading = Reading.OPEN
    procedure: Procedure | None = None
    facts: tuple[str, ...] = ()
    draws_on: tuple[type[Telling], ...] = ()

    def decide(self, facts: FactBase, proposition: Telling, as_of: date) -> Ruling[Any]:
        """Whether the proposition is true on that day."""
        decide = self.procedure or (lambda f, p, day: look_up(self, f, p, day))
        return decide(facts, proposition, as_of)

    def as_rule(self) -> Rule:
        """The rule, for the list of all rules."""
        told = ((self.proposition,) if self.table else ()) + self.draws_on
        return Rule(
            id=self.rule, title=self.title, statement=self.statement, facts=self.facts, applies=self.decide, told=told
        )


def kind(name: str, aspects: tuple[Aspect, ...]) -> Kind:
    """The claim kind made of these aspects."""
    by_type = {aspect.proposition: aspect for aspect in aspects}
    return Kind(
        name=name,
        propositions=tuple(by_type),
        decide=lambda facts, p, as_of: by_type[type(p)].decide(facts, p, as_of),
        state=lambda facts, p: sentence(by_type[type(p)], facts, p),
        rules=tuple(aspect.as_rule() for aspect in aspects),
    )


def tables(file: str, aspects: tuple[Aspect, ...]) -> tuple[ToldTable, ...]:
    """The tables of the kind's fact file."""
    return tuple(ToldTable(file=file, key=a.table, proposition=a.proposition) for a in aspects if a.table)


def look_up(aspect: Aspect, facts: FactBase, proposition: Telling, as_of: date) -> Ruling[Any]:
    """Whether a told proposition is true: by an entry for it, else by what the entries for its key leave out."""
    known = _index(facts, aspect)
    readings = tuple(_generalized(facts, proposition))
    matches = [m for reading in readings for m in _matches(known, aspect.value, reading)]
    for that, entry, exactly in matches:
        if not entry.valid_on(as_of):
            continue
        step = _step(aspect, facts, that, entry)
        if not exactly or entry.holds is Holds.UNKNOWN:
            return undecided(step)
        return settled(proposition, true=entry.holds is Holds.YES, step=step)
    over = [(that, entry) for that, entry, exactly in matches if exactly and _over(entry, as_of)]
    past = _step(aspect, facts, *over[0]) if over else None
    if any(getattr(proposition, name) in _GROUPS for name in aspect.value if name in SUBJECTS):
        return _of_members(aspect, facts, proposition, as_of)
    for reading in readings:
        found = [e for e in known.get(_key(aspect.value, reading), ()) if e[1].valid_on(as_of)]
        if found and aspect.reading is not Reading.OPEN:
            return _left_out(aspect, facts, proposition, found, past)
    if past is not None:
        return settled(proposition, true=False, step=past)
    if matches:
        # What a source says from a later day on may have been so before, or not.
        return undecided(_step(aspect, facts, *matches[0][:2]))
    return _of_members(aspect, facts, proposition, as_of)


def settled(proposition: Telling, *, true: bool, step: Step, instead: Telling | None = None) -> Ruling[Any]:
    """The ruling on a proposition whose assertion is true or false; `instead` is the truth if its value is another."""
    if true is proposition.asserted:
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    correction = replace(proposition, asserted=true) if true or instead is None else instead
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=correction)


def undecided(step: Step) -> Ruling[Any]:
    """The ruling where the sources are silent or disagree without one that governs."""
    return Ruling(truth=Truth.UNDECIDED, derivation=(step,))


def _left_out(
    aspect: Aspect, facts: FactBase, proposition: Telling, found: list[Entry], past: Step | None
) -> Ruling[Any]:
    """The ruling on a value that is not among those of its key today; `past` is why, where it once was."""
    unknown = next((e for e in found if e[1].holds is Holds.UNKNOWN), None)
    true = [(that, entry) for that, entry in found if entry.holds is Holds.YES]
    if unknown is not None and not true:
        return undecided(_step(aspect, facts, *unknown))
    if not true:
        return undecided(Step(rule=aspect.rule, text=f"{_SILENT} {aspect.statement}", facts=_ids(found)))
    if aspect.reading is Reading.ONE:
        that, entry = true[0]
        instead = _with(proposition, {name: getattr(that, name) for name in aspect.value})
        return settled(proposition, true=False, step=_step(aspect, facts, that, entry), instead=instead)
    conflict = next((entry.conflict for _, entry in true if entry.conflict), None)
    step = past or Step(rule=aspect.rule, text=aspect.statement, facts=_ids(true), conflict=conflict)
    return settled(proposition, true=False, step=step)


def _of_members(aspect: Aspect, facts: FactBase, proposition: Telling, as_of: date) -> Ruling[Any]:
    """The ruling on a claim about a group that no fact names: that of its members, where they agree."""
    for name in SUBJECTS:
        group = getattr(proposition, name, None)
        if group not in _GROUPS:
            continue
        members = [r.id for r in facts.releases.values() if group in {r.channel, r.role}]
        rulings = [look_up(aspect, facts, _with(proposition, {name: member}), as_of) for member in members]
        truths = {ruling.truth for ruling in rulings}
        for truth in (Truth.CONTRADICTED, Truth.UNDECIDED, Truth.ENTAILED):
            if truth in truths:
                return next(ruling for ruling in rulings if ruling.truth is truth)
    return undecided(Step(rule=aspect.rule, text=f"{_SILENT} {aspect.statement}"))


_SILENT = "No fact at hand decides this."


def _step(aspect: Aspect, facts: FactBase, that: Telling, entry: Told[Any]) -> Step:
    text = entry.statement or sentence(aspect, facts, replace(that, asserted=entry.holds is Holds.YES))
    if entry.valid_to is not None:
        text += f" Valid until {in_words(entry.valid_to)}."
    elif entry.valid_from is not None:
        text += f" Valid since {in_words(entry.valid_from)}."
    return Step(rule=aspect.rule, text=text, facts=(entry.id,), conflict=entry.conflict)


def _ids(entries: list[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.id for _, entry in entries))


def _over(entry: Told[Any], as_of: date) -> bool:
    """Whether the entry told what was true and is not any more."""
    return entry.holds is Holds.YES and entry.valid_to is not None and entry.valid_to < as_of


_Index = dict[tuple[Any, ...], tuple[Entry, ...]]


@lru_cache(maxsize=512)
def _index(facts: FactBase, aspect: Aspect) -> _Index:
    """The entries of an aspect by the key of what they tell, built once for a fact base."""
    found: _Index = {}
    for entry in facts.told_of(aspect.proposition):
        for that in entry.those:
            key = _key(aspect.value, that)
            found[key] = (*found.get(key, ()), (that, entry))
    return found


def _key(value: tuple[str, ...], proposition: Telling) -> tuple[Any, ...]:
    return tuple(getattr(proposition, name) for name in _names(proposition) if name not in value)


def _matches(known: _Index, value: tuple[str, ...], said: Telling) -> Iterator[tuple[Telling, Told[Any], bool]]:
    """The entries for what is said, valid or not, and whether they are as exact as it."""
    for that, entry in known.get(_key(value, said), ()):
        agreed = _agrees(value, said, that)
        if agreed is not False:
            yield that, entry, agreed is True


def _agrees(value: tuple[str, ...], said: Telling, fact: Telling) -> bool | None:
    """Whether the values are the same; None if the fact's date is coarser than the one said."""
    answer: bool | None = True
    for name in value:
        one, other = getattr(said, name), getattr(fact, name)
        same = one.agrees_with(other) if isinstance(one, Moment) and isinstance(other, Moment) else one == other
        if same is False:
            return False
        answer = None if same is None else answer
    return answer


def _names(proposition: Telling) -> tuple[str, ...]:
    """The fields that a proposition has of its own, which are the slots of its class."""
    return tuple(type(proposition).__slots__)


def _generalized(facts: FactBase, proposition: Telling) -> Iterator[Telling]:
    """The proposition, then what it becomes for the channel and the role of its releases, most specific first."""
    names = [name for name in SUBJECTS if hasattr(proposition, name)]
    if not names:
        yield proposition
        return
    for values in product(*(_upwards(facts, getattr(proposition, name)) for name in names)):
        yield _with(proposition, dict(zip(names, values, strict=True)))


def _with(proposition: Telling, values: dict[str, Any]) -> Telling:
    """The proposition with other values of some fields."""
    return replace(proposition, **values)


def _upwards(facts: FactBase, subject: str) -> tuple[str, ...]:
    release = facts.releases.get(subject)
    if release is not None:
        return (subject, release.channel, release.role)
    if subject in tuple(Channel):
        return (subject, Role.CLIENT if subject == Channel.CLIENT else Role.SERVER)
    return (subject,)


# What the absence of a value means, by field.
_ABSENT = {"containers": "an unlimited number of", "first": "the first", "last": "the latest", "version": "any"}
_CHOICE = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
_GROUPS: dict[str, str] = {
    Channel.LTSC: "the Long-Term Servicing Channel",
    Channel.SAC: "the Semi-Annual Channel",
    Channel.ANNUAL: "the Annual Channel",
    Channel.CLIENT: "the General Availability Channel",
    Role.SERVER: "Windows Server",
    Role.CLIENT: "Windows 10 and 11",
}


def sentence(aspect: Aspect, facts: FactBase, proposition: Telling) -> str:
    """The proposition as a sentence that asserts it."""
    chosen = _CHOICE.sub(r"\1" if proposition.asserted else r"\2", aspect.sentence)
    said = {name: _word(facts, name, getattr(proposition, name)) for name in _names(proposition)}
    text = chosen.format(**said)
    return text[:1].upper() + text[1:]


def _word(facts: FactBase, name: str, value: Any) -> str:
    """The value of a field in words."""
    if isinstance(value, Moment):
        return value.in_words()
    if isinstance(value, Isolation):
        return IN_ISOLATION[value]
    if name in SUBJECTS:
        return named(facts, value)
    return _ABSENT[name] if value is None else str(value)


def named(facts: FactBase, subject: str) -> str:
    """A release, channel or group by the name that sentences use."""
    release = facts.releases.get(subject)
    if release is not None:
        return release.name
    return _GROUPS[subject] if subject in _GROUPS else facts.get(OlderRelease, subject).name
