"""Told facts in their files: what an entry spells out, and that a bad one names file, entry and reason."""

import shutil
from pathlib import Path

import pytest

from assistant.errors import FactsError
from assistant.rules import Engine
from assistant.rules.factbase import PACKAGED, load
from assistant.rules.kinds.activation import ClientKey, Edition
from assistant.rules.records import OlderRelease
from assistant.rules.rulebook import TABLES
from assistant.rules.told import spelled_out

KEY = 'key = "WC2BQ-8NRM3-FDDYY-2BFGV-KHKQY"'
BROKEN = [
    (
        "activation.toml",
        'edition = "Standard"',
        'edition = "Home"',
        ["activation", "gvlk", "gvlk.ws2016.standard", "edition"],
    ),
    ("activation.toml", KEY, "", ["gvlk.ws2016.standard", "key"]),
    ("activation.toml", KEY, KEY + "\ncolour = 1", ["gvlk.ws2016.standard", "colour"]),
    ("activation.toml", KEY, KEY + '\nholds = "maybe"', ["gvlk.ws2016.standard", "holds"]),
    ("activation.toml", KEY, KEY + "\nasserted = false", ["gvlk.ws2016.standard", "asserted"]),
    ("activation.toml", KEY, "key = []", ["gvlk.ws2016.standard", "tells nothing"]),
    ("activation.toml", KEY, KEY + '\nconflict = "C99"', ["gvlk.ws2016.standard", "C99"]),
    ("activation.toml", KEY, KEY + '\nvalid_from = "soon"', ["gvlk.ws2016.standard", "valid_from"]),
    ("activation.toml", 'subject = "ws2016"', 'subject = "ws2099"', ["gvlk.ws2016.standard", "subject", "ws2099"]),
    ("activation.toml", 'sources = ["kms-keys"]', "sources = []", ["gvlk.ws2016.standard", "no source"]),
    (
        "activation.toml",
        'id = "gvlk.ws2016.datacenter"',
        'id = "gvlk.ws2016.standard"',
        ["gvlk.ws2016.standard", "twice"],
    ),
    ("activation.toml", 'id = "kms.minimum"', 'id = "ws2022"', ["ws2022", "twice"]),
    ("activation.toml", 'id = "gvlk.ws2016.standard"', 'ident = "x"', ["activation", "gvlk", "number 1", "id"]),
    ("activation.toml", "[[csvlk_rule]]", "[[csvlk]]", ["activation.toml", "csvlk"]),
    ("activation.toml", "[[csvlk_rule]]", "[csvlk_rule]", ["activation.toml", "csvlk_rule", "no array"]),
    ("activation.toml", "[[kms]]", "[[kms", ["activation.toml", "TOML"]),
    ("upgrade.toml", 'source = "ws2012r2"', 'source = "ws2003"', ["path.to-2016", "source", "ws2003"]),
    ("aks.toml", "when = { day = 2026-03-01 }", 'when = "2026"', ["milestone.2019.retired", "when"]),
    ("aks.toml", "when = { day = 2026-03-01 }", "when = { month = 3 }", ["milestone.2019.retired", "when"]),
    ("licensing.toml", "containers = 2", 'containers = "two"', ["covers.standard.hyperv", "containers"]),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED, tmp_path / "facts"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    place = text.index(KEY) if old == 'sources = ["kms-keys"]' else 0
    place = text.index("[[gvlk]]") if old in {'edition = "Standard"', 'subject = "ws2016"'} else place
    assert old in text[place:]
    (folder / file).write_text(text[:place] + text[place:].replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(("file", "old", "new", "words"), BROKEN)
def test_a_broken_entry_names_file_entry_and_reason(folder, file, old, new, words) -> None:
    edit(folder, file, old, new)
    with pytest.raises(FactsError) as refused:
        load(TABLES, folder)
    assert all(word in str(refused.value) for word in words), str(refused.value)


@pytest.mark.parametrize(("file", "old", "new", "words"), BROKEN[:3])
def test_a_check_does_not_read_them_and_the_first_question_does(folder, today, file, old, new, words) -> None:
    edit(folder, file, old, new)
    engine = Engine.load(folder)
    assert engine.check(engine.resolve_host("ws2025"), engine.resolve_image("ltsc2022"), as_of=today)
    asked = ClientKey(subject="ws2022", edition=Edition.STANDARD, key="x")
    with pytest.raises(FactsError) as refused:
        engine.decide(asked, today)
    assert all(word in str(refused.value) for word in words), str(refused.value)


def test_the_hash_is_over_all_files_whether_read_or_not(folder) -> None:
    at_once, later = load(TABLES, folder), Engine.load(folder)
    assert at_once.hash == later.facts_hash == Engine.load().facts_hash
    edit(folder, "aks.toml", "2.87.0", "2.88.0")
    assert load(TABLES, folder).hash != at_once.hash


def test_an_entry_spells_out_every_combination_of_its_lists() -> None:
    entry = {"id": "x", "sources": ["s"], "subject": ["a", "b"], "edition": ["S", "D"], "key": "k", "holds": "yes"}
    assert list(spelled_out(entry)) == [
        {"subject": "a", "edition": "S", "key": "k"},
        {"subject": "a", "edition": "D", "key": "k"},
        {"subject": "b", "edition": "S", "key": "k"},
        {"subject": "b", "edition": "D", "key": "k"},
    ]


def test_older_releases_are_facts_with_a_source(engine) -> None:
    assert [older.name for older in engine.facts.of(OlderRelease)] == ["Windows Server 2012 R2"]
    assert engine.facts.cited(["ws2012r2", "gvlk.ws2022.standard"])[1].id == "kms-keys"
