"""Peers: measured where their extra is installed; where it is not, the error says how to get it."""

from dataclasses import replace
from importlib.util import find_spec

import pytest

from assistant.errors import EvaluationError
from assistant.rules import Engine
from evals.evaluation import Evaluation, evaluate
from evals.gates import Gate
from evals.peers.bench import OURS, PEERS, measure
from evals.report.page import html
from evals.run import Place
from tests.evals.replies import set_of

INSTALLED = all(find_spec(name) for name in ("langchain_chroma", "langchain_text_splitters", "llama_index", "haystack"))


@pytest.fixture(scope="module")
def run(asked, engine: Engine) -> Evaluation:
    questions = [question for question, _ in asked.values()]
    records = [record for _, record in asked.values()]
    gates = [Gate(metric="right", least=0.0)]
    return evaluate(replace(set_of(*questions), packaged=True), None, records, gates=gates, engine=engine)


@pytest.mark.slow
@pytest.mark.skipif(not INSTALLED, reason="the extra `peers` is not installed")
@pytest.mark.filterwarnings("default")  # of the peers' libraries, which are not ours to correct
def test_every_peer_is_measured_over_the_same_questions(run: Evaluation, place: Place) -> None:
    figures = measure(run, place)
    assert [f.name for f in figures] == [OURS, *PEERS]
    assert len({f.recall_5.n for f in figures}) == 1
    for one in figures:
        assert one.recall_1.value <= one.recall_5.value <= one.recall_10.value
        assert one.recall_10.value > 0.5, one.name
        assert one.median_ms > 0
        assert one.pieces_a_second > 0
    page = html(run, peers=figures)
    assert all(name in page for name in PEERS)


@pytest.mark.slow
@pytest.mark.skipif(INSTALLED, reason="the extra `peers` is installed")
def test_without_the_extra_the_error_says_how_to_install_it(run: Evaluation, place: Place) -> None:
    with pytest.raises(EvaluationError, match="not installed") as error:
        measure(run, place)
    assert "channel-assistant[peers]" in error.value.remedy
