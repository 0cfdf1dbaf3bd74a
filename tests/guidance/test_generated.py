"""The generated pages: printed by the command, never stale, and nothing in them that the gate would not show."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.claims.claim import SentenceStatus
from assistant.claims.judge import judge_text
from assistant.prose import block_sentences, blocks
from assistant.rules import Engine
from assistant.rules.pages import generated_pages
from assistant.rules.release import Role
from corpus.build import packaged_guidance
from ui.cli.main import cli

DAY = date(2026, 11, 24)
PAGES = generated_pages(Engine.load())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["pages", *arguments])


def test_the_packaged_pages_are_as_the_facts_say() -> None:
    result = run("--check", str(packaged_guidance()))
    assert result.exit_code == 0, result.output


def test_every_server_release_has_a_page() -> None:
    servers = {r.id for r in Engine.load().facts.releases.values() if r.role is Role.SERVER}
    assert {name[len("release-") : -len(".md")] for name in PAGES if name.startswith("release-")} == servers


def test_written_pages_are_the_packaged_ones(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "guidance"
    assert run("--write", str(folder)).exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in packaged_guidance().iterdir() if path.name in PAGES
    }
    again = json.loads(run("--write", str(folder), "--json").output)
    assert (again["pages"], again["written"]) == (len(PAGES), [])


def test_stale_missing_and_left_over_pages_are_named(tmp_path: Path) -> None:
    run("--write", str(tmp_path))
    (tmp_path / "release-ws2022.md").write_text("other\n")
    (tmp_path / "release-ws2025.md").unlink()
    (tmp_path / "release-ws2003.md").write_text("---\ntitle: x\ngenerated: true\n---\n# x\n")
    (tmp_path / "by-hand.md").write_text("# Mine\n")
    result = run("--check", str(tmp_path), "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["stale"] == {
        "release-ws2003.md": "is printed no more: delete it",
        "release-ws2022.md": "differs",
        "release-ws2025.md": "is missing",
    }
    assert "channel-assistant pages --write" in run("--check", str(tmp_path)).output


@pytest.mark.parametrize("arguments", [(), ("--write", "a", "--check", "b"), ("--check", "missing"), ("--what",)])
def test_wrong_usage_is_an_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*(str(tmp_path / a) if a == "missing" else a for a in arguments))
    assert result.exit_code != 0
    assert result.exit_code != 1 or result.exception is not None


def said(page: str) -> Iterator[str]:
    """The sentences of a page; headings name what stands below them and say nothing."""
    body = page.split("---\n", 2)[2]
    for block in blocks(body):
        for start, end in block_sentences(body, block):
            text = body[start:end]
            if not body[:start].endswith("# ") and not text.startswith("Each "):
                yield text


@pytest.mark.parametrize("name", PAGES)
def test_every_sentence_is_the_rules_own_or_confirmed_by_them(name: str, own_sentences: frozenset[str]) -> None:
    engine = Engine.load()
    others = [text for text in said(PAGES[name]) if text not in own_sentences]
    judged = {text: judge_text(engine, text, DAY).sentences for text in others}
    assert not {
        text: [s.reason for s in found]
        for text, found in judged.items()
        if any(s.status is not SentenceStatus.ENTAILED for s in found)
    }
    rows = [line for line in PAGES[name].splitlines() if line.startswith("| Windows")]
    if rows:
        wrong = [
            s.reason
            for s in judge_text(engine, PAGES[name].split("---\n", 2)[2], DAY).sentences
            if PAGES[name].split("---\n", 2)[2][s.start : s.end].startswith("| Windows")
            and s.status is not SentenceStatus.ENTAILED
        ]
        assert not wrong
