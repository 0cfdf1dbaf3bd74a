"""Fact files -> FactBase: cross-checked, frozen and hashed. `factfiles` reads and validates them.

Facts that sources state outright (`told`) may be read when they are first asked for: `check` needs none of them, and
reading them takes longer than a check.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from assistant.errors import FactsError
from assistant.rules import factfiles
from assistant.rules.factfiles import REMEDY, Table
from assistant.rules.records import Conflict, DateFact, Day, Entry, OlderRelease, Record, ReleaseRecord, Source
from assistant.rules.release import Channel, Dated, Release, Role
from assistant.rules.told import Telling, Told, ToldTable

PACKAGED = Path(__file__).parent / "facts"
_DATES = ("available", "mainstream_end", "extended_end")

E = TypeVar("E", bound=Entry)
T = TypeVar("T", bound=Telling)
Tables = tuple[Table | ToldTable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The `[linux]` table of images.toml: image names and tag words that mean Linux."""

    names: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelf:
    """Tables of facts: records by their type, told propositions by theirs, and all entries by id."""

    tables: Mapping[type[Entry], tuple[Entry, ...]]
    told: Mapping[type[Telling], tuple[Told[Any], ...]]
    entries: Mapping[str, Entry]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactBase:
    """All facts, frozen. `hash` is SHA-256 over the files, `reviewed` the day on which the facts were last reviewed.

    `releases` is in the order of the file: servers, then clients, each oldest first. `core` is read at once, `rest`
    when it is first needed: it has the entries of `core` too.
    INVARIANT: every source and conflict that an entry names is there; ids are unique over all files.
    """

    hash: str
    reviewed: date
    releases: Mapping[str, Release]
    sources: Mapping[str, Source]
    conflicts: Mapping[str, Conflict]
    linux: Names
    core: Shelf = field(repr=False)
    rest: Callable[[], Shelf] = field(repr=False)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by its id. Raises FactsError if a file that was not read yet does not validate."""
        return self.rest().entries

    @property
    def told(self) -> Mapping[type[Telling], tuple[Told[Any], ...]]:
        """Every told entry by the type of what it tells. Raises FactsError as `entries` does."""
        return self.rest().told

    def of(self, record: type[E]) -> tuple[E, ...]:
        """Every entry of one table, in the order of its file."""
        found = self.core.tables.get(record)
        return cast("tuple[E, ...]", self.rest().tables.get(record, ()) if found is None else found)

    def told_of(self, proposition: type[T]) -> tuple[Told[T], ...]:
        """Every entry that tells propositions of that type, in the order of its file."""
        return self.told.get(proposition, ())

    def get(self, record: type[E], entry: str) -> E:
        """The entry of that id. Raises FactsError if there is none or it belongs to another table."""
        found = self.core.entries.get(entry) or self.entries.get(entry)
        if not isinstance(found, record):
            raise FactsError(f"No fact {entry!r} of the kind {record.__name__} exists.", REMEDY)
        return found

    def fact(self, fact: str) -> Record:
        """The fact of that id, for its sources, validity and conflict."""
        return self.get(Record, fact)

    def cited(self, facts: Iterable[str]) -> tuple[Source, ...]:
        """The sources of those facts, each once, in the order in which the facts name them."""
        ids = dict.fromkeys(s for f in facts for s in self.fact(f).sources)
        return tuple(self.sources[s] for s in ids)


def load(tables: Tables, folder: Path = PACKAGED, later: Callable[[], Tables] | None = None) -> FactBase:
    """The facts in `folder`, validated against `tables`. Raises FactsError naming file, entry and reason.

    With `later` the tables of the other files are asked for, and those files validated, when a fact in them is needed.
    """
    told_files = {t.file for t in tables if isinstance(t, ToldTable)}
    now = tuple(t for t in tables if t.file not in told_files)
    needed = {path.stem for path in folder.glob("*.toml")} | {t.file for t in tables}
    files = {name: factfiles.read(folder / f"{name}.toml") for name in sorted(needed)}
    parsed = {name: factfiles.parse(name, files[name]) for name in sorted({t.file for t in now})}
    reviewed = parsed["releases"].pop("reviewed", None)
    if type(reviewed) is not date:
        raise FactsError("facts/releases.toml: `reviewed` is not a date.", REMEDY)
    linux = factfiles.validated(TypeAdapter(Names), "images", "linux", parsed["images"].pop("linux", None))
    core = _shelf(now, parsed, {})
    rest = cache(lambda: _rest(later() if later else tables, files, core))
    if later is None:
        rest()
    releases = cast("tuple[ReleaseRecord, ...]", core.tables[ReleaseRecord])
    return FactBase(
        hash=factfiles.hash_of(files),
        reviewed=reviewed,
        releases=MappingProxyType({r.id: _release(r) for r in releases}),
        sources=MappingProxyType({s.id: s for s in cast("tuple[Source, ...]", core.tables[Source])}),
        conflicts=MappingProxyType({c.id: c for c in cast("tuple[Conflict, ...]", core.tables[Conflict])}),
        linux=linux,
        core=core,
        rest=rest,
    )


def _rest(tables: Tables, files: Mapping[str, bytes], core: Shelf) -> Shelf:
    """The tables of the files that hold told facts."""
    told_files = {t.file for t in tables if isinstance(t, ToldTable)}
    parsed = {name: factfiles.parse(name, content) for name, content in files.items() if name in told_files}
    return _shelf(tuple(t for t in tables if t.file in told_files), parsed, core.entries)


def _shelf(tables: Tables, parsed: Mapping[str, dict[str, Any]], known: Mapping[str, Entry]) -> Shelf:
    """The entries of those tables, checked against each other and those that are known already."""
    by_type: dict[type[Entry], tuple[Entry, ...]] = {}
    told: dict[type[Telling], tuple[Told[Any], ...]] = {}
    for table in tables:
        raw = parsed[table.file].pop(table.key, [])
        if isinstance(table, ToldTable):
            told[table.proposition] = factfiles.told_of(table, raw)
        else:
            by_type[table.record] = factfiles.entries_of(table, raw)
    factfiles.nothing_left(parsed)
    releases = cast("tuple[ReleaseRecord, ...]", by_type.get(ReleaseRecord, ()))
    if releases:
        by_type[DateFact] = tuple(_date_fact(r, name) for r in releases for name in _DATES)
    entries = dict(known)
    for found in (*by_type.values(), *told.values()):
        _add(entries, found)
    _check_references([e for e in entries.values() if e.id not in known], entries)
    return Shelf(tables=MappingProxyType(by_type), told=MappingProxyType(told), entries=MappingProxyType(entries))


def _add(entries: dict[str, Entry], found: tuple[Entry, ...]) -> None:
    for entry in found:
        if entry.id in entries:
            raise FactsError(f"Fact {entry.id!r} ({type(entry).__name__}): the id is used twice.", REMEDY)
        entries[entry.id] = entry


# Field name -> the table that its values are ids of. Checked for every record that has such a field.
_REFERENCES: tuple[tuple[str, type[Entry]], ...] = (
    ("sources", Source),
    ("conflict", Conflict),
    ("hosts", ReleaseRecord),
    ("images", ReleaseRecord),
    ("process", ReleaseRecord),
    ("hyperv", ReleaseRecord),
    ("release", ReleaseRecord),
    ("instead", ReleaseRecord),
    ("host", ReleaseRecord),
    ("image", ReleaseRecord),
)


def _check_references(fresh: Iterable[Entry], entries: Mapping[str, Entry]) -> None:
    for entry in fresh:
        for name, target in _REFERENCES:
            value = getattr(entry, name, None)
            for ident in (value,) if isinstance(value, str) else value or ():
                if not isinstance(entries.get(ident), target):
                    raise FactsError(f"Fact {entry.id!r}: {name} names {ident!r}, which does not exist.", REMEDY)
        if isinstance(entry, Record) and not entry.sources:
            raise FactsError(f"Fact {entry.id!r}: it names no source.", REMEDY)
        if isinstance(entry, Told):
            _check_subjects(entries, entry)


# Fields of told propositions that name what they are about: a release, all of a channel, all servers or clients, or one
# of the older releases that only upgrade paths begin with.
SUBJECTS = ("subject", "source", "target", "host")
_GROUPS = frozenset((*Channel, *Role))


def _check_subjects(entries: Mapping[str, Entry], told: Told[Any]) -> None:
    for that in told.those:
        for name in SUBJECTS:
            value = getattr(that, name, None)
            known = value in _GROUPS or isinstance(entries.get(value or ""), ReleaseRecord | OlderRelease)
            if value is not None and not known:
                raise FactsError(f"Fact {told.id!r}: {name} names {value!r}, which does not exist.", REMEDY)


def _date_fact(record: ReleaseRecord, name: str) -> DateFact:
    day: Day | None = getattr(record, name)
    if day is None:
        return DateFact(id=f"{record.id}.{name}", sources=record.sources, day=None)
    return DateFact(
        id=f"{record.id}.{name}",
        sources=day.sources or record.sources,
        conflict=day.conflict,
        day=day.day,
        also=day.also,
    )


def _release(record: ReleaseRecord) -> Release:
    available, mainstream, extended = (
        Dated(day=day.day if day else None, fact=f"{record.id}.{name}")
        for name, day in zip(_DATES, (record.available, record.mainstream_end, record.extended_end), strict=True)
    )
    return Release(
        id=record.id,
        name=record.name,
        role=record.role,
        channel=record.channel,
        build=record.build,
        version=record.version,
        available=available,
        mainstream_end=mainstream,
        extended_end=extended,
    )
