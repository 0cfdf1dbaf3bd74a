"""Mutants of facts: each value of each entry that a decision can rest on made wrong in turn.

Left alone are what no decision reads: ids, sources, and sentences (`statement`, `title`, sides of conflicts). A value
is replaced by its neighbours: a day by the day before and after, a limit by the builds that releases have around it, a
release by the one before and after it, a word by each other word of its enumeration; an element of a list is taken out
and, where it is a mark in a table, put in.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from assistant.rules import Engine, factbase
from assistant.rules.factbase import SUBJECTS, FactBase
from assistant.rules.kinds.lifecycle import Precision
from assistant.rules.moment import Moment
from assistant.rules.names import lexicon, name_key
from assistant.rules.records import (
    Conflict,
    DateFact,
    Day,
    EditionEnd,
    Entry,
    NotedAlias,
    NotedTag,
    OlderRelease,
    Printed,
    ReleaseRecord,
    Source,
    Statement,
)
from assistant.rules.release import Channel, Role
from assistant.rules.told import Holds, Telling, Told
from tests.rules.mutation.mutant import Mutant

_DAY = timedelta(days=1)
_NO_DECISION = frozenset(("id", "sources", "statement", "asserted", "those"))
_RELEASES = frozenset(("host", "image", "release", "instead"))
_LISTS_OF_RELEASES = frozenset(("hosts", "images"))
_SKIPPED = (Source, Conflict, DateFact, OlderRelease)

# What is wrong, in words, and the wrong value.
Wrong = Iterator[tuple[str, Any]]


def mutants(engine: Engine) -> Iterator[Mutant]:
    """Every mutant of every entry, file by file; where two would have the same name, the later is numbered."""
    seen: Counter[str] = Counter()
    for mutant in _all(engine):
        seen[mutant.name] += 1
        again = seen[mutant.name]
        yield mutant if again == 1 else replace(mutant, name=f"{mutant.name} #{again}")


def _all(engine: Engine) -> Iterator[Mutant]:
    facts = engine.facts
    for record, entries in facts.core.tables.items():
        if record not in _SKIPPED:
            for entry in entries:
                yield from _of_entry(engine, entry)
    for proposition, told in facts.told.items():
        for entry in told:
            yield from _of_told(engine, proposition, entry)


def _of_entry(engine: Engine, entry: Entry) -> Iterator[Mutant]:
    for field in fields(entry):
        if field.name not in _NO_DECISION:
            for what, value in _wrong(engine.facts, entry, field.name, getattr(entry, field.name)):
                wrong = replace(entry, **{field.name: value})
                yield _mutant(f"{_FILES[type(entry).__name__]}.toml", entry.id, f"{field.name} {what}", engine, wrong)


_FILES = {
    "ReleaseRecord": "releases",
    "Family": "images",
    "Image": "images",
    "TagRule": "images",
    "Statement": "compatibility",
    "Issue": "compatibility",
    "Dispute": "compatibility",
    "Printed": "compatibility",
    "Policy": "lifecycle",
}


def _mutant(file: str, place: str, what: str, engine: Engine, wrong: Entry) -> Mutant:
    return Mutant(
        name=f"{file} {place}: {what}",
        file=file,
        place=place,
        installed=_installer(lambda: with_entry(engine.facts, wrong)),
    )


def _installer(facts: Callable[[], FactBase]) -> Callable[[], AbstractContextManager[Engine]]:
    @contextmanager
    def installed() -> Iterator[Engine]:
        yield Engine(facts())

    return installed


def with_entry(facts: FactBase, wrong: Entry) -> FactBase:
    """The facts with that entry in place of the one with its id, and all that is made from it."""
    fresh: tuple[Entry, ...] = (wrong,)
    tables = dict(facts.core.tables)
    tables[type(wrong)] = _exchanged(tables[type(wrong)], wrong)
    releases: Mapping[str, Any] = facts.releases
    if isinstance(wrong, ReleaseRecord):
        dates = tuple(factbase._date_fact(wrong, name) for name in factbase._DATES)
        fresh = (wrong, *dates)
        for fact in dates:
            tables[DateFact] = _exchanged(tables[DateFact], fact)
        releases = MappingProxyType({**facts.releases, wrong.id: factbase._release(wrong)})
    by_id = {entry.id: entry for entry in fresh}
    core = replace(facts.core, tables=tables, entries={**facts.core.entries, **by_id})
    rest = facts.rest()
    rest = replace(rest, entries={**rest.entries, **by_id})
    return replace(facts, core=core, releases=releases, rest=lambda: rest)


def _exchanged(entries: tuple[Entry, ...], wrong: Entry) -> tuple[Entry, ...]:
    return tuple(wrong if entry.id == wrong.id else entry for entry in entries)


def _wrong(facts: FactBase, entry: Entry, name: str, value: Any) -> Wrong:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        yield f"{value} -> {not value}", not value
    elif isinstance(value, Day):
        yield from _wrong_day(facts, entry, value)
    elif isinstance(entry, Printed) and name in ("process", "hyperv"):
        for image in entry.images:
            marked = tuple(i for i in entry.images if (i in value) is not (i == image))
            yield f"{'without' if image in value else 'with'} {image}", marked
    elif isinstance(value, tuple):
        yield from _wrong_list(facts, name, value)
    elif name == "build" and isinstance(entry, Statement):
        known = sorted({r.build for r in facts.releases.values()})
        for build in _neighbours(known, value):
            yield f"{value} -> {build}", build
    else:
        yield from _wrong_value(facts, name, value)


def _wrong_day(facts: FactBase, entry: Entry, value: Day) -> Wrong:
    for day in (value.day - _DAY, value.day + _DAY):
        yield f"{value.day} -> {day}", replace(value, day=day)
    yield f"{value.day} left out", None
    if value.conflict:
        yield f"without conflict {value.conflict}", replace(value, conflict=None)
    for what, also in _wrong_list(facts, "also", value.also):
        yield f"also {what}", replace(value, also=also)


def _wrong_list(facts: FactBase, name: str, value: tuple[Any, ...]) -> Wrong:
    for place, element in enumerate(value):
        rest = value[:place], value[place + 1 :]
        if name == "aliases" and _is_known_otherwise(facts, element, rest):
            continue
        said = getattr(element, "alias", getattr(element, "tag", getattr(element, "edition", element)))
        yield f"without {said}", (*rest[0], *rest[1])
        for what, wrong in _wrong_element(facts, name, element):
            yield what, (*rest[0], wrong, *rest[1])


def _is_known_otherwise(facts: FactBase, alias: str, rest: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Whether the release has another name that is read in the same way: taking the alias out changes nothing."""
    release = lexicon(facts).keys[name_key(alias)].release
    return name_key(alias) in {name_key(other) for other in (release.id, release.name, *rest[0], *rest[1])}


