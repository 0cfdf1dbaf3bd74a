"""Every metric on small runs made by hand; nothing to measure is no value; the table holds what the report promises."""

from pathlib import Path

import pytest

from assistant.rules import Engine
from evals.intervals import Figure
from evals.matching import Matcher
from evals.metrics import citations, guard, holding_back, ranking, stability, statements, verdicts
from evals.metrics.sheet import Sheet
from evals.metrics.table import METRICS, measure
from evals.record import Kind, VariantRecord
from tests.evals.replies import case, failure, question, reply, verdict

PAIR = "ws2019 on ws2022: unsupported / supported"
RIGHT = (verdict("ws2022", "ws2019", "unsupported", "supported"),)
HALF = (verdict("ws2022", "ws2019", "unsupported", "unsupported"),)
DOCUMENT = "# Dates\n\nWindows Server 2022 is in extended support until 14 October 2031.\n"


@pytest.fixture
def matcher(engine: Engine) -> Matcher:
    return Matcher(engine)


def sheet(engine: Engine, *cases, documents: dict[str, str] | None = None) -> Sheet:
    return Sheet(cases=cases, documents=documents or {}, engine=engine)


def cited(quote: str, *, document: str = "dates.md", section: str = "Dates") -> dict:
    return {"number": 1, "quote": quote, "document": document, "section": section, "title": "Dates", "url": None}


def test_nothing_to_measure_has_no_value(engine: Engine) -> None:
    for name, figure in measure(sheet(engine)).items():
        assert figure == Figure(value=None, n=0), name


def test_the_table_is_whole() -> None:
    assert len(set(METRICS)) == len(METRICS)
    assert {"verdict_accuracy", "must_not_state_violations", "citation_precision", "determinism"} <= set(METRICS)
    modules = {p.stem for p in Path(holding_back.__file__).parent.glob("*.py")} - {
        "__init__",
        "table",
        "sheet",
        "wording",
    }
    used = {metric.__module__.rpartition(".")[2] for metric in METRICS.values()}
    assert modules == used


def test_verdicts(engine: Engine, matcher: Matcher) -> None:
    asked = question(cells=[PAIR])
    run = sheet(
        engine,
        case(matcher, asked, reply("Yes.", verdicts=RIGHT)),
        case(matcher, asked, reply("No.", verdicts=HALF)),
        case(matcher, asked, reply("Which host?", "clarify")),
    )
    accuracy, coverage = verdicts.accuracy(run), verdicts.coverage(run)
    assert (accuracy.value, accuracy.n, accuracy.unscored) == (0.75, 4, 2)
    assert (coverage.value, coverage.n) == (0.5, 6)


def test_wordings_of_people_count_for_verdicts_and_those_of_rules_do_not(engine: Engine, matcher: Matcher) -> None:
    asked = question(cells=[PAIR], wordings=["again?"])
    variants = (
        VariantRecord(kind=Kind.PARAPHRASE, text="again?", reply=reply("No.", verdicts=HALF)),
        VariantRecord(kind=Kind.CASE, text="HELLO?", reply=reply("No.", verdicts=HALF)),
    )
    assert (
        verdicts.accuracy(sheet(engine, case(matcher, asked, reply("Yes.", verdicts=RIGHT), variants=variants))).n == 4
    )


def test_statements(engine: Engine, matcher: Matcher) -> None:
    asked = question(must=[["2031-10-14"], ["extended support"]], must_not=["mainstream support until 2031"])
    good = case(matcher, asked, reply("In extended support until 14 October 2031."))
    bad = case(matcher, asked, reply("In mainstream support until 2031."))
    run = sheet(engine, good, bad, case(matcher, asked, failure()))
    assert statements.must_state_recall(run).value == pytest.approx(2 / 6, abs=1e-6)
    violations = statements.must_not_state(run)
    assert (violations.value, violations.n, violations.unscored) == (0.5, 2, 1)


def test_score_counts_wrong_and_failed_against_right(engine: Engine, matcher: Matcher) -> None:
    asked = question(must=[["2031"]])
    run = sheet(
        engine,
        case(matcher, asked, reply("2031")),
        case(matcher, asked, reply("I cannot say.", "abstained")),
        case(matcher, asked, reply("Soon.")),
        case(matcher, asked, failure()),
        case(matcher, question(draft=True), reply("Whatever.")),
    )
    score, right = holding_back.score(run), holding_back.right(run)
    assert (score.value, score.n, score.unscored) == (-0.25, 4, 1)
    assert (right.value, right.n, right.unscored) == (0.25, 4, 1)
    failed = holding_back.failed(run)
    assert (failed.value, failed.n) == (0.2, 5)


def test_holding_back(engine: Engine, matcher: Matcher) -> None:
    run = sheet(
        engine,
        case(matcher, question(status="abstained"), reply("No.", "abstained")),
        case(matcher, question(status="abstained"), reply("Flour.")),
        case(matcher, question(), reply("No.", "abstained")),
        case(matcher, question(), reply("Yes.")),
    )
    assert holding_back.abstention_precision(run).value == 0.5
    assert holding_back.abstention_recall(run).value == 0.5
    assert holding_back.coverage(run).value == 0.5
    assert holding_back.status(run).value == 0.5


def test_premises_and_turns(engine: Engine, matcher: Matcher) -> None:
    talk = question(turns=[{"text": "one", "must": [["1"]]}, {"text": "two", "must": [["2"]]}])
    run = sheet(
        engine,
        case(matcher, question(premise=False, must=[["not so"]]), reply("It is not so.")),
        case(matcher, talk, reply("1"), reply("3")),
    )
    assert (holding_back.premise_correction(run).value, holding_back.premise_correction(run).n) == (1.0, 1)
    assert (holding_back.per_turn(run).value, holding_back.per_turn(run).n) == (0.5, 2)


