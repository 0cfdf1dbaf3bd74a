"""`index` and `config` as real processes."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Completed = subprocess.CompletedProcess[str]
ROOT = Path(__file__).parents[3]
RunCommand = Callable[..., Completed]

PAGE = """---
title: Our build hosts
---
# Our build hosts

## Where is the registry mirror?

The registry mirror of the build hosts stands in rack nine and is called barnowl.
"""


@pytest.fixture
def own_data(data_dir: Path, tmp_path: Path) -> Path:
    """A copy of the built data folder that a test may change."""
    return Path(shutil.copytree(data_dir, tmp_path / "data"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of documents: one good page, and one that is not UTF-8."""
    made = tmp_path / "pages"
    made.mkdir()
    (made / "hosts.md").write_text(PAGE, encoding="utf-8")
    (made / "broken.md").write_bytes(b"# Br\xff\xfeoken\n\nText.\n")
    return made


def status(run_command: RunCommand, data: Path) -> dict[str, object]:
    parsed: dict[str, object] = json.loads(run_command("index", "--status", "--json", data=data).stdout)
    return parsed


def test_status_has_the_contracts_keys(run_command: RunCommand, data_dir: Path) -> None:
    found = status(run_command, data_dir)
    keys = ["generation", "built", "documents", "chunks", "embedding_model", "facts_hash", "skipped"]
    assert list(found)[: len(keys)] == keys
    assert found["embedding_model"] == "all-MiniLM-L6-v2"
    assert str(found["built"]).endswith(("Z", "+00:00"))
    assert found["folders"] == found["skipped"] == []


def test_status_for_people_names_the_same(run_command: RunCommand, data_dir: Path) -> None:
    found = status(run_command, data_dir)
    text = run_command("index", "--status").stdout
    assert str(found["generation"]) in text
    assert "packaged guidance" in text


def test_a_folder_is_indexed_remembered_found_and_forgotten(
    run_command: RunCommand, own_data: Path, folder: Path
) -> None:
    before = status(run_command, own_data)
    added = run_command("index", str(folder), "--json", data=own_data)
    assert added.returncode == 0, added.stderr
    found = json.loads(added.stdout)
    assert found["documents"] == int(str(before["documents"])) + 1
    assert found["folders"] == [str(folder.resolve())]
    assert [left["document"] for left in found["skipped"]] == ["broken.md"]
    assert found["generation"] != before["generation"]

    passages = json.loads(run_command("search", "registry mirror of the build hosts", "--json", data=own_data).stdout)
    assert passages["passages"][0]["document"] == "hosts.md"
    assert passages["passages"][0]["title"] == "Our build hosts"

    again = run_command("index", data=own_data)
    assert "up to date" in again.stderr

    forgotten = run_command("index", "--forget", str(folder), "--json", data=own_data)
    assert json.loads(forgotten.stdout)["generation"] == before["generation"]
    assert json.loads(forgotten.stdout)["folders"] == []


@pytest.mark.parametrize(
    "arguments",
    [["no-such-folder"], ["--forget", "never-indexed"], ["--status", "folder"], ["--status", "--forget", "folder"]],
)
def test_bad_use_is_one_line_and_changes_nothing(run_command: RunCommand, data_dir: Path, arguments: list[str]) -> None:
    before = status(run_command, data_dir)
    done = run_command("index", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert status(run_command, data_dir) == before


def test_a_missing_index_says_how_to_build_it(run_command: RunCommand, tmp_path: Path) -> None:
    done = run_command("index", "--status", data=tmp_path)
    assert done.returncode == 2
    assert "channel-assistant index" in done.stderr


def test_config_lists_every_setting_with_its_meaning(run_command: RunCommand, data_dir: Path) -> None:
    done = run_command("config", "--json", CHANNEL_ASSISTANT_ALLOW_REMOTE="on")
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in json.loads(done.stdout)["settings"]}
    assert all(set(row) == {"name", "value", "default", "meaning"} and row["meaning"] for row in rows.values())
    assert rows["CHANNEL_ASSISTANT_DATA_DIR"]["value"] == str(data_dir)
    assert rows["CHANNEL_ASSISTANT_ALLOW_REMOTE"]["value"] == "on"
    assert rows["CHANNEL_ASSISTANT_ALLOW_REMOTE"]["default"] == "off"
    assert rows["embedding engine"]["value"] == "onnx"
    text = run_command("config").stdout
    assert [name for name in rows if name not in text] == []


def test_config_works_without_an_index_and_a_wrong_value_is_one_line(run_command: RunCommand, tmp_path: Path) -> None:
    assert run_command("config", data=tmp_path).returncode == 0
    done = run_command("config", CHANNEL_ASSISTANT_ALLOW_REMOTE="perhaps")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "CHANNEL_ASSISTANT_ALLOW_REMOTE" in done.stderr


def test_the_page_of_all_settings_is_the_one_that_the_program_prints(run_command: RunCommand) -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert run_command("config", "--markdown").stdout == page
