"""The line of time: places follow the dates, and the table says the same as the picture."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.contract.lifecycle import LifecycleObject, lifecycle_object
from assistant.rules import Engine
from ui.presenters.timeline import Scale, timeline_html

DAY = date(2026, 11, 24)
ENGINE = Engine.load()
SCALE = Scale(start=date(2016, 1, 1), end=date(2036, 1, 1))
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def lives(day: date = DAY) -> list[LifecycleObject]:
    return [lifecycle_object(ENGINE.lifecycle(host, day), ENGINE) for host in ENGINE.hosts()]


@given(DAYS, DAYS)
def test_a_later_day_stands_no_further_left_and_all_stand_on_the_scale(one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert 0 <= SCALE.place(first) <= SCALE.place(second) <= 100


@pytest.mark.parametrize(("day", "place"), [(SCALE.start, 0), (date(2026, 1, 1), 50), (SCALE.end, 100)])
def test_places(day: date, place: float) -> None:
    assert SCALE.place(day) == pytest.approx(place, abs=0.05)


def test_every_release_has_a_row_in_the_picture_and_in_the_table_with_its_dates_and_sources() -> None:
    shown = timeline_html(lives())
    picture, table = shown.split("The same as a table")
    for life in lives():
        assert picture.count(f'data-release="{life.release}"') == 1
        tip = picture.split(f'id="ca-tip-{life.release}">')[1].split("</li>")[0]
        row = table.split(f'<th scope="row">{life.name}</th>')[1].split("</tr>")[0]
        for day in (life.available, life.mainstream_end, life.extended_end, life.changes_on):
            if day is not None:
                assert day.isoformat() in tip
                assert day.isoformat() in row
        assert life.phase in tip
        assert life.phase in row
        assert all(str(source.url) in row for source in life.sources if source.url)


@pytest.mark.parametrize("day", [date(2015, 6, 1), DAY, date(2040, 1, 1)])
def test_the_line_of_the_day_is_on_the_scale(day: date) -> None:
    found = re.search(r'class="ca-now" style="left:([\d.]+)%"', timeline_html(lives(day)))
    assert found is not None
    assert 0 <= float(found[1]) <= 100
    assert day.isoformat() in timeline_html(lives(day))


@pytest.mark.parametrize("day", [date(2015, 6, 1), DAY, date(9999, 12, 31)])
def test_no_bar_leaves_the_scale(day: date) -> None:
    bars = re.findall(r'class="ca-bar [^"]+" style="left:([\d.]+)%;width:([\d.]+)%"', timeline_html(lives(day)))
    assert len(bars) > len(ENGINE.hosts()) // 2
    assert all(float(left) + float(width) <= 100.01 for left, width in bars)


def test_a_release_without_dates_says_so() -> None:
    unknown = [life for life in lives() if life.mainstream_end is None]
    assert timeline_html(unknown).count("no dates at hand") == len(unknown) > 0


def test_names_and_notes_stay_text() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    life = lives()[0].model_copy(update={"name": hostile, "notes": [hostile], "channel": hostile})
    assert "<img" not in timeline_html([life])
