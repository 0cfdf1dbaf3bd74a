"""Changes to what is under test: made one at a time, noticed by a question that used them, survivors explained."""

from dataclasses import replace

import pytest

from assistant.rules import Engine
from evals.evaluation import Evaluation, evaluate
from evals.gates import Gate
from evals.mutation import parts
from evals.mutation.facts import changes
from evals.mutation.trial import SAME, UNNOTICED, UNUSED, Mutation, try_changes
from evals.run import Place
from tests.evals.replies import set_of


@pytest.fixture(scope="module")
def run(asked, engine: Engine) -> Evaluation:
    questions = [question for question, _ in asked.values()]
    records = [record for _, record in asked.values()]
    gates = [Gate(metric="right", least=0.0)]
    return evaluate(replace(set_of(*questions), packaged=True), None, records, gates=gates, engine=engine)


@pytest.fixture(scope="module")
def trial(run: Evaluation, place: Place) -> Mutation:
    return try_changes(run, place)


def test_every_change_makes_one_thing_wrong_and_leaves_the_facts_alone(engine: Engine) -> None:
    before = engine.facts.hash, dict(engine.facts.releases)
    found = tuple(changes(engine.facts))
    assert len({c.what for c in found}) == len(found) > 100
    for change in found[::25]:
        wrong = change.make()
        differing = [i for i, e in wrong.core.entries.items() if e != engine.facts.core.entries[i]]
        assert change.fact in differing
        assert all(i == change.fact or i.split(".")[0] == change.fact.split(".")[0] for i in differing)
    assert before == (engine.facts.hash, dict(engine.facts.releases))


def test_facts_pages_and_citations_that_the_questions_rest_on_are_noticed(trial: Mutation) -> None:
    killers = {result.what: result.killer for result in trial.results}
    assert killers["ws2022.extended_end 2031-10-14 + 400 days"] == "life-01"
    assert killers["stable-abi.build 20348 + 1"] == "compat-03"
    assert (
        killers["ws23h2.channel Annual Channel as LTSC"] == "chan-03"
        or killers["ws2022.channel LTSC as SAC"] == "chan-03"
    )
    assert killers["guidance/activation-and-keys.md"] == "lic-06"
    assert all(result.killer for result in trial.results if result.kind == "citation")


def test_survivors_are_explained(trial: Mutation) -> None:
    assert trial.tried == trial.killed + len(trial.survivors)
    assert {survivor.why for survivor in trial.survivors} <= {UNUSED, UNNOTICED, SAME}


def test_a_sample_is_spread_over_the_facts(run: Evaluation, place: Place) -> None:
    reported: list[tuple[int, int]] = []
    sample = try_changes(run, place, most=6, progress=lambda _, done, total: reported.append((done, total)))
    facts = [result.what.split(".")[0] for result in sample.results if result.kind == "fact"]
    assert len(facts) == 6
    assert len(set(facts)) > 3
    assert reported[-1] == (sample.tried, sample.tried)


def test_exchanged_citations_keep_everything_else(asked) -> None:
    records = tuple(record for _, record in asked.values())
    for edit in (parts.quotes_exchanged, parts.quotes_altered, parts.documents_exchanged):
        changed = edit(records)
        for before, after in zip(records, changed, strict=True):
            assert [t.reply.text for t in before.turns] == [t.reply.text for t in after.turns]
        assert changed != records
