"""Releases and their phases of support on a line of time, and the same as a table, as one HTML fragment.

Places are percentages of the track's width, so that the picture fits any screen and its words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from assistant.contract.lifecycle import LifecycleObject
from ui.presenters.grid import sources_html

_SIGNS = {"mainstream": "●", "extended": "◐", "not released": "○", "out of support": "✕"}
_MOST_IN_TIP = 4
_COLUMNS = ("Release", "Channel", "Build", "Phase", "Available", "Mainstream end", "Extended end", "Changes on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The years that the picture spans: from the first day of one to the first day of another."""

    start: date
    end: date

    def place(self, day: date) -> float:
        """Where a day stands, in per cent of the width; days outside stand at the edge."""
        share = (day - self.start).days / (self.end - self.start).days
        return round(100 * min(max(share, 0.0), 1.0), 3)

    @property
    def years(self) -> range:
        """The years whose first day is on the scale."""
        return range(self.start.year, self.end.year + 1)


def timeline_html(lives: Sequence[LifecycleObject]) -> str:
    """The picture and the table of these lifecycles, all as of one day, in the given order (at least one)."""
    scale, as_of = _scale(lives), lives[0].as_of
    rows = "".join(_row(life, scale) for life in lives)
    return (
        f'{_legend(as_of)}<div class="ca-line"><div class="ca-years" aria-hidden="true">{_years(scale)}</div>'
        f'<ul aria-label="Releases and their phases of support">{rows}</ul>{_today(scale, as_of)}</div>'
        f"{_table(lives, as_of)}"
    )


def _scale(lives: Sequence[LifecycleObject]) -> Scale:
    days = [lives[0].as_of, *(day for life in lives for day in _days(life))]
    return Scale(start=date(min(days).year, 1, 1), end=date(min(max(days).year + 1, date.max.year), 1, 1))


def _days(life: LifecycleObject) -> list[date]:
    return [day for day in (life.available, life.mainstream_end, life.extended_end) if day is not None]


def _legend(as_of: date) -> str:
    return (
        '<ul class="ca-legend" aria-label="Signs"><li><span class="ca-bar-mainstream ca-swatch"></span> mainstream '
        'support</li><li><span class="ca-bar-extended ca-swatch"></span> extended support</li>'
        f'<li><span class="ca-swatch ca-swatch-today"></span> {as_of.isoformat()}</li></ul>'
    )


def _years(scale: Scale) -> str:
    every = 1 if len(scale.years) <= 12 else 2
    return "".join(
        f'<span style="left:{scale.place(date(year, 1, 1))}%">{year}</span>'
        for year in scale.years[:-1]
        if (year - scale.start.year) % every == 0
    )


def _today(scale: Scale, as_of: date) -> str:
    """The line of the as-of day, over the tracks of all rows."""
    return (
        f'<div class="ca-now-track" aria-hidden="true"><span class="ca-now" style="left:{scale.place(as_of)}%">'
        "</span></div>"
    )


def _row(life: LifecycleObject, scale: Scale) -> str:
    tip = f"ca-tip-{escape(life.release)}"
    phase = f'<span aria-hidden="true">{_SIGNS[life.phase]}</span> {escape(life.phase)}'
    return (
        f'<li class="ca-life"><button type="button" aria-describedby="{tip}" data-release="{escape(life.release)}">'
        f'<span class="ca-life-name">{escape(life.name.replace(", version", ""))} '
        f'<span class="ca-quiet">{phase}</span></span>'
        f'<span class="ca-track" aria-hidden="true">{_bars(life, scale)}</span></button>'
        f'<div class="ca-tip" role="tooltip" id="{tip}">{_tip(life)}</div></li>'
    )


def _bars(life: LifecycleObject, scale: Scale) -> str:
    """A bar a phase; a release whose beginning no source gives begins at the edge, faded."""
    if life.mainstream_end is None:
        return '<span class="ca-undated">no dates at hand</span>'
    start = life.available or scale.start
    faded = "" if life.available else " ca-bar-faded"
    bars = _bar("mainstream", start, life.mainstream_end, scale, faded)
    if life.extended_end is not None:
        bars += _bar("extended", life.mainstream_end, life.extended_end, scale, "")
    return bars


def _bar(phase: str, start: date, end: date, scale: Scale, more: str) -> str:
    left = scale.place(start)
    width = round(scale.place(end) - left, 3)
    return f'<span class="ca-bar ca-bar-{phase}{more}" style="left:{left}%;width:{width}%"></span>'


def _tip(life: LifecycleObject) -> str:
    days = [
        (label, day)
        for label, day in (
            ("Available", life.available),
            ("Mainstream support until", life.mainstream_end),
            ("Extended support until", life.extended_end),
            ("Changes on", life.changes_on),
        )
        if day is not None
    ]
    shown = "".join(f"<dt>{label}</dt><dd>{day.isoformat()}</dd>" for label, day in days)
    named = [f"{source.title}{f' ({source.dated})' if source.dated else ''}" for source in life.sources]
    more = f" and {len(named) - _MOST_IN_TIP} more" if len(named) > _MOST_IN_TIP else ""
    sources = "; ".join(named[:_MOST_IN_TIP]) + more
    return (
        f"<b>{escape(life.name)}</b> <span>{escape(life.channel)}, build {escape(life.build)}, {escape(life.phase)}"
        f'</span><dl>{shown}</dl><p class="ca-quiet">Sources: {escape(sources)}</p>'
    )


def _table(lives: Sequence[LifecycleObject], as_of: date) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in (*_COLUMNS, "Notes and sources"))
    rows = "".join(_table_row(life) for life in lives)
    return (
        '<h2 class="ca-below">The same as a table</h2><div class="ca-table-scroll" role="region" tabindex="0" '
        'aria-label="Dates of support">'
        f'<table class="ca-dates"><caption class="ca-unseen">Dates and phases of support as of {as_of.isoformat()}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _table_row(life: LifecycleObject) -> str:
    days = (life.available, life.mainstream_end, life.extended_end, life.changes_on)
    cells = [
        life.channel,
        life.build,
        f"{_SIGNS[life.phase]} {life.phase}",
        *(d.isoformat() if d else "–" for d in days),
    ]
    notes = "".join(f"<li>{escape(note)}</li>" for note in life.notes)
    more = f"<details><summary>Notes on {escape(life.name)}</summary><ul>{notes}</ul></details>" if notes else ""
    return (
        f'<tr><th scope="row">{escape(life.name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}'
        f'<td class="ca-wide">{more}{sources_html(life.sources)}</td></tr>'
    )