def _wrong_element(facts: FactBase, name: str, element: Any) -> Wrong:
    if isinstance(element, NotedAlias | NotedTag):
        said = element.alias if isinstance(element, NotedAlias) else element.tag
        yield f"{said} without a note", replace(element, note="")
    elif isinstance(element, EditionEnd):
        for day in (element.day - _DAY, element.day + _DAY):
            yield f"{element.edition} {element.day} -> {day}", replace(element, day=day)
    elif name in _LISTS_OF_RELEASES or (isinstance(element, date | int) and not isinstance(element, bool)):
        yield from _wrong_value(facts, "release" if name in _LISTS_OF_RELEASES else name, element)
    elif name == "tags":
        yield f"{element} -> {element}x", f"{element}x"


def _wrong_value(facts: FactBase, name: str, value: Any) -> Wrong:
    """The neighbours of a single value."""
    if isinstance(value, StrEnum):
        for other in type(value):
            if other is not value:
                yield f"{value} -> {other}", other
    elif isinstance(value, date):
        for day in (value - _DAY, value + _DAY):
            yield f"{value} -> {day}", day
        if name != "also":
            yield f"{value} left out", None
    elif isinstance(value, int):
        for number in (value - 1, value + 1):
            yield f"{value} -> {number}", number
    elif name in _RELEASES:
        for other in _neighbours(list(facts.releases), value):
            yield f"{value} -> {other}", other
    elif name == "conflict":
        yield f"without {value}", None
    elif name in ("condition", "note", "successor", "predecessor"):
        yield "left out", None if name != "condition" else ""
    else:
        yield f"{value} -> {value}x", f"{value}x"


