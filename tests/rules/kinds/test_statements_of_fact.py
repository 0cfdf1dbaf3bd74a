"""Statements about lifecycle, build, channel and image: their truth on a day, and the correction of the false."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.rules import Channel, Engine, Phase, Truth
from assistant.rules.kinds.build import BuildOf
from assistant.rules.kinds.channel import ChannelOf, LastOf
from assistant.rules.kinds.image import HasImage, TagExists, TagNames
from assistant.rules.kinds.lifecycle import DateOf, Event, InPhase, Length, Precision, Span, Supported
from assistant.rules.records import DateFact, ReleaseRecord
from assistant.rules.release import Dated

YES, NO, OPEN = Truth.ENTAILED, Truth.CONTRADICTED, Truth.UNDECIDED
R = Engine.load().facts.releases
NOW = date(2026, 11, 24)
MONTH, YEAR = Precision.MONTH, Precision.YEAR

# (proposition, day, truth, correction in words)
CASES = [
    (Supported(release=R["ws2022"]), NOW, YES, None),
    (Supported(release=R["ws23h2"]), NOW, NO, "Windows Server, version 23H2 is out of support."),
    (Supported(release=R["ws23h2"]), date(2026, 5, 12), YES, None),
    (Supported(release=R["ws23h2"], asserted=False), date(2025, 12, 1), OPEN, None),
    (
        Supported(release=R["ws23h2"], asserted=False),
        date(2025, 10, 1),
        NO,
        "Windows Server, version 23H2 is in extended support.",
    ),
    (Supported(release=R["win11-24h2"], asserted=False), NOW, OPEN, None),  # true of Home and Pro
    (Supported(release=R["win10-1903"]), NOW, NO, "Windows 10, version 1903 is out of support."),
    (Supported(release=R["win10-1903"]), date(2020, 1, 1), OPEN, None),
    (Supported(release=R["win10-1607"], asserted=False), date(2017, 1, 1), OPEN, None),
    (Supported(release=R["win10-1607"]), date(2016, 1, 1), NO, "Windows 10, version 1607 is not released."),
    (
        Supported(release=R["ws2016"], family="nanoserver"),
        NOW,
        NO,
        "The Nano Server image of Windows Server 2016 is out of support.",
    ),
    (Supported(release=R["ws2016"], family="servercore"), NOW, YES, None),
    (
        Supported(release=R["ws2016"], family="nanoserver"),
        date(2020, 1, 1),
        NO,
        "The Nano Server image of Windows Server 2016 is out of support.",
    ),
    (Supported(release=R["ws2022"], family="windows"), NOW, OPEN, None),  # there is no such image
    (
        Supported(release=R["ws1709"]),
        date(2020, 1, 1),
        NO,
        "Windows Server, version 1709 is out of support.",
    ),
    (InPhase(release=R["ws2022"], phase=Phase.EXTENDED), NOW, YES, None),
    (InPhase(release=R["ws2022"], phase=Phase.MAINSTREAM), NOW, NO, "Windows Server 2022 is in extended support."),
    (InPhase(release=R["ws2025"], phase=Phase.NOT_RELEASED), date(2024, 1, 1), YES, None),
    (InPhase(release=R["ws2025"], phase=Phase.EXTENDED), date(2029, 11, 1), OPEN, None),
    (DateOf(release=R["ws2025"], event=Event.MAINSTREAM_END, day=date(2029, 11, 13)), NOW, YES, None),
    (DateOf(release=R["ws2025"], event=Event.MAINSTREAM_END, day=date(2029, 10, 9)), NOW, YES, None),
    (DateOf(release=R["ws2025"], event=Event.EXTENDED_END, day=date(2034, 1, 1), precision=YEAR), NOW, YES, None),
    (
        DateOf(release=R["ws2025"], event=Event.EXTENDED_END, day=date(2031, 1, 1), precision=YEAR),
        NOW,
        NO,
        "Windows Server 2025 has extended support until 14 November 2034.",
    ),
    (DateOf(release=R["ws23h2"], event=Event.END, day=date(2025, 10, 24)), NOW, YES, None),
    (DateOf(release=R["ws23h2"], event=Event.END, day=date(2026, 5, 1), precision=MONTH), NOW, YES, None),
    (
        DateOf(release=R["ws23h2"], event=Event.END, day=date(2026, 6, 1), precision=MONTH),
        NOW,
        NO,
        "Windows Server, version 23H2 is supported until 12 May 2026.",
    ),
    (DateOf(release=R["ws23h2"], event=Event.AVAILABLE, day=date(2023, 10, 24)), NOW, YES, None),
    (
        DateOf(release=R["ws20h2"], event=Event.EXTENDED_END, day=date(2022, 8, 9)),
        NOW,
        NO,
        "Windows Server, version 20H2 is supported until 9 August 2022.",
    ),
    (DateOf(release=R["ws20h2"], event=Event.END, day=date(2022, 5, 10)), NOW, YES, None),
    (DateOf(release=R["win11-24h2"], event=Event.END, day=date(2026, 10, 13)), NOW, YES, None),
    (DateOf(release=R["win10-1703"], event=Event.END, day=date(2019, 10, 8)), NOW, OPEN, None),
    (DateOf(release=R["win10-1703"], event=Event.EXTENDED_END, day=date(2019, 10, 8)), NOW, OPEN, None),
    (DateOf(release=R["win10-1703"], event=Event.AVAILABLE, day=date(2017, 4, 5)), NOW, OPEN, None),
    (DateOf(release=R["win10-1809"], event=Event.END, day=date(2029, 1, 9)), NOW, YES, None),  # of LTSC 2019
    (DateOf(release=R["win10-1809"], event=Event.END, day=date(2020, 11, 10)), NOW, OPEN, None),
    (DateOf(release=R["win10-1809"], event=Event.END, day=date(2029, 7, 1), precision=YEAR), NOW, YES, None),
    (DateOf(release=R["win10-1809"], event=Event.END, day=date(2020, 7, 1), precision=YEAR), NOW, OPEN, None),
    (DateOf(release=R["ws2016"], event=Event.END, day=date(2027, 1, 11), family="servercore"), NOW, YES, None),
    (
        DateOf(release=R["ws2016"], event=Event.END, day=date(2027, 1, 11), family="nanoserver"),
        NOW,
        NO,
        "The Nano Server image of Windows Server 2016 is supported until 9 October 2018.",
    ),
    (
        DateOf(release=R["ws2022"], event=Event.AVAILABLE, day=date(2021, 9, 1), precision=MONTH),
        NOW,
        NO,
        "Windows Server 2022 became available on 18 August 2021.",
    ),
    (
        DateOf(release=R["ws2016"], event=Event.END, day=date(2027, 1, 12), family="nanoserver"),
        NOW,
        NO,
        "The Nano Server image of Windows Server 2016 is supported until 9 October 2018.",
    ),
    (Length(channel=Channel.ANNUAL, span=Span.TOTAL, months=24), NOW, YES, None),
    (Length(channel=Channel.ANNUAL, span=Span.EXTENDED, months=6), NOW, YES, None),
    (
        Length(channel=Channel.SAC, span=Span.MAINSTREAM, months=24),
        NOW,
        NO,
        "A release of the Semi-Annual Channel has 18 months of mainstream support.",
    ),
    (Length(channel=Channel.LTSC, span=Span.CADENCE, months=30), NOW, YES, None),
    (Length(channel=Channel.CLIENT, span=Span.TOTAL, months=24), NOW, OPEN, None),
    (BuildOf(release=R["ws23h2"], build=25398), NOW, YES, None),
    (BuildOf(release=R["ws2022"], build=17763), NOW, NO, "Windows Server 2022 is build 20348."),
    (BuildOf(release=R["ws2022"], build=17763, asserted=False), NOW, YES, None),
    (BuildOf(release=R["ws2022"], build=20348, asserted=False), NOW, NO, "Windows Server 2022 is build 20348."),
    (ChannelOf(release=R["ws23h2"], channel=Channel.ANNUAL), NOW, YES, None),
    (
        ChannelOf(release=R["ws23h2"], channel=Channel.LTSC),
        NOW,
        NO,
        "Windows Server, version 23H2 is a release of the Annual Channel.",
    ),
    (ChannelOf(release=R["ws2019"], channel=Channel.SAC), NOW, OPEN, None),
    (ChannelOf(release=R["ws2019"], channel=Channel.ANNUAL, asserted=False), NOW, YES, None),
    (
        ChannelOf(release=R["ws2019"], channel=Channel.ANNUAL),
        NOW,
        NO,
        "Windows Server 2019 is a release of the Long-Term Servicing Channel.",
    ),
    (
        ChannelOf(release=R["ws2022"], channel=Channel.SAC),
        NOW,
        NO,
        "Windows Server 2022 is a release of the Long-Term Servicing Channel.",
    ),
    (LastOf(release=R["ws2025"], channel=Channel.LTSC), date(2024, 11, 1), YES, None),
    (LastOf(release=R["ws2022"], channel=Channel.LTSC), date(2024, 10, 31), YES, None),
    (LastOf(release=R["ws23h2"], channel=Channel.ANNUAL), NOW, YES, None),
    (LastOf(release=R["ws23h2"], channel=Channel.ANNUAL), date(2023, 10, 23), NO, None),
    (
        LastOf(release=R["ws20h2"], channel=Channel.SAC, only=True),
        NOW,
        NO,
        "Windows Server, version 20H2 is the newest release of the Semi-Annual Channel.",
    ),
    (
        LastOf(release=R["ws2022"], channel=Channel.ANNUAL),
        NOW,
        NO,
        "Windows Server, version 23H2 is the only release of the Annual Channel.",
    ),
    # No source gives the days on which versions 1703 to 1903 became available.
    (LastOf(release=R["win10-1607"], channel=Channel.CLIENT), date(2018, 1, 1), OPEN, None),
    (LastOf(release=R["win10-1703"], channel=Channel.CLIENT), date(2018, 1, 1), OPEN, None),
    (LastOf(release=R["win10-1909"], channel=Channel.CLIENT), date(2019, 11, 12), YES, None),
    (LastOf(release=R["win10-1703"], channel=Channel.CLIENT), date(2016, 1, 1), NO, None),
    (LastOf(release=R["ws23h2"], channel=Channel.ANNUAL, only=True), NOW, YES, None),
    (
        LastOf(release=R["ws2022"], channel=Channel.LTSC),
        NOW,
        NO,
        "Windows Server 2025 is the newest release of the Long-Term Servicing Channel.",
    ),
    (LastOf(release=R["ws2022"], channel=Channel.LTSC), date(2023, 1, 1), YES, None),
    (LastOf(release=R["ws20h2"], channel=Channel.SAC), NOW, YES, None),
    (HasImage(release=R["ws23h2"]), NOW, NO, "There is no base image of Windows Server, version 23H2."),
    (HasImage(release=R["ws23h2"], asserted=False), NOW, YES, None),
    (HasImage(release=R["ws2022"], family="windows"), NOW, NO, "There is no Windows image of Windows Server 2022."),
    (HasImage(release=R["ws2022"], family="server"), NOW, YES, None),
    (HasImage(release=R["win11-24h2"], asserted=False), NOW, YES, None),
    (TagExists(tag="latest"), NOW, NO, "The tag latest is not published."),
    (TagExists(tag="latest"), date(2019, 1, 1), OPEN, None),
    (TagExists(tag="latest", asserted=False), NOW, YES, None),
    (TagExists(tag="ltsc2022", family="servercore"), NOW, YES, None),
    (TagExists(tag="ltsc2022", family="windows"), NOW, NO, "The tag windows:ltsc2022 is not published."),
    (TagExists(tag="ltsc2019", family="nanoserver"), NOW, OPEN, None),
    (TagExists(tag="23H2", asserted=False), NOW, YES, None),
    (TagNames(tag="1809", release=R["ws2019"]), NOW, YES, None),
    (TagNames(tag="ltsc2022", release=R["ws2025"]), NOW, NO, "The tag ltsc2022 is Windows Server 2022."),
    (TagNames(tag="ltsc2022", release=R["ws2025"], asserted=False), NOW, YES, None),
]


@pytest.mark.parametrize(("said", "day", "truth", "correction"), CASES)
def test_truth(engine: Engine, said, day: date, truth: Truth, correction: str | None) -> None:
    ruling = engine.decide(said, day)
    assert ruling.truth is truth
    assert ruling.derivation
    assert (engine.state(ruling.correction) if ruling.correction else None) == correction
    if ruling.correction:
        assert engine.decide(ruling.correction, day).truth is YES


def test_every_statement_is_a_sentence(engine: Engine) -> None:
    said = [engine.state(proposition) for proposition, *_ in CASES]
    assert all(text[0].isupper() and text.endswith(".") for text in said)


def test_a_disagreement_is_named_with_the_date_it_is_about(engine: Engine) -> None:
    ruling = engine.decide(DateOf(release=R["ws23h2"], event=Event.END, day=date(2025, 10, 24)), NOW)
    assert [step.conflict for step in ruling.derivation] == ["C01"]
    ruling = engine.decide(DateOf(release=R["win11-24h2"], event=Event.END, day=date(2026, 10, 13)), NOW)
    assert "Home and Pro" in ruling.derivation[0].text


# What is said of a day -> the fact it rests on
RESTS_ON = {
    ("ws2022", Event.AVAILABLE, None): "ws2022.available",
    ("ws2022", Event.MAINSTREAM_END, None): "ws2022.mainstream_end",
    ("ws2022", Event.EXTENDED_END, None): "ws2022.extended_end",
    ("ws2022", Event.END, None): "ws2022.extended_end",
    ("ws1709", Event.END, None): "ws1709.mainstream_end",
    ("ws2016", Event.END, "servercore"): "ws2016.extended_end",
    ("ws2016", Event.END, "nanoserver"): "image.nanoserver.ws2016",
}


@pytest.mark.parametrize(("asked", "fact"), RESTS_ON.items())
def test_a_date_rests_on_its_fact(engine: Engine, asked, fact: str) -> None:
    release, event, family = asked
    said = DateOf(release=R[release], event=event, day=date(1999, 1, 1), family=family)
    ruling = engine.decide(said, NOW)
    assert ruling.truth is NO
    assert [step.facts for step in ruling.derivation] == [(fact,)]
    assert ruling.correction is not None
    right = engine.decide(ruling.correction, NOW)
    assert [(step.rule, step.facts) for step in right.derivation] == [("R22", (fact,))]


def test_newest_and_only_in_words(engine: Engine) -> None:
    said = [LastOf(release=R["ws23h2"], channel=Channel.ANNUAL), LastOf(release=R["ws2025"], channel=Channel.LTSC)]
    assert [engine.decide(last, NOW).derivation[0].text for last in said] == [
        "Windows Server, version 23H2 is the only release of the Annual Channel.",
        "Windows Server 2025 is the newest release of the Long-Term Servicing Channel.",
    ]


def test_supported_and_out_of_support_in_words(engine: Engine) -> None:
    said = [engine.state(Supported(release=R["ws2022"], asserted=asserted)) for asserted in (True, False)]
    assert said == ["Windows Server 2022 is in support.", "Windows Server 2022 is out of support."]


@pytest.mark.parametrize("release", sorted(R))
@pytest.mark.parametrize("name", ["available", "mainstream_end", "extended_end"])
def test_a_day_that_no_source_gives_is_never_asserted(engine: Engine, release: str, name: str) -> None:
    """Left out of the facts, an end or a beginning is undecided, or denied where there is no extended support."""
    dated = engine.facts.get(DateFact, f"{release}.{name}")
    if dated.day is None or dated.also:
        return
    undated = replace(engine.facts.releases[release], **{name: Dated(day=None, fact=dated.id)})
    facts = replace(engine.facts, releases={**engine.facts.releases, release: undated})
    event, without = Event(name), Engine(facts)
    for said in (dated.day, dated.day + timedelta(days=1)):
        truth = without.decide(DateOf(release=R[release], event=event, day=said), NOW).truth
        editions = [e.day for e in engine.facts.get(ReleaseRecord, release).edition_ends]
        allowed = {OPEN} | ({NO} if event is Event.EXTENDED_END else set()) | ({YES} if said in editions else set())
        assert truth in allowed, said
