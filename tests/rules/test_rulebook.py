"""The tables of the rules as wholes."""

import re
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.rules import Engine, kinds
from assistant.rules.factbase import PACKAGED
from assistant.rules.pages import rules_page
from assistant.rules.rulebook import KINDS, RULES, TABLES

ROOT = Path(__file__).parents[2]


def test_ids_are_unique_and_sorted() -> None:
    numbers = [int(rule.id[1:]) for rule in RULES]
    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch(r"R\d+", rule.id) for rule in RULES)


def test_every_rule_has_title_statement_function_and_facts(engine: Engine) -> None:
    for rule in RULES:
        assert rule.title, rule.id
        assert not rule.title.endswith("."), rule.id
        assert rule.statement.endswith("."), rule.id
        assert callable(rule.applies), rule.id
        assert rule.rests_on(engine.facts) or rule.id == "R0", rule.id
        assert {*rule.rests_on(engine.facts)} <= {*engine.facts.entries}, rule.id
        assert {*rule.limits} <= {r.id for r in RULES}, rule.id


def test_titles_are_unique() -> None:
    assert len({rule.title for rule in RULES}) == len(RULES)


def test_a_module_a_kind_and_a_kind_a_module() -> None:
    modules = {path.stem for path in Path(kinds.__path__[0]).glob("*.py")} - {"__init__"}
    assert {kind.name for kind in KINDS} == modules


def test_a_table_for_every_file_and_a_file_for_every_table() -> None:
    assert {table.file for table in TABLES} == {path.stem for path in PACKAGED.glob("*.toml")}


def test_every_proposition_belongs_to_one_kind() -> None:
    propositions = [p for kind in KINDS for p in kind.propositions]
    assert len(propositions) == len(set(propositions))


def test_what_is_no_proposition_is_refused(engine: Engine, today) -> None:
    with pytest.raises(InputError, match="int"):
        engine.decide(3, today)


def test_the_page_of_rules_is_printed_by_the_program(engine: Engine) -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page(engine)
