"""Told kinds as a whole: every entry is reachable, sentences differ, negations and corrections hold."""

import typing
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import product

import pytest

from assistant.rules import Channel, Engine, Isolation, Role
from assistant.rules.factbase import SUBJECTS
from assistant.rules.moment import Moment
from assistant.rules.rulebook import KINDS
from assistant.rules.told import Holds, Telling, Told
from assistant.rules.verdict import Truth

TOLD = [(kind, p) for kind in KINDS for p in kind.propositions if issubclass(p, Telling)]
NAMES = [f"{kind.name}-{p.__name__}" for kind, p in TOLD]
TRUTH = {Holds.YES: Truth.ENTAILED, Holds.NO: Truth.CONTRADICTED, Holds.UNKNOWN: Truth.UNDECIDED}
OPPOSITE = {
    Truth.ENTAILED: Truth.CONTRADICTED,
    Truth.CONTRADICTED: Truth.ENTAILED,
    Truth.UNDECIDED: Truth.UNDECIDED,
}
SUBJECT_VALUES = ["ws2012r2", "ws2016", "ws1709", "ws20h2", "ws2022", "ws23h2", "ws2025", "win10-22h2", "win11-24h2"]
# Values of free text and numbers that no fact has, to be tried beside those that one has.
OTHERS: dict[type, list[object]] = {
    str: ["1.0.0"],
    int: [1, 20348],
    Moment: [Moment(day=date(2021, 5, 4))],
}
DAYS = [date(2023, 3, 1), date(2024, 10, 1), date(2026, 11, 24), date(2027, 8, 1)]


def entries(engine: Engine) -> Iterator[tuple[Telling, Told[typing.Any], date]]:
    """Everything that is told, with a day on which it holds."""
    for told in engine.facts.told.values():
        for entry in told:
            for that in entry.those:
                yield (
                    that,
                    entry,
                    max(entry.valid_from or date(2026, 11, 24), date(2026, 11, 24))
                    if not (entry.valid_to)
                    else entry.valid_to,
                )


def possible(engine: Engine, proposition: type[Telling]) -> list[Telling]:
    """Propositions of a type: its closed vocabularies combined with the values that facts have, and with others."""
    hints = typing.get_type_hints(proposition)
    told = [that for entry in engine.facts.told_of(proposition) for that in entry.those]
    names = list(proposition.__slots__)
    fields = [choices(name, hints[name], told) for name in names]
    return [proposition(**dict(zip(names, values, strict=True))) for values in product(*fields)]


def is_group(said: Telling) -> bool:
    return any(getattr(said, name, None) in (*Channel, *Role) for name in SUBJECTS)


def choices(name: str, hint: typing.Any, told: list[Telling]) -> list[object]:
    if name in SUBJECTS:
        return [*SUBJECT_VALUES, *Channel, *Role]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return list(hint)
    plain = next((t for t in (str, int, Moment) if t is hint or t in typing.get_args(hint)), str)
    found = list(dict.fromkeys(getattr(that, name) for that in told))
    if name in {"kubernetes", "version", "first", "last"} and plain is str:
        return [*found[:6], "1.27", "1.36", "1.37"]
    if name.endswith("build") or name == "lowest":
        return [14393, 17763, 20348, 25398, 26100, 26200]
    return [*found, *OTHERS[plain]]


def test_every_entry_decides_what_it_tells(engine: Engine) -> None:
    for that, entry, day in entries(engine):
        ruling = engine.decide(that, day)
        assert ruling.truth is TRUTH[entry.holds], (entry.id, ruling)
        assert entry.id in {fact for step in ruling.derivation for fact in step.facts}, entry.id
        assert entry.conflict in {step.conflict for step in ruling.derivation}, entry.id


@pytest.mark.parametrize(("kind", "proposition"), TOLD, ids=NAMES)
def test_negations_corrections_and_sentences(engine: Engine, kind, proposition) -> None:
    sentences: dict[str, Telling] = {}
    rules = {rule.id for rule in kind.rules}
    for said in possible(engine, proposition):
        denied = replace(said, asserted=False)
        for claim in (said, denied):
            assert sentences.setdefault(engine.state(claim), claim) == claim
        for day in DAYS:
            ruling, opposite = engine.decide(said, day), engine.decide(denied, day)
            assert ruling.derivation, said
            assert {step.rule for step in ruling.derivation} <= rules | {"R90"}, said
            # "All members do" and "no member does" may both be false.
            assert opposite.truth is OPPOSITE[ruling.truth] or is_group(said), (said, day)
            for found in (ruling, opposite):
                assert (found.correction is not None) is (found.truth is Truth.CONTRADICTED), (said, day)
                if found.correction is not None:
                    assert engine.decide(found.correction, day).truth is Truth.ENTAILED, (found.correction, day)


def test_sentences_read_as_sentences(engine: Engine) -> None:
    for that, _, _ in entries(engine):
        for claim in (that, replace(that, asserted=False)):
            text = engine.state(claim)
            assert text.endswith("."), text
            assert text[0].isupper() or not text[0].isalpha(), text
            assert not {"  ", "{", "|", "[", "]"} & {text[i : i + n] for n in (1, 2) for i in range(len(text))}, text


def test_channels_speak_for_their_releases_and_members_for_their_group(
    engine: Engine,
) -> None:
    from assistant.rules.kinds.activation import ActivatedWith, ClientKeyListed, Edition  # noqa: PLC0415
    from assistant.rules.kinds.upgrade import InPlace  # noqa: PLC0415

    today = date(2026, 11, 24)
    assert engine.decide(ActivatedWith(subject="ws23h2", edition=Edition.DATACENTER), today).truth is Truth.ENTAILED
    assert engine.decide(ClientKeyListed(subject=Channel.LTSC), today).truth is Truth.ENTAILED
    assert engine.decide(ClientKeyListed(subject=Channel.ANNUAL), today).truth is Truth.CONTRADICTED
    assert engine.decide(ClientKeyListed(subject=Role.SERVER), today).truth is Truth.CONTRADICTED
    assert engine.decide(InPlace(source=Channel.LTSC, target="ws2025"), today).truth is Truth.ENTAILED
    assert engine.decide(InPlace(source="ws2022", target=Channel.ANNUAL), today).truth is Truth.CONTRADICTED


def test_isolations_are_written_as_everywhere(engine: Engine) -> None:
    from assistant.rules.kinds.requirement import DefaultIsolation  # noqa: PLC0415

    said = engine.state(DefaultIsolation(subject="ws2025", isolation=Isolation.HYPERV))
    assert said == "On Windows Server 2025 containers run with Hyper-V isolation by default."
