"""Fact files -> FactBase: read, validated, cross-checked and hashed. The one place of the rules that knows pydantic.

Validation is pydantic's on the plain dataclasses of `records`, one adapter a table, so nothing behind this module sees
it.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from assistant.errors import FactsError
from assistant.rules.records import Conflict, DateFact, Day, Entry, OlderRelease, Record, ReleaseRecord, Source
from assistant.rules.release import Channel, Dated, Release, Role
from assistant.rules.told import Telling, Told, ToldTable, envelope, spelled_out

PACKAGED = Path(__file__).parent / "facts"
_REMEDY = "Correct the entry, or install the package again if you did not change it."
_DATES = ("available", "mainstream_end", "extended_end")

E = TypeVar("E", bound=Entry)
T = TypeVar("T", bound=Telling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One array of tables in one fact file: `[[key]]` in `facts/<file>.toml`, whose entries are `record`s."""

    file: str
    key: str
    record: type[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The `[linux]` table of images.toml: image names and tag words that mean Linux."""

    names: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactBase:
    """All facts, frozen. `hash` is SHA-256 over the files, `reviewed` the day on which the facts were last reviewed.

    `releases` is in the order of the file: servers, then clients, each oldest first.
    INVARIANT: every source and conflict that an entry names is there; ids are unique over all files.
    """

    hash: str
    reviewed: date
    releases: Mapping[str, Release]
    sources: Mapping[str, Source]
    conflicts: Mapping[str, Conflict]
    linux: Names
    tables: Mapping[type[Entry], tuple[Entry, ...]]
    told: Mapping[type[Telling], tuple[Told[Any], ...]]
    entries: Mapping[str, Entry] = field(repr=False)

    def of(self, record: type[E]) -> tuple[E, ...]:
        """Every entry of one table, in the order of its file."""
        return cast("tuple[E, ...]", self.tables.get(record, ()))

    def told_of(self, proposition: type[T]) -> tuple[Told[T], ...]:
        """Every entry that tells propositions of that type, in the order of its file."""
        return self.told.get(proposition, ())

    def get(self, record: type[E], entry: str) -> E:
        """The entry of that id. Raises FactsError if there is none or it belongs to another table."""
        found = self.entries.get(entry)
        if not isinstance(found, record):
            raise FactsError(f"No fact {entry!r} of the kind {record.__name__} exists.", _REMEDY)
        return found

    def fact(self, fact: str) -> Record:
        """The fact of that id, for its sources, validity and conflict."""
        return self.get(Record, fact)

    def cited(self, facts: Iterable[str]) -> tuple[Source, ...]:
        """The sources of those facts, each once, in the order in which the facts name them."""
        ids = dict.fromkeys(s for f in facts for s in self.fact(f).sources)
        return tuple(self.sources[s] for s in ids)


def load(tables: tuple[Table | ToldTable, ...], folder: Path = PACKAGED) -> FactBase:
    """The facts in `folder`, validated against `tables`. Raises FactsError naming file, entry and reason."""
    files = {name: _read(folder / f"{name}.toml") for name in sorted({t.file for t in tables})}
    parsed = {name: _parse(name, content) for name, content in files.items()}
    reviewed = parsed["releases"].pop("reviewed", None)
    if type(reviewed) is not date:
        raise FactsError("facts/releases.toml: `reviewed` is not a date.", _REMEDY)
    linux = _validated(TypeAdapter(Names), "images", "linux", parsed["images"].pop("linux", None))
    by_type: dict[type[Entry], tuple[Entry, ...]] = {}
    told: dict[type[Telling], tuple[Told[Any], ...]] = {}
    for table in tables:
        raw = parsed[table.file].pop(table.key, [])
        if isinstance(table, ToldTable):
            told[table.proposition] = _told(table, raw)
        else:
            by_type[table.record] = _entries(table, raw)
    _nothing_left(parsed)
    releases = cast("tuple[ReleaseRecord, ...]", by_type[ReleaseRecord])
    by_type[DateFact] = tuple(_date_fact(r, name) for r in releases for name in _DATES)
    entries = _by_id(by_type, told)
    _check_references(entries)
    return FactBase(
        hash=_hash(files),
        reviewed=reviewed,
        releases=MappingProxyType({r.id: _release(r) for r in releases}),
        sources=MappingProxyType({s.id: s for s in cast("tuple[Source, ...]", by_type[Source])}),
        conflicts=MappingProxyType({c.id: c for c in cast("tuple[Conflict, ...]", by_type[Conflict])}),
        linux=linux,
        tables=MappingProxyType(by_type),
        told=MappingProxyType(told),
        entries=MappingProxyType(entries),
    )


def _read(path: Path) -> bytes:
    try:
        # Line ends differ between checkouts; the hash must not.
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise FactsError(f"facts/{path.name} cannot be read: {error.strerror}.", _REMEDY) from error


def _parse(name: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FactsError(f"facts/{name}.toml is not valid TOML: {error}.", _REMEDY) from error


def _entries(table: Table, raw: object) -> tuple[Entry, ...]:
    """The entries of one table; a failure names the entry by its id where it has one, else by its number."""
    # pydantic accepts variable tuples of any dataclass; the type is only known at run time.
    adapter: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[table.record, ...])  # type: ignore[name-defined]
    return _validated(adapter, table.file, table.key, raw)


# One adapter for the record half of all told entries: building an adapter costs more than using it.
_ENVELOPE: TypeAdapter[tuple[Told[Any], ...]] = TypeAdapter(tuple[Told[Any], ...])


def _told(table: ToldTable, raw: object) -> tuple[Told[Any], ...]:
    """The entries of a table of told propositions, each with all that it tells."""
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        raise FactsError(f"facts/{table.file}.toml, {table.key!r}: this is no array of tables.", _REMEDY)
    records = _validated(_ENVELOPE, table.file, table.key, [envelope(entry) for entry in raw])
    # pydantic accepts variable tuples of any dataclass; the type is only known at run time.
    adapter: TypeAdapter[tuple[Telling, ...]] = TypeAdapter(tuple[table.proposition, ...])  # type: ignore[name-defined]
    told = [(record, that) for record, entry in zip(records, raw, strict=True) for that in spelled_out(entry)]
    named = [{"id": record.id} for record, _ in told]
    plain = [that for _, that in told]
    propositions: tuple[Telling, ...] = _validated(adapter, table.file, table.key, plain, named)
    those: dict[str, list[Telling]] = {}
    for (record, _), proposition in zip(told, propositions, strict=True):
        if not proposition.asserted:
            what = f"facts/{table.file}.toml, [[{table.key}]] {record.id!r}: `asserted` is for claims; a fact `holds`."
            raise FactsError(what, _REMEDY)
        those.setdefault(record.id, []).append(proposition)
    return tuple(replace(record, those=tuple(those[record.id])) for record in records)


V = TypeVar("V")


def _validated(adapter: TypeAdapter[V], file: str, key: str, raw: object, names: object = None) -> V:
    """`raw` as the adapter's type. `names` are entries whose ids name those of `raw`, where it has none itself."""
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place, *rest = first["loc"] or (0,)
        ids = names or raw
        named = ids[place] if isinstance(ids, list) and isinstance(place, int) else None
        ident = named.get("id") if isinstance(named, dict) else None
        entry = repr(ident) if ident else f"number {place + 1}" if isinstance(place, int) else repr(str(place))
        where = ".".join(str(part) for part in rest)
        what = f"facts/{file}.toml, [[{key}]] {entry}{f', {where}' if where else ''}: {first['msg']}."
        raise FactsError(what, _REMEDY) from error


def _nothing_left(parsed: Mapping[str, Mapping[str, Any]]) -> None:
    for name, left in parsed.items():
        for key in left:
            raise FactsError(f"facts/{name}.toml, {key!r}: no table of that name is known.", _REMEDY)


def _by_id(
    by_type: Mapping[type[Entry], tuple[Entry, ...]], told: Mapping[type[Telling], tuple[Told[Any], ...]]
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    tables: tuple[tuple[type[Any], tuple[Entry, ...]], ...] = (*by_type.items(), *told.items())
    for record, found in tables:
        for entry in found:
            if entry.id in entries:
                raise FactsError(f"Fact {entry.id!r} ({record.__name__}): the id is used twice.", _REMEDY)
            entries[entry.id] = entry
    return entries


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


def _check_references(entries: Mapping[str, Entry]) -> None:
    for entry in entries.values():
        for name, target in _REFERENCES:
            value = getattr(entry, name, None)
            for ident in (value,) if isinstance(value, str) else value or ():
                if not isinstance(entries.get(ident), target):
                    raise FactsError(f"Fact {entry.id!r}: {name} names {ident!r}, which does not exist.", _REMEDY)
        if isinstance(entry, Record) and not entry.sources:
            raise FactsError(f"Fact {entry.id!r}: it names no source.", _REMEDY)
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
                raise FactsError(f"Fact {told.id!r}: {name} names {value!r}, which does not exist.", _REMEDY)


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


def _hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}:{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
