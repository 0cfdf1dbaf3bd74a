"""What facts say of values that they do not mention, restated for every table, and reasons in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pytest

from assistant.rules import Channel, Engine
from assistant.rules.aspect import Aspect, tables
from assistant.rules.aspects.os_sku_versions import AvailableIn, DefaultIn, DefaultVersions, OsSku
from assistant.rules.kinds import (
    acquisition,
    activation,
    aks,
    error,
    installation,
    licensing,
    requirement,
    runtime,
    upgrade,
)
from assistant.rules.kinds.acquisition import AvailableThrough, MediaFrom, Place, Programme
from assistant.rules.kinds.activation import ClientKeyListed, Edition, HostKey
from assistant.rules.kinds.runtime import Accepts, LowestAccepted, Matching, Runtime
from assistant.rules.kinds.upgrade import EditionChange
from assistant.rules.matchers import Way
from assistant.rules.moment import Moment
from assistant.rules.told import Holds, Telling
from assistant.rules.verdict import Truth

TODAY = date(2026, 11, 24)
KINDS = (acquisition, activation, aks, error, installation, licensing, requirement, runtime, upgrade)
ASPECTS: dict[str, Aspect] = {a.proposition.__name__: a for module in KINDS for a in module.ASPECTS}

# A key has one value at a time: another one is wrong, and the right one takes its place.
ONE = """
FoundAt PathAt ListHolds PlaceRetired HappenedOn Covers CountsAs ClientKey KmsNeeds ReleasesAre Reports VersionsAtATime
NestedNeeds FirstHost DefaultIsolation ProcessFromBuild ProcessFromEngine ProcessAskedWith NamedAs Means HandlerGives
DaemonFromBuild RevisionsFreeSince BaselineDate BaselineRevision UpdateNamed UpdateGives UpdatePublished SkuRuns
Happened PlannedFor SkuVersions CliFrom FlagOf LatestNodeImage LabelIs Dropped
"""
# The list of values is complete: another one is wrong, and that is all that can be said.
LISTED = """
AvailableThrough MediaFrom NeedsRole MayBeUsedFor CopyMayBeUsedFor LicensedBy ActivatedWith HostsKey InstallsAs MadeFor
InPlace OfferedByWindowsUpdate RangeCheckSince BuildNamed NodeImage Caches NodeSystem
"""
# Values that no fact has, by the type of the field.
OTHER: dict[type, Any] = {int: 12345, str: "9.99.9", Moment: Moment(day=date(1999, 1, 1))}


def said_otherwise(engine: Engine, name: str) -> Iterator[tuple[Telling, Telling, date]]:
    """What is told, the same with a value that no fact gives for its key, and a day on which it counts."""
    aspect = ASPECTS[name]
    told = [(that, e) for e in engine.facts.told_of(aspect.proposition) for that in e.those]
    for that, entry in told:
        if entry.holds is not Holds.YES:
            continue
        day = TODAY if entry.valid_on(TODAY) else entry.valid_to or entry.valid_from or TODAY
        for field in aspect.value:
            for value in values(getattr(that, field)):
                wrong = replace(that, **{field: value})
                if all(replace(other, asserted=True) != wrong for other, _ in told):
                    yield that, wrong, day
                    break


def values(value: Any) -> Iterator[Any]:
    """Others of its type."""
    if isinstance(value, StrEnum):
        yield from (other for other in type(value) if other is not value)
    elif isinstance(value, str) and value.startswith("ws"):
        yield from ("ws1709", "ws1803")
    elif value is None:
        yield OTHER[int]
    else:
        yield OTHER[type(value)]


@pytest.mark.parametrize("name", [name for name in ONE.split() if name != "SkuVersions"])
def test_one_value_at_a_time(engine: Engine, name: str) -> None:
    asked = list(said_otherwise(engine, name))
    for that, wrong, day in asked:
        ruling = engine.decide(wrong, day)
        assert ruling.truth is Truth.CONTRADICTED, wrong
        assert ruling.correction is not None
        assert ruling.correction.asserted, wrong
        assert engine.decide(ruling.correction, day).truth is Truth.ENTAILED, wrong
        keys = [field for field in type(that).__slots__ if field not in ASPECTS[name].value]
        assert all(getattr(ruling.correction, key) == getattr(that, key) for key in keys)
    assert asked or name in ("Covers", "CountsAs")


@pytest.mark.parametrize("name", LISTED.split())
def test_a_complete_list(engine: Engine, name: str) -> None:
    for _, wrong, day in said_otherwise(engine, name):
        ruling = engine.decide(wrong, day)
        if any(getattr(wrong, field) in tuple(Channel) for field in ASPECTS[name].value):
            assert ruling.truth in (Truth.CONTRADICTED, Truth.UNDECIDED), wrong
            continue
        assert ruling.truth is Truth.CONTRADICTED, wrong
        assert ruling.correction == replace(wrong, asserted=False)


def test_a_list_of_one_is_still_a_list(engine: Engine) -> None:
    """Where a list has one element, or none beside it, the denial alone is the correction."""
    said = AvailableThrough(subject=Channel.ANNUAL, programme=Programme.RETAIL)
    ruling = engine.decide(said, TODAY)
    assert ruling.correction == replace(said, asserted=False)
    assert [step.conflict for step in ruling.derivation] == ["C21"]


def test_readings_are_restated_for_every_table() -> None:
    with_value = {name for name, aspect in ASPECTS.items() if aspect.table and aspect.value and not aspect.procedure}
    assert with_value == {*ONE.split(), *LISTED.split(), "DefaultVersions"}


def test_an_open_range_says_nothing_of_others(engine: Engine) -> None:
    said = DefaultVersions(sku=OsSku.WINDOWS_2022, first="1.20", last="1.24")
    assert engine.decide(said, TODAY).truth is Truth.UNDECIDED


def test_a_group_whose_members_are_not_all_known_is_undecided(engine: Engine) -> None:
    assert engine.decide(ClientKeyListed(subject=Channel.SAC), TODAY).truth is Truth.UNDECIDED


def test_the_correction_of_a_denial_is_the_assertion(engine: Engine) -> None:
    for said in (
        HostKey(subject="ws23h2", source="ws2022", asserted=False),
        LowestAccepted(runtime=Runtime.HCSSHIM, version="0.13.0", host_build=26200, lowest=26100, asserted=False),
    ):
        ruling = engine.decide(said, TODAY)
        assert ruling.truth is Truth.CONTRADICTED
        assert ruling.correction == replace(said, asserted=True)


def test_a_table_for_every_aspect_that_has_one() -> None:
    for module in KINDS:
        aspects = module.ASPECTS
        keys = {a.table for a in aspects if a.table}
        assert {table.key for table in tables("file", aspects)} == keys
        assert {a.rule for a in aspects if a.table} == {r.id for r in map(Aspect.as_rule, aspects) if _own(r, aspects)}


def _own(rule: Any, aspects: tuple[Aspect, ...]) -> bool:
    aspect = next(a for a in aspects if a.rule == rule.id)
    return aspect.proposition in rule.told


# What is said -> words of the reason
REASONS = [
    (AvailableIn(sku=OsSku.WINDOWS_2019, kubernetes="1.30"), "from the first to 1.32"),
    (AvailableIn(sku=OsSku.WINDOWS_2025, kubernetes="1.34"), "from 1.32 to the latest"),
    (AvailableIn(sku=OsSku.WINDOWS_2022, kubernetes="1.30"), "from 1.23 to 1.36"),
    (DefaultIn(sku=OsSku.WINDOWS_2025, kubernetes="1.36"), "the sources disagree"),
    (
        Matching(runtime=Runtime.CONTAINERD, way=Way.STABLE, first="1.7.20", last="1.7.30"),
        "Containerd, versions from 1.7.20 to 1.7.30 accept any build from Windows Server 2022",
    ),
    (Matching(runtime=Runtime.HCSSHIM, way=Way.BELOW), "Hcsshim, all versions accept builds from the newest LTSC"),
    (Accepts(runtime=Runtime.CONTAINERD, version=None, host_build=26100, image_build=20348), "differ in this"),
    (Accepts(runtime=Runtime.MIRANTIS, version=None, host_build=26100, image_build=20348), "do not say how this"),
    (LowestAccepted(runtime=Runtime.CONTAINERD, version=None, host_build=26100, lowest=20348), "differ in this"),
    (LowestAccepted(runtime=Runtime.MIRANTIS, version=None, host_build=26100, lowest=20348), "do not say how this"),
    (MediaFrom(subject="ws2022", place=Place.VLSC), "Valid until 30 April 2024."),
    (EditionChange(before=Edition.DATACENTER, after=Edition.STANDARD), "An upgrade cannot change the edition"),
    (EditionChange(before=Edition.STANDARD, after=Edition.DATACENTER), "An upgrade can change the edition"),
]


@pytest.mark.parametrize(("said", "words"), REASONS)
def test_reasons_in_words(engine: Engine, said: Telling, words: str) -> None:
    texts = [step.text for step in engine.decide(said, TODAY).derivation]
    assert any(words in text for text in texts), texts


def test_how_versions_are_named() -> None:
    """Also a range with one end, which no fact has today."""
    first = Matching(runtime=Runtime.CONTAINERD, way=Way.EXACT, first="1.0")
    last = Matching(runtime=Runtime.CONTAINERD, way=Way.EXACT, last="2.0")
    said = [runtime._versions(matching) for matching in (first, last)]
    assert said == ["containerd, versions from 1.0", "containerd, versions to 2.0"]


def test_what_was_true_says_until_when(engine: Engine) -> None:
    after = date(2024, 4, 30) + timedelta(days=1)
    ruling = engine.decide(MediaFrom(subject=Channel.LTSC, place=Place.VLSC), after)
    assert ruling.truth is Truth.CONTRADICTED
    assert [step.facts for step in ruling.derivation] == [("media.ltsc.vlsc",)]
