"""Dates, phases and the next change, for releases, clients and images."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import Engine, Phase

# release (or family:release) -> days and the phase on each, with both sides of every limit
PHASES = {
    "ws2016": {"2016-10-14": "not released", "2016-10-15": "mainstream", "2022-01-11": "mainstream",
               "2022-01-12": "extended", "2027-01-12": "extended", "2027-01-13": "out of support"},
    "ws1709": {"2017-10-16": "not released", "2019-04-09": "mainstream", "2019-04-10": "out of support"},
    "ws1803": {"2018-04-29": "not released", "2019-11-12": "mainstream", "2019-11-13": "out of support"},
    "ws2019": {"2018-11-12": "not released", "2024-01-09": "mainstream", "2024-01-10": "extended",
               "2029-01-09": "extended", "2029-01-10": "out of support"},
    "ws1903": {"2019-05-20": "not released", "2020-12-08": "mainstream", "2020-12-09": "out of support"},
    "ws1909": {"2019-11-11": "not released", "2021-05-11": "mainstream", "2021-05-12": "out of support"},
    "ws2004": {"2020-05-26": "not released", "2021-12-14": "mainstream", "2021-12-15": "out of support"},
    "ws20h2": {"2020-10-19": "not released", "2022-08-09": "mainstream", "2022-08-10": "out of support"},
    "ws2022": {"2021-08-17": "not released", "2026-10-13": "mainstream", "2026-10-14": "extended",
               "2031-10-14": "extended", "2031-10-15": "out of support"},
    "ws23h2": {"2023-10-23": "not released", "2025-04-24": "mainstream", "2025-04-25": "extended",
               "2026-05-12": "extended", "2026-05-13": "out of support"},
    "ws2025": {"2024-10-31": "not released", "2029-11-13": "mainstream", "2029-11-14": "extended",
               "2034-11-14": "extended", "2034-11-15": "out of support"},
    "win10-1607": {"2016-08-01": "not released", "2026-11-24": "out of support"},
    "win10-1909": {"2019-11-11": "not released", "2022-05-10": "mainstream", "2022-05-11": "out of support"},
    "win10-2004": {"2020-05-26": "not released", "2021-12-14": "mainstream", "2021-12-15": "out of support"},
    "win10-20h2": {"2020-10-19": "not released", "2023-05-09": "mainstream", "2023-05-10": "out of support"},
    "win10-21h1": {"2021-05-17": "not released", "2022-12-13": "mainstream", "2022-12-14": "out of support"},
    "win10-21h2": {"2021-11-15": "not released", "2024-06-11": "mainstream", "2024-06-12": "out of support"},
    "win10-22h2": {"2022-10-17": "not released", "2025-10-14": "mainstream", "2025-10-15": "out of support"},
    "win11-21h2": {"2021-10-03": "not released", "2024-10-08": "mainstream", "2024-10-09": "out of support"},
    "win11-22h2": {"2022-09-19": "not released", "2025-10-14": "mainstream", "2025-10-15": "out of support"},
    "win11-23h2": {"2023-10-30": "not released", "2026-11-10": "mainstream", "2026-11-11": "out of support"},
    "win11-24h2": {"2024-09-30": "not released", "2027-10-12": "mainstream", "2027-10-13": "out of support"},
    "win11-25h2": {"2025-09-29": "not released", "2028-10-10": "mainstream", "2028-10-11": "out of support"},
    "win11-26h1": {"2026-02-09": "not released", "2029-03-13": "mainstream", "2029-03-14": "out of support"},
    "nanoserver:sac2016": {"2016-10-14": "not released", "2018-10-09": "mainstream", "2018-10-10": "out of support"},
    "servercore:ltsc2016": {"2018-10-10": "mainstream", "2022-01-12": "extended"},
    "nanoserver:1809": {"2024-01-09": "mainstream", "2024-01-10": "extended", "2029-01-10": "out of support"},
}  # fmt: skip
ENDED_UNKNOWN = ["win10-1703", "win10-1709", "win10-1803", "win10-1809", "win10-1903"]


@pytest.mark.parametrize(("name", "day", "phase"), [(n, d, p) for n, days in PHASES.items() for d, p in days.items()])
def test_phases(engine: Engine, name: str, day: str, phase: str) -> None:
    assert engine.lifecycle(engine.resolve(name), date.fromisoformat(day)).phase.value == phase


@pytest.mark.parametrize("release", ENDED_UNKNOWN)
def test_a_day_that_no_source_gives_is_null_and_said_so(engine: Engine, release: str) -> None:
    found = engine.lifecycle(engine.facts.releases[release], date(2026, 11, 24))
    assert (found.span.available, found.span.mainstream_end, found.span.extended_end) == (None, None, None)
    assert found.phase is Phase.OUT_OF_SUPPORT
    assert found.changes_on is None
    assert any("not known here" in note for note in found.notes)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ws23h2", ["24 October 2025", "12 May 2026", "C01", "only release"]),
        ("ws2025", ["9 October 2029", "10 October 2034", "C03"]),
        ("ws2016", ["11 January 2027", "C04"]),
        ("ws20h2", ["10 May 2022", "C20"]),
        ("ws2019", ["10 November 2020"]),
        ("ws1909", ["no extended support"]),
        ("win11-24h2", ["Enterprise", "Home and Pro", "13 October 2026", "LTSC 2024", "9 October 2029"]),
        ("win11-23h2", ["11 November 2025"]),
        ("win10-1809", ["LTSC 2019", "9 January 2029"]),
        ("nanoserver:sac2016", ["9 October 2018"]),
        ("nanoserver:1809", ["extended twice"]),
    ],
)
def test_notes(engine: Engine, name: str, words: list[str]) -> None:
    notes = " ".join(engine.lifecycle(engine.resolve(name), date(2026, 11, 24)).notes)
    assert all(word in notes for word in words), notes


def test_extended_end_is_null_where_there_is_none(engine: Engine) -> None:
    with_extended = {r.id for r in engine.facts.releases.values() if r.extended_end.day is not None}
    assert with_extended == {"ws2016", "ws2019", "ws2022", "ws23h2", "ws2025"}


DAYS = st.dates(date(2015, 1, 1), date(2040, 1, 1))


@given(st.sampled_from(sorted(Engine.load().facts.releases)), DAYS)
def test_the_next_change_is_the_first(release: str, day: date) -> None:
    span = Engine.load().lifecycle(Engine.load().facts.releases[release], day).span
    change = span.changes_on(day)
    if change is None:
        assert span.phase(day) is span.phase(date(2040, 1, 1))
    else:
        assert span.phase(change) is not span.phase(day)
        assert span.phase(change - timedelta(days=1)) is span.phase(day)


@given(st.sampled_from(sorted(Engine.load().facts.releases)), DAYS, DAYS)
def test_phases_only_move_forward(release: str, one: date, other: date) -> None:
    order = list(Phase)
    span = Engine.load().lifecycle(Engine.load().facts.releases[release], one).span
    earlier, later = sorted((one, other))
    assert order.index(span.phase(earlier)) <= order.index(span.phase(later))


def test_the_warning_of_old_facts(engine: Engine) -> None:
    fresh = engine.reviewed + timedelta(days=90)
    assert engine.stale_note(fresh) is None
    assert engine.stale_note(date(1990, 1, 1)) is None
    assert "24 November 2026" in (engine.stale_note(fresh + timedelta(days=1)) or "")