def _neighbours(ordered: list[Any], value: Any) -> list[Any]:
    place = ordered.index(value)
    return [*ordered[max(0, place - 1) : place], *ordered[place + 1 : place + 2]]


# --- told facts ------------------------------------------------------------------------------------------------------


# Modules that hold a part of a kind's propositions.
_PARTS = {"patching": "runtime", "node_pools": "aks", "orchestration": "aks", "os_sku_versions": "aks"}


def _of_told(engine: Engine, proposition: type[Telling], entry: Told[Any]) -> Iterator[Mutant]:
    module = proposition.__module__.rpartition(".")[2]
    file = f"{_PARTS.get(module, module)}.toml"

    def mutant(what: str, *wrong: Told[Any]) -> Mutant:
        return Mutant(
            name=f"{file} {entry.id}: {what}",
            file=file,
            place=entry.id,
            installed=_installer(lambda: with_told(engine.facts, proposition, entry.id, wrong)),
        )

    yield mutant("left out")
    for holds in Holds:
        if holds is not entry.holds:
            yield mutant(f"holds {entry.holds} -> {holds}", replace(entry, holds=holds))
    if entry.conflict:
        yield mutant(f"without conflict {entry.conflict}", replace(entry, conflict=None))
    for name in ("valid_from", "valid_to"):
        if (day := getattr(entry, name)) is not None:
            for what, value in _wrong_value(engine.facts, name, day):
                yield mutant(f"{name} {what}", replace(entry, **{name: value}))
    for place, that in enumerate(entry.those):
        before, after = entry.those[:place], entry.those[place + 1 :]
        if len(entry.those) > 1:
            yield mutant(f"without {_said(that)}", replace(entry, those=(*before, *after)))
        for field in fields(that):
            if field.name in _NO_DECISION:
                continue
            for what, value in _wrong_term(engine.facts, field.name, getattr(that, field.name)):
                wrong = replace(that, **{field.name: value})
                yield mutant(f"{_said(that)}: {field.name} {what}", replace(entry, those=(*before, wrong, *after)))


def _said(that: Telling) -> str:
    return ", ".join(str(getattr(that, f.name)) for f in fields(that) if f.name not in _NO_DECISION)


def with_told(facts: FactBase, proposition: type[Telling], ident: str, wrong: tuple[Told[Any], ...]) -> FactBase:
    """The facts with other entries, or none, in place of the told one of that id."""
    rest = facts.rest()
    told = tuple(w for e in rest.told[proposition] for w in (wrong if e.id == ident else (e,)))
    entries = {k: v for k, v in rest.entries.items() if k != ident} | {w.id: w for w in wrong}
    shelf = replace(rest, told={**rest.told, proposition: told}, entries=entries)
    return replace(facts, rest=lambda: shelf)


_NUMBERED = re.compile(r"(.*\.)([0-9]+)")
_GROUPS = (*Channel, *Role)


def _wrong_term(facts: FactBase, name: str, value: Any) -> Wrong:
    """A neighbour of one term of a told proposition."""
    if isinstance(value, Moment):
        step = _DAY if value.precision is Precision.DAY else timedelta(days=31)
        for day in (value.day - step, value.day + step):
            yield f"{value.day} -> {day}", replace(value, day=day)
    elif isinstance(value, StrEnum):
        members = list(type(value))
        other = members[(members.index(value) + 1) % len(members)]
        if other is not value:
            yield f"-> {other}", other
    elif isinstance(value, int):
        for number in (value - 1, value + 1):
            yield f"-> {number}", number
    elif name in SUBJECTS and value in facts.releases:
        for other in _neighbours(list(facts.releases), value):
            yield f"-> {other}", other
    elif name in SUBJECTS:
        groups = [*_GROUPS, "ws2016"]
        yield "", groups[(groups.index(value) + 1) % len(groups)] if value in groups else "ws2016"
    elif value is None:
        yield "any -> 1", 1 if name == "containers" else "1.31"
    elif name in ("first", "last", "kubernetes") and (found := _NUMBERED.fullmatch(value)):
        for number in (int(found[2]) - 1, int(found[2]) + 1):
            if number >= 0:
                yield f"-> {found[1]}{number}", f"{found[1]}{number}"
    else:
        yield f"{value} -> {value}x", f"{value}x"
