"""The point of it all: with a rule, a page, the retriever or the composer broken on purpose, the gate turns red.

Each part is the real one with one thing wrong. The questions are those that the working parts answer rightly, so that
the gate is green before and the break alone makes it red.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from assistant.drafting.composed import compose
from assistant.drafting.evidence import Evidence
from assistant.gate.draft import Draft
from assistant.parts import release_names
from assistant.passage import ScoredPassage
from assistant.retrieval.retriever import FusedRetriever
from assistant.rules import Engine
from assistant.rules.factbase import FactBase
from assistant.rules.records import Statement
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.build import build_index, packaged_guidance
from corpus.index import Index
from evals.answering import Asker
from evals.dataset import Question, QuestionSet
from evals.evaluation import Evaluation, evaluate
from evals.gates import Gate
from evals.judging import Grade
from evals.mutation.facts import changes
from evals.mutation.parts import WithoutPage
from evals.record import Record
from evals.run import Place
from tests.evals.replies import set_of

GATES = [
    Gate(metric="right", least=1.0),
    Gate(metric="verdict_accuracy", least=1.0),
    Gate(metric="determinism", least=1.0),
]

Asked = dict[str, tuple[Question, Record]]
Judge = Callable[[Assistant], Evaluation]


@pytest.fixture(scope="module")
def judge_with(asked: Asked, engine: Engine, place: Place) -> Judge:
    """An assistant -> the evaluation of those questions that the working one answers rightly."""
    every = [question for question, _ in asked.values()]
    before = evaluate(_named(every), None, [r for _, r in asked.values()], gates=GATES, engine=engine)
    right = [case.question for case in before.cases if case.grade is Grade.RIGHT]
    assert len(right) >= 7, [case.last.reasons for case in before.cases if case.grade is not Grade.RIGHT]

    def judge(assistant: Assistant) -> Evaluation:
        asker = Asker(assistant, place.fingerprint, gold_under=place.gold_under)
        records = [asker.record(q.model_copy(update={"wordings": ()})) for q in right]
        return evaluate(_named(right), None, records, gates=GATES, engine=engine)

    return judge


def _named(questions: list[Question]) -> QuestionSet:
    return replace(set_of(*questions), packaged=True)


def failing(run: Evaluation) -> set[str]:
    return {case.question.id for case in run.cases if case.grade is not Grade.RIGHT}


def test_the_working_parts_pass(judge_with: Judge, assistant: Assistant) -> None:
    run = judge_with(assistant)
    assert run.summary.passed, failing(run)


def statement(facts: FactBase, ident: str, **wrong: object) -> FactBase:
    """The facts with one value of one statement of the rules wrong."""
    entry = replace(facts.get(Statement, ident), **wrong)
    tables = {t: tuple(entry if e.id == ident else e for e in found) for t, found in facts.core.tables.items()}
    return replace(facts, core=replace(facts.core, tables=tables, entries={**facts.core.entries, ident: entry}))


BROKEN_RULES = {
    "the stable interface begins later": ("compat-03", lambda f: statement(f, "stable-abi", build=26100)),
    "the Annual Channel runs another image": ("compat-01", lambda f: statement(f, "annual-only-2022", image="ws2019")),
}


@pytest.mark.parametrize("name", BROKEN_RULES)
def test_a_broken_rule(name: str, judge_with: Judge, index: Index, engine: Engine) -> None:
    noticed_by, broken = BROKEN_RULES[name]
    run = judge_with(Assistant.over(index, facts=broken(engine.facts)))
    assert not run.summary.passed
    assert noticed_by in failing(run)


def test_a_broken_date(judge_with: Judge, index: Index, engine: Engine) -> None:
    change = next(c for c in changes(engine.facts) if c.fact == "ws2022.extended_end")
    run = judge_with(Assistant.over(index, facts=change.make()))
    assert not run.summary.passed
    assert "life-01" in failing(run)


def test_a_missing_page(judge_with: Judge, index: Index) -> None:
    page = "guidance/activation-and-keys.md"
    run = judge_with(Assistant.over(index, retriever=lambda usual: WithoutPage.of(usual, page)))
    assert not run.summary.passed
    assert "lic-06" in failing(run)


class Upside(FusedRetriever):
    """Ranks the other way round."""

    def ranked(self, query: str, k: int) -> tuple[ScoredPassage, ...]:
        return tuple(reversed(super().ranked(query, 10_000)))[:k]


def test_a_broken_retriever(judge_with: Judge, index: Index, engine: Engine) -> None:
    broken = Upside(index=index, names=release_names(engine))
    run = judge_with(Assistant.over(index, retriever=lambda _: broken))
    assert not run.summary.passed
    assert {"lic-06", "aks-03"} & failing(run)


def silent(evidence: Evidence) -> Draft:
    """Composes as usual and leaves the first sentence out, which is the answer."""
    draft = compose(evidence)
    return replace(draft, sentences=draft.sentences[1:], pairs=())


def test_a_broken_composer(judge_with: Judge, index: Index) -> None:
    run = judge_with(Assistant.over(index, composer=silent))
    assert not run.summary.passed
    assert {"compat-01", "life-01"} <= failing(run)


class Fickle(FusedRetriever):
    """Answers each time from one passage less."""

    seen: ClassVar[list[str]] = []

    def ranked(self, query: str, k: int) -> tuple[ScoredPassage, ...]:
        self.seen.append(query)
        return super().ranked(query, k + len(self.seen))[len(self.seen) :]


def test_answers_that_change_from_run_to_run(judge_with: Judge, index: Index, engine: Engine) -> None:
    run = judge_with(Assistant.over(index, retriever=lambda _: Fickle(index=index, names=release_names(engine))))
    assert run.measured["determinism"].value < 1.0
    assert not run.summary.passed


def test_a_part_that_raises_is_counted_and_ends_nothing(judge_with: Judge, index: Index) -> None:
    def broken(_: Evidence) -> Draft:
        raise RuntimeError("broken on purpose")

    run = judge_with(Assistant.over(index, composer=broken))
    assert run.measured["failures"].value > 0
    assert {case.grade for case in run.cases if case.question.id == "life-01"} == {Grade.FAILED}


@pytest.mark.slow
def test_a_page_that_says_the_wrong_thing(judge_with: Judge, tmp_path: Path, engine: Engine) -> None:
    """The guidance itself is changed and indexed: an answer made from it no longer states the truth."""
    guidance = tmp_path / "guidance"
    guidance.mkdir()
    for page in packaged_guidance().glob("*.md"):
        text = page.read_text("utf-8").replace("XGN3F-F394H-FD2MY-PP6FD-8MCRC", "XGN3F-F394H-FD2MY-PP6FD-8MCRX")
        (guidance / page.name).write_text(text, "utf-8")
    data, names = tmp_path / "data", release_names(engine)
    build_index(data, guidance=guidance, facts_hash=engine.facts_hash, names=names)
    index = Index.open(data, model=Settings().embedding_model, facts_hash=engine.facts_hash, names=names)
    try:
        run = judge_with(Assistant.over(index))
    finally:
        index.close()
    assert not run.summary.passed
    assert "lic-06" in failing(run)
