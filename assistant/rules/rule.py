"""What a rule and a claim kind are, for the tables in `rulebook`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.rules.factbase import FactBase
from assistant.rules.told import Telling
from assistant.rules.verdict import Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A named rule. `id` is permanent, `facts` are ids of the facts it rests on, `applies` is the function deciding.

    `limits` are the ids of the rules that this one is an exception to: where both fire, this one holds. `told` are the
    types of proposition of which it rests on every fact.
    """

    id: str
    title: str
    statement: str
    facts: tuple[str, ...]
    applies: Callable[..., object]
    limits: tuple[str, ...] = ()
    told: tuple[type[Telling], ...] = ()

    def rests_on(self, facts: FactBase) -> tuple[str, ...]:
        """The ids of all facts that it rests on."""
        return (*self.facts, *(entry.id for proposition in self.told for entry in facts.told_of(proposition)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A claim kind of the contract: its propositions, how one is decided and how its truth is said.

    `decide(facts, proposition, as_of)` is total over `propositions`; `state(facts, proposition)` is the proposition as
    a sentence that asserts it.
    """

    name: str
    propositions: tuple[type[Any], ...]
    decide: Callable[[FactBase, Any, date], Ruling[Any]]
    state: Callable[[FactBase, Any], str]
    rules: tuple[Rule, ...]
