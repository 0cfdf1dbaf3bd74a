"""The README's commands are the ones that CI runs and that the program has."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)\n```", README, re.S)


def test_ci_runs_exactly_the_test_command() -> None:
    command = next(block for block in _blocks("sh") if "pytest" in block)
    assert "\n" not in command
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", ["sh", "powershell"])
def test_both_shells_have_both_commands_in_one_line_each(language: str) -> None:
    blocks = _blocks(language)
    assert len(blocks) == 2
    assert all("\n" not in block for block in blocks)


def test_every_command_it_names_exists() -> None:
    from ui.cli.main import COMMANDS  # noqa: PLC0415

    table = README.partition("| command | for |")[2].partition("\n\n")[0]
    named = {name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)", row)}
    assert named <= set(COMMANDS)


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