CITATIONS = {
    "its own words": ("Windows Server 2022 is in extended support until 14 October 2031. [1]", DOCUMENT[9:-1], True),
    "other words, same facts": (
        "The host (Windows Server 2022) is in extended support, until 14 October 2031.",
        DOCUMENT[9:-1],
        True,
    ),
    "not in the document": ("Windows Server 2022 is in extended support.", "Windows Server 2022 is fine.", False),
    "a date that the quote lacks": (
        "Windows Server 2022 is in extended support until 15 October 2031.",
        DOCUMENT[9:-1],
        False,
    ),
    "another release": ("Windows Server 2019 is in extended support until 14 October 2031.", DOCUMENT[9:-1], False),
    "the opposite": ("Windows Server 2022 is out of support since 14 October 2031.", DOCUMENT[9:-1], False),
    "an isolation that it lacks": (
        "Windows Server 2022 is in extended support with Hyper-V isolation.",
        DOCUMENT[9:-1],
        False,
    ),
    "nothing in common": ("Bread needs flour, water, patience and warmth.", DOCUMENT[9:-1], False),
}


@pytest.mark.parametrize("name", CITATIONS)
def test_citations(name: str, engine: Engine, matcher: Matcher) -> None:
    text, quote, holds = CITATIONS[name]
    run = sheet(
        engine, case(matcher, question(), reply(text, citations=(cited(quote),))), documents={"dates.md": DOCUMENT}
    )
    assert citations.precision(run).value == float(holds)
    assert citations.recall(run).value == float(holds)


TABLE = """# Hosts

| Host | Process isolation | Hyper-V isolation |
| --- | --- | --- |
| Windows Server 2019 | no | yes |
| Windows Server 2022 | no | yes |
"""


def test_a_row_is_read_below_the_head_of_its_table(engine: Engine, matcher: Matcher) -> None:
    row = "| Windows Server 2022 | no | yes |"
    said = reply("A Windows Server 2022 host: no process isolation, Hyper-V isolation.", citations=(cited(row),))
    for table, holds in ((TABLE, 1.0), (TABLE.replace(" isolation", ""), 0.0)):
        run = sheet(engine, case(matcher, question(), said), documents={"dates.md": table})
        assert citations.precision(run).value == holds


def test_a_document_that_is_gone_supports_nothing(engine: Engine, matcher: Matcher) -> None:
    run = sheet(engine, case(matcher, question(), reply(DOCUMENT[9:-1], citations=(cited(DOCUMENT[9:-1]),))))
    assert citations.precision(run).value == 0.0


def test_a_sentence_without_citation_costs_recall_and_a_fixed_sentence_does_not(
    engine: Engine, matcher: Matcher
) -> None:
    run = sheet(
        engine, case(matcher, question(), reply("It runs.")), case(matcher, question(), reply("Why:", author="frame"))
    )
    assert (citations.recall(run).value, citations.recall(run).n) == (0.0, 1)


def test_acceptable_citations(engine: Engine, matcher: Matcher) -> None:
    asked = question(gold=["dates.md#Dates"])
    right = reply("It is.", citations=(cited("x"),))
    other = reply("It is.", citations=(cited("x", document="other.md"),))
    run = sheet(engine, case(matcher, asked, right), case(matcher, asked, other))
    assert citations.acceptable(run).value == 0.5


GUARD = {
    "a claim": (reply("It is build 20348. [1]", claims=({"verdict": "entailed", "text": "It is build 20348."},)), 1.0),
    "a claim that is not entailed": (
        reply("It is build 20348.", claims=({"verdict": "undecided", "text": "It is build 20348."},)),
        0.0,
    ),
    "its own quote": (reply("It is build 20348.", citations=(cited("It is build 20348."),)), 1.0),
    "nobody": (reply("It is build 20348."), 0.0),
    "nothing critical": (reply("It is so."), None),
}


@pytest.mark.parametrize("name", GUARD)
def test_guard(name: str, engine: Engine, matcher: Matcher) -> None:
    given, value = GUARD[name]
    assert guard.coverage(sheet(engine, case(matcher, question(), given))).value == value


def test_ranking(engine: Engine, matcher: Matcher) -> None:
    asked = question(gold=["a.md#A"])
    run = sheet(engine, *(case(matcher, asked, reply("x"), ranks={"fused": rank}) for rank in (1, 2, None)))
    assert ranking.recall("fused", 1)(run).value == pytest.approx(1 / 3, abs=1e-6)
    assert ranking.recall("fused", 5)(run).value == pytest.approx(2 / 3, abs=1e-6)
    assert ranking.gain("fused", ranking.reciprocal)(run).value == 0.5
    assert ranking.gain("fused", ranking.discounted)(run).value == pytest.approx((1 + 0.63093) / 3, abs=1e-5)
    assert ranking.recall("dense", 1)(run).n == 0


def test_stability(engine: Engine, matcher: Matcher) -> None:
    variants = (
        VariantRecord(kind=Kind.CASE, text="HELLO?", reply=reply("I abstain.", "abstained")),
        VariantRecord(kind=Kind.TYPO, text="hlelo?", reply=reply("Hello.", digest="another")),
    )
    same = case(matcher, question(), reply("Hello."), variants=variants, again=("d", "d"))
    other = case(matcher, question(), reply("Hello."), again=("d", "x"))
    unasked = case(matcher, question(), reply("Hello."))
    run = sheet(engine, same, other, unasked)
    assert stability.invariance()(run).value == 0.5
    assert stability.invariance(Kind.CASE)(run).value == 0.0
    determinism = stability.determinism(run)
    assert (determinism.value, determinism.n, determinism.unscored) == (0.5, 2, 1)
