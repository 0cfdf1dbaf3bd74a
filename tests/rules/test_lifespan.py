"""Dates, phases and the next change, for releases, clients and images."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import Engine, Phase
from assistant.rules.lifespan import Lifespan
from tests.rules.test_releases import DATES

ONE_DAY = timedelta(days=1)

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


# (release, day) -> its phase as a sentence
SUMMARIES = {
    ("ws2025", "2024-10-31"): "Windows Server 2025 is not released yet on this day: it becomes available on 1 November "
    "2024.",
    ("ws2025", "2024-11-01"): "Windows Server 2025 is in mainstream support until 13 November 2029, then in extended "
    "support until 14 November 2034.",
    ("ws2025", "2030-01-01"): "Windows Server 2025 is in extended support until 14 November 2034; mainstream support "
    "ended on 13 November 2029.",
    ("ws2025", "2035-01-01"): "Windows Server 2025 is out of support: it ended on 14 November 2034.",
    ("ws1709", "2018-01-01"): "Windows Server, version 1709 is in mainstream support until 9 April 2019.",
    (
        "win10-1703",
        "2026-11-24",
    ): "Windows 10, version 1703 is out of support, since 24 November 2026 at the latest: the "
    "day is not known here, so that phases before that day cannot be told.",
    ("nanoserver:sac2016", "2018-01-01"): "The nanoserver image of Windows Server 2016 is in mainstream support until "
    "9 October 2018.",
    (
        "servercore:ltsc2016",
        "2018-01-01",
    ): "Windows Server 2016 is in mainstream support until 11 January 2022, then in "
    "extended support until 12 January 2027.",
}


@pytest.mark.parametrize(("asked", "said"), SUMMARIES.items())
def test_the_phase_in_words(engine: Engine, asked: tuple[str, str], said: str) -> None:
    assert engine.lifecycle(engine.resolve(asked[0]), date.fromisoformat(asked[1])).notes[0] == said


# Words of a note -> the names it is given for, of those below
SAID_OF = {
    "Enterprise edition": {"win11-24h2", "win10-22h2"},
    "do not give the day on which it became available": {"win10-1703", "win10-1809"},
    "no extended support": {"ws1709", "ws20h2", "nanoserver:1909"},
    "first client with containers": {"win10-1607"},
    "last version of Windows 10": {"win10-22h2"},
    "last release of the Semi-Annual Channel": {"ws20h2"},
    "would have ended on 24 October 2025": {"ws23h2"},
    "only release that the Annual Channel ever had": {"ws23h2"},
    "prints 11 January 2027": {"ws2016", "servercore:ltsc2016"},
    "still prints 9 October 2029": {"ws2025"},
    "as a host it ended on 10 November 2020": {"ws2019", "nanoserver:1809", "windows:1809"},
    "extended twice": {"nanoserver:1809", "windows:1809"},
    "served like a Semi-Annual Channel release": {"nanoserver:sac2016"},
    "LTSC 2019": {"win10-1809"},
}
ASKED_FOR_NOTES = sorted({name for names in SAID_OF.values() for name in names} | {"ws2022", "servercore:ltsc2022"})


@pytest.mark.parametrize(("words", "names"), SAID_OF.items())
def test_a_note_is_given_where_it_belongs_and_nowhere_else(engine: Engine, words: str, names: set[str]) -> None:
    for name in ASKED_FOR_NOTES:
        notes = engine.lifecycle(engine.resolve(name), date(2026, 11, 24)).notes
        assert any(words in note for note in notes) is (name in names), name
        assert all(notes), name


# name -> the conflicts that its dates rest on
RESTS_ON = {
    "ws2016": ["C04"],
    "ws20h2": ["C20"],
    "ws23h2": ["C26", "C02", "C01"],
    "ws2025": ["C03"],
    "ws2022": [],
    "nanoserver:sac2016": [],
}


@pytest.mark.parametrize(("name", "conflicts"), RESTS_ON.items())
def test_conflicts_of_dates(engine: Engine, name: str, conflicts: list[str]) -> None:
    assert list(engine.lifecycle(engine.resolve(name), date(2026, 11, 24)).conflicts) == conflicts


def test_the_first_and_last_days_of_every_phase(engine: Engine) -> None:
    """From the restated dates: a phase begins on its first day and includes its last."""
    for ident, days in DATES.items():
        available, mainstream, extended = (date.fromisoformat(day) if day else None for day in days)
        limits = [(available, "not released", "mainstream" if mainstream else "out of support")] if available else []
        if mainstream:
            limits.append((mainstream + ONE_DAY, "mainstream", "extended" if extended else "out of support"))
        if extended:
            limits.append((extended + ONE_DAY, "extended", "out of support"))
        for first, before, after in limits:
            found = [engine.lifecycle(engine.facts.releases[ident], first - ONE_DAY * n) for n in (1, 0)]
            assert [life.phase.value for life in found] == [before, after], (ident, first)
            assert found[0].changes_on == first, ident
            assert found[1].changes_on != first, ident


# (available, end of mainstream, end of extended support), among them dates that no release has
SPANS = [
    (date(2020, 1, 5), date(2020, 1, 10), date(2020, 1, 20)),
    (date(2020, 1, 5), date(2020, 1, 10), None),
    (date(2020, 1, 5), date(2020, 1, 10), date(2020, 1, 10)),
    (date(2020, 1, 5), date(2020, 1, 20), date(2020, 1, 10)),
    (None, date(2020, 1, 10), None),
    (None, None, date(2020, 1, 20)),
    (date(2020, 1, 5), None, None),
    (None, None, None),
]


@pytest.mark.parametrize(("available", "mainstream", "extended"), SPANS)
def test_the_next_change_day_by_day(engine: Engine, available, mainstream, extended) -> None:
    span = Lifespan(
        release=engine.facts.releases["ws2022"],
        family=None,
        available=available,
        mainstream_end=mainstream,
        extended_end=extended,
        ended=False,
        facts=(),
    )
    days = [date(2020, 1, 1) + ONE_DAY * n for n in range(30)]
    for place, day in enumerate(days):
        later = (other for other in days[place:] if span.phase(other) is not span.phase(day))
        assert span.changes_on(day) == next(later, None), day
    assert span.last_day == (extended or mainstream)


def test_support_that_ends_with_the_calendar_never_changes(engine: Engine) -> None:
    span = replace(engine.lifecycle(engine.facts.releases["ws1709"], date(2018, 1, 1)).span, mainstream_end=date.max)
    assert span.changes_on(date(2018, 1, 1)) is None


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
