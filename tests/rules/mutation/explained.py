"""Survivors that are no gap: mutants that decide as the program does, each by name and with the reason."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

EXPLAINED = Path(__file__).with_name("explained.toml")


@cache
def explanations() -> Mapping[str, str]:
    """The reason of each explained mutant, by its name."""
    groups = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["equivalent"]
    return {name: group["reason"] for group in groups for name in group["mutants"]}
