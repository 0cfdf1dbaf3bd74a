"""Statements about lifecycle, build, channel and image: their truth on a day, and the correction of the false."""

from datetime import date

import pytest

from assistant.rules import Channel, Engine, Phase, Truth
from assistant.rules.kinds.build import BuildOf
from assistant.rules.kinds.channel import ChannelOf, LastOf
from assistant.rules.kinds.image import HasImage, TagExists, TagNames
from assistant.rules.kinds.lifecycle import DateOf, Event, InPhase, Length, Precision, Span, Supported

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
