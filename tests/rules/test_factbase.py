"""Loading facts: what is there, and that a broken file names file, entry and reason."""

import re
import shutil
from pathlib import Path

import pytest

from assistant.errors import FactsError
from assistant.rules import Engine
from assistant.rules.factbase import PACKAGED, load
from assistant.rules.names import lexicon
from assistant.rules.records import Record, Statement
from assistant.rules.rulebook import TABLES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED, tmp_path / "facts"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("releases.toml", "build = 14393", 'build = "many"', ["releases.toml", "ws2016", "build"]),
        ("releases.toml", "build = 14393\n", "", ["ws2016", "build", "required"]),
        ("releases.toml", 'channel = "LTSC"', 'channel = "Weekly"', ["ws2016", "channel"]),
        ("releases.toml", "day = 2016-10-15", 'day = "soon"', ["ws2016", "available.day"]),
        ("releases.toml", "year = 2016", "year = 2016\ncolour = 1", ["ws2016", "colour"]),
        ("releases.toml", 'sources = ["base-image-lifecycle"]', 'sources = ["hearsay"]', ["ws2016", "hearsay"]),
        ("releases.toml", 'sources = ["base-image-lifecycle"]', "sources = []", ["ws2016", "no source"]),
        ("releases.toml", "reviewed = 2026-11-24", "", ["releases.toml", "reviewed"]),
        ("releases.toml", 'id = "ws1709"', 'id = "ws2016"', ["ws2016", "twice"]),
        ("releases.toml", 'conflict = "C04"', 'conflict = "C99"', ["ws2016.extended_end", "C99"]),
        ("compatibility.toml", 'hosts = ["ws2016"]', 'hosts = ["ws2012"]', ["printed.current.ws2016", "ws2012"]),
        ("compatibility.toml", "[[printed]]", "[[printeed]]", ["compatibility.toml", "printeed"]),
        (
            "compatibility.toml",
            'id = "build-match"',
            'identity = "build-match"',
            ["compatibility.toml", "number 1", "id"],
        ),
        ("images.toml", 'release = "ws2016"', 'release = "ws2012"', ["image.servercore.ws2016", "ws2012"]),
        ("images.toml", "[linux]", "[linuks]", ["images.toml", "linux"]),
        ("sources.toml", "[[source]]", "[[source", ["sources.toml", "TOML"]),
    ],
)
def test_a_broken_fact_names_file_entry_and_reason(
    folder: Path, file: str, old: str, new: str, words: list[str]
) -> None:
    edit(folder, file, old, new)
    with pytest.raises(FactsError) as refused:
        load(TABLES, folder)
    assert all(word in str(refused.value) for word in words), str(refused.value)


def test_a_missing_and_an_unreadable_file(folder: Path) -> None:
    (folder / "images.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FactsError, match=r"images\.toml"):
        load(TABLES, folder)
    (folder / "images.toml").unlink()
    with pytest.raises(FactsError, match=r"images\.toml cannot be read"):
        load(TABLES, folder)


def test_a_shared_alias_is_refused(folder: Path) -> None:
    edit(folder, "releases.toml", '"Windows Server 1709"', '"windows-server (2016)"')
    with pytest.raises(FactsError, match=r"ws2016 and ws1709 share the alias"):
        lexicon(load(TABLES, folder))


def test_the_hash_follows_the_content_and_not_the_line_ends(folder: Path, engine: Engine) -> None:
    assert load(TABLES, folder).hash == engine.facts_hash
    for path in folder.glob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(TABLES, folder).hash == engine.facts_hash
    edit(folder, "releases.toml", "2016-10-15", "2016-10-16")
    assert load(TABLES, folder).hash != engine.facts_hash


def test_every_source_is_public_and_used(engine: Engine) -> None:
    used = {s for entry in engine.facts.entries.values() if isinstance(entry, Record) for s in entry.sources}
    used |= {s for conflict in engine.facts.conflicts.values() for side in conflict.sides for s in side.sources}
    assert used <= set(engine.facts.sources)
    for source in engine.facts.sources.values():
        assert re.match(r"https://[a-z.]+/", source.url), source.id
        assert source.title
        assert source.section


def test_every_conflict_has_two_sides_and_a_reason(engine: Engine) -> None:
    for conflict in engine.facts.conflicts.values():
        assert len(conflict.sides) >= 2, conflict.id
        assert conflict.governs, conflict.id
        assert conflict.why, conflict.id


def test_facts_are_found_by_id_and_kind(engine: Engine) -> None:
    assert engine.facts.get(Statement, "stable-abi").build == 20348
    assert engine.facts.fact("ws2025.extended_end").conflict == "C03"
    with pytest.raises(FactsError, match="no-such-fact"):
        engine.facts.fact("no-such-fact")
    with pytest.raises(FactsError):
        engine.facts.get(Statement, "ws2022")
