"""Each fact that answers rest on, made wrong in turn: a build, a date, a channel, a row of a table, a limit.

A change yields the fact base with that one value wrong and everything else as it was. Sentences, sources and aliases
are left alone: they do not decide.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from assistant.rules.factbase import FactBase, Shelf
from assistant.rules.records import DateFact, Entry, Image, Issue, Printed, ReleaseRecord, Statement
from assistant.rules.release import Channel, Release, Role

_AWAY = timedelta(days=400)
_DATES = ("available", "mainstream_end", "extended_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact made wrong. `fact` is its id, which answers record; `make` builds the fact base with the change.

    `pairs` are the hosts and images that a row of a table is about, because a verdict does not name the row it is in.
    """

    fact: str
    what: str
    make: Callable[[], FactBase]
    pairs: tuple[tuple[str, str], ...] = ()


def changes(facts: FactBase) -> Iterator[Change]:
    """Every change, in the order of the fact files."""
    for release in facts.of(ReleaseRecord):
        yield from _release(facts, release)
    for row in facts.of(Printed):
        yield from _printed(facts, row)
    for statement in facts.of(Statement):
        yield from _statement(facts, statement)
    for issue in facts.of(Issue):
        for host in issue.hosts:
            wrong = replace(issue, hosts=tuple(h for h in issue.hosts if h != host))
            yield _change(facts, issue, f"{issue.id} without {host}", wrong, tuple((host, i) for i in issue.images))
    for image in facts.of(Image):
        if image.ended is not None:
            yield _change(facts, image, f"{image.id}.ended", replace(image, ended=image.ended + _AWAY))


def _release(facts: FactBase, record: ReleaseRecord) -> Iterator[Change]:
    yield _change(facts, record, f"{record.id}.build {record.build} + 1", replace(record, build=record.build + 1))
    if record.role is Role.SERVER:
        other = next(c for c in Channel if c is not record.channel)
        what = f"{record.id}.channel {record.channel} as {other}"
        yield _change(facts, record, what, replace(record, channel=other))
    for name in _DATES:
        day = getattr(record, name)
        if day is not None:
            changed: dict[str, Any] = {name: replace(day, day=day.day + _AWAY, also=())}
            yield Change(
                fact=f"{record.id}.{name}",
                what=f"{record.id}.{name} {day.day} + 400 days",
                make=lambda changed=changed: _with(facts, record, replace(record, **changed)),  # type: ignore[misc]
            )


def _printed(facts: FactBase, row: Printed) -> Iterator[Change]:
    """Each image left out of the row: its combinations are then printed nowhere, which makes a yes conditional."""
    for image in row.images:
        wrong = replace(row, images=tuple(i for i in row.images if i != image))
        yield _change(facts, row, f"{row.id} without {image}", wrong, tuple((host, image) for host in row.hosts))


def _statement(facts: FactBase, statement: Statement) -> Iterator[Change]:
    for name in ("build", "revision", "amount"):
        value = getattr(statement, name)
        if value is not None:
            changed: dict[str, Any] = {name: value + 1}
            yield _change(facts, statement, f"{statement.id}.{name} {value} + 1", replace(statement, **changed))


def _change(facts: FactBase, entry: Entry, what: str, wrong: Entry, pairs: tuple[tuple[str, str], ...] = ()) -> Change:
    return Change(fact=entry.id, what=what, make=lambda: _with(facts, entry, wrong), pairs=pairs)


def _with(facts: FactBase, entry: Entry, wrong: Entry) -> FactBase:
    """The fact base with one entry replaced; a release's own record and its dates as facts follow it."""
    new: dict[str, Entry] = {entry.id: wrong}
    releases: Mapping[str, Release] = facts.releases
    if isinstance(wrong, ReleaseRecord):
        new |= {fact.id: fact for fact in _date_facts(facts, wrong)}
        releases = MappingProxyType({**releases, wrong.id: _as_release(releases[wrong.id], wrong)})
    rest = _shelf(facts.rest(), new)
    return replace(facts, releases=releases, core=_shelf(facts.core, new), rest=lambda: rest)


def _shelf(shelf: Shelf, new: Mapping[str, Entry]) -> Shelf:
    return Shelf(
        tables=MappingProxyType({t: tuple(new.get(e.id, e) for e in found) for t, found in shelf.tables.items()}),
        told=shelf.told,
        entries=MappingProxyType({ident: new.get(ident, e) for ident, e in shelf.entries.items()}),
    )


def _date_facts(facts: FactBase, record: ReleaseRecord) -> Iterator[DateFact]:
    for name in _DATES:
        day = getattr(record, name)
        known = facts.get(DateFact, f"{record.id}.{name}")
        yield replace(known, day=day.day if day else None, also=day.also if day else ())


def _as_release(release: Release, record: ReleaseRecord) -> Release:
    def day(name: str) -> date | None:
        given = getattr(record, name)
        return given.day if given else None

    return replace(
        release,
        build=record.build,
        channel=record.channel,
        **{name: replace(getattr(release, name), day=day(name)) for name in _DATES},
    )
