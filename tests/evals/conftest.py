"""An assistant over the packaged guidance in this process, and a small set with documents of its own."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.parts import open_index
from assistant.rules import Engine
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.index import Index
from evals.answering import Asker
from evals.dataset import Question, QuestionSet
from evals.record import Fingerprint, Record
from evals.run import Place

TODAY = date(2026, 11, 24)

OWN_SET = """
category: our-cluster
as_of: 2026-11-24
documents: [runbooks]
questions:

- id: pool
  turns: ["Which node pool runs the payroll image?"]
  wordings: ["payroll image, which node pool runs it?"]
  must: [["pool-b"]]
  must_not: ["pool-a runs the payroll image"]
  gold: ["payroll.md#Where does the payroll image run?"]
  split: dev

- id: pair
  turns: ["Can a 23H2 host run servercore:ltsc2019?"]
  cells: ["ws2019 on ws23h2: unsupported / unsupported"]
  must: [["not supported"]]
  split: dev

- id: talk
  turns:
  - text: "Until when is Windows Server 2022 supported?"
    must: [{ of: ws2022.extended_end, is: 2031-10-14 }]
  - text: "and Windows Server 2019?"
    must: [{ of: ws2019.extended_end, is: 2029-01-09 }]
  split: test

- id: bread
  turns: ["How do I bake sourdough bread?"]
  status: abstained
  split: test
"""

RUNBOOK = """# Payroll

## Where does the payroll image run?

The payroll image runs on the node pool pool-b, and on no other node pool of the cluster.

## Who looks after the payroll image?

The payroll team looks after the payroll image and rebuilds it each month.
"""


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.load()


@pytest.fixture(scope="session")
def packaged() -> QuestionSet:
    return QuestionSet.load()


@pytest.fixture(scope="session")
def place(data_dir: Path) -> Place:
    """The packaged guidance as the real command has indexed it."""
    run = Fingerprint(questions="q", code="c", facts_hash="f", generation="g", versions={})
    return Place(settings=Settings(data_dir=data_dir), fingerprint=run, gold_under="guidance/")


@pytest.fixture(scope="session")
def index(place: Place, engine: Engine) -> Iterator[Index]:
    opened = open_index(place.settings, engine)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def assistant(index: Index) -> Assistant:
    return Assistant.over(index)


@pytest.fixture(scope="session")
def asked(assistant: Assistant, place: Place, packaged: QuestionSet) -> dict[str, tuple[Question, Record]]:
    """A few questions of several kinds with their records, asked once."""
    asker = Asker(assistant, place.fingerprint, gold_under=place.gold_under)
    chosen = [q for q in packaged.questions if q.id in CHOSEN]
    assert len(chosen) == len(CHOSEN)
    return {question.id: (question, asker.record(question)) for question in chosen}


CHOSEN = ("compat-01", "compat-03", "life-01", "life-03", "chan-03", "build-01", "lic-06", "get-06", "aks-03", "out-01")


@pytest.fixture(scope="session")
def own_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as docs/evaluation.md describes it."""
    folder = tmp_path_factory.mktemp("our-questions")
    (folder / "cluster.yaml").write_text(OWN_SET, "utf-8")
    (folder / "runbooks").mkdir()
    (folder / "runbooks" / "payroll.md").write_text(RUNBOOK, "utf-8")
    return folder
