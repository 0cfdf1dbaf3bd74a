"""Reading fact files: bytes, TOML, validated entries. The one place of the rules that knows pydantic.

Validation is pydantic's on plain dataclasses, one adapter a table, so nothing behind this module sees it. Every error
names file, entry and reason.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.errors import FactsError
from assistant.rules.records import Entry
from assistant.rules.told import Telling, Told, ToldTable, envelope, spelled_out

REMEDY = "Correct the entry, or install the package again if you did not change it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One array of tables in one fact file: `[[key]]` in `facts/<file>.toml`, whose entries are `record`s."""

    file: str
    key: str
    record: type[Entry]


def read(path: Path) -> bytes:
    """The bytes of a fact file. Raises FactsError."""
    try:
        # Line ends differ between checkouts; the hash must not.
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise FactsError(f"facts/{path.name} cannot be read: {error.strerror}.", REMEDY) from error


def parse(name: str, content: bytes) -> dict[str, Any]:
    """A fact file as TOML. Raises FactsError."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FactsError(f"facts/{name}.toml is not valid TOML: {error}.", REMEDY) from error


def entries_of(table: Table, raw: object) -> tuple[Entry, ...]:
    """The entries of one table; a failure names the entry by its id where it has one, else by its number."""
    # pydantic accepts variable tuples of any dataclass; the type is only known at run time.
    adapter: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[table.record, ...])  # type: ignore[name-defined]
    return validated(adapter, table.file, table.key, raw)


@cache
def _envelope() -> TypeAdapter[tuple[Told[Any], ...]]:
    """One adapter for the record half of all told entries: building an adapter costs more than using it."""
    return TypeAdapter(tuple[Told[Any], ...])


def told_of(table: ToldTable, raw: object) -> tuple[Told[Any], ...]:
    """The entries of a table of told propositions, each with all that it tells."""
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        raise FactsError(f"facts/{table.file}.toml, {table.key!r}: this is no array of tables.", REMEDY)
    records = validated(_envelope(), table.file, table.key, [envelope(entry) for entry in raw])
    # pydantic accepts variable tuples of any dataclass; the type is only known at run time.
    adapter: TypeAdapter[tuple[Telling, ...]] = TypeAdapter(tuple[table.proposition, ...])  # type: ignore[name-defined]
    told = [(record, that) for record, entry in zip(records, raw, strict=True) for that in spelled_out(entry)]
    named = [{"id": record.id} for record, _ in told]
    plain = [that for _, that in told]
    propositions: tuple[Telling, ...] = validated(adapter, table.file, table.key, plain, named)
    those: dict[str, list[Telling]] = {record.id: [] for record in records}
    for (record, _), proposition in zip(told, propositions, strict=True):
        if not proposition.asserted:
            what = f"facts/{table.file}.toml, [[{table.key}]] {record.id!r}: `asserted` is for claims; a fact `holds`."
            raise FactsError(what, REMEDY)
        those[record.id].append(proposition)
    for ident in (ident for ident, found in those.items() if not found):
        raise FactsError(f"facts/{table.file}.toml, [[{table.key}]] {ident!r}: it tells nothing.", REMEDY)
    return tuple(replace(record, those=tuple(those[record.id])) for record in records)


V = TypeVar("V")


def validated(adapter: TypeAdapter[V], file: str, key: str, raw: object, names: object = None) -> V:
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
        raise FactsError(what, REMEDY) from error


def nothing_left(parsed: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises FactsError if a file has a table that nobody has taken out."""
    for name, left in parsed.items():
        for key in left:
            raise FactsError(f"facts/{name}.toml, {key!r}: no table of that name is known.", REMEDY)


def hash_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, in the order given, in hexadecimal."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}:{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
