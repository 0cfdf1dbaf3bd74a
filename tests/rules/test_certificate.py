"""The certificate holds for the packaged facts, and breaks where they are wrong."""

import shutil
from pathlib import Path

import pytest

from assistant.rules import Engine, factbase
from assistant.rules.certificate import PROPERTIES, certify
from assistant.rules.rulebook import TABLES


def test_the_packaged_facts_are_certified(engine: Engine) -> None:
    certificate = certify(engine)
    assert [check.name for check in certificate.checks if not check.passed] == []
    assert certificate.certified
    assert certificate.facts_hash == engine.facts_hash
    assert len(certificate.checks) == len(PROPERTIES)
    assert all(check.cases > 0 for check in certificate.checks)


@pytest.mark.parametrize(
    ("file", "old", "new", "property_name"),
    [
        # A mark of a printed table is flipped.
        ("compatibility.toml", 'hyperv = ["ws2016", "ws2019", "ws2022"]', 'hyperv = ["ws2016", "ws2022"]', "tables"),
        # The stable interface begins too late: the printed table knows better.
        ("compatibility.toml", 'conflict = "C08"\nbuild = 20348', 'conflict = "C08"\nbuild = 26100', "tables"),
        # Build 19041 becomes a build that is newer than 19042.
        ("releases.toml", "build = 19041", "build = 19043", "tables"),
    ],
)
def test_wrong_facts_are_not_certified(tmp_path: Path, file: str, old: str, new: str, property_name: str) -> None:
    folder = Path(shutil.copytree(factbase.PACKAGED, tmp_path / "facts"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    certificate = certify(Engine(factbase.load(TABLES, folder)), only=[property_name])
    assert not certificate.certified
    assert [check.name for check in certificate.checks] == [property_name]
