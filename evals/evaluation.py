"""From the log of a run to its result: every record judged, every metric measured, every gate held to its bound."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from assistant.rules import Engine
from evals.compare import Comparison, compare
from evals.dataset import QuestionSet, Split
from evals.gates import Gate, judge_gates
from evals.intervals import Figure
from evals.judging import Case, judge
from evals.matching import Matcher
from evals.metrics.sheet import Sheet
from evals.metrics.table import measure
from evals.record import Fingerprint, Record
from evals.summary import Baseline, Summary, baseline_of, figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A judged run: what report, gate and baseline are made from. `split` is `dev`, `test` or `all`."""

    asked: QuestionSet
    split: str
    engine: Engine
    cases: tuple[Case, ...]
    documents: Mapping[str, str]
    measured: Mapping[str, Figure]
    summary: Summary
    comparison: Comparison | None

    @property
    def readable(self) -> tuple[Case, ...]:
        """The cases whose answers people may read: of the packaged set, not those of the test split."""
        return tuple(c for c in self.cases if c.record.split is Split.DEV or not self.asked.packaged)

    @property
    def sheet_size(self) -> int:
        """How many replies were judged: turns and variants."""
        return sum(len(case.turns) + len(case.variants) for case in self.cases)


def evaluate(
    asked: QuestionSet,
    split: Split | None,
    records: Sequence[Record],
    *,
    gates: Sequence[Gate],
    baseline: Baseline | None = None,
    engine: Engine | None = None,
) -> Evaluation:
    """Judge a run of a split of a set (None: all of it), measure it and hold it to `gates`."""
    engine = engine or Engine.load()
    name = split.value if split else "all"
    cases = judged(asked, records, engine)
    documents = cited_documents(asked, records)
    measured = measure(Sheet(cases=cases, documents=documents, engine=engine))
    before = baseline.metrics.get(name, {}) if baseline else {}
    results, unmeasured = judge_gates(gates, measured, before, packaged=asked.packaged)
    return Evaluation(
        asked=asked,
        split=name,
        engine=engine,
        cases=cases,
        documents=documents,
        measured=measured,
        summary=Summary(
            set=asked.name,
            split=name,
            questions=len(cases),
            metrics=figures(measured),
            gates=results,
            unmeasured=unmeasured,
            versions=_versions(records[0].run) if records else {},
        ),
        comparison=compare(cases, measured, name, baseline) if baseline else None,
    )


def judged(asked: QuestionSet, records: Iterable[Record], engine: Engine) -> tuple[Case, ...]:
    """Every record judged against its question."""
    matcher = Matcher(engine)
    by_id = {question.id: question for question in asked.questions}
    return tuple(judge(by_id[record.id], record, matcher) for record in records)


def cited_documents(asked: QuestionSet, records: Iterable[Record]) -> Mapping[str, str]:
    """The text of every document that an answer cites, by its name in the index; what cannot be found is left out."""
    names = {
        str(citation["document"])
        for record in records
        for turn in record.turns
        for citation in (turn.reply.answer or {}).get("citations", [])
    }
    found = ((name, document_text(asked, name)) for name in sorted(names))
    return {name: text for name, text in found if text is not None}


def document_text(asked: QuestionSet, name: str) -> str | None:
    """A document as the index reads it, or None. A name that two folders share begins with the later folder's name."""
    places = [Path(str(files("corpus").joinpath(name)))] if name.startswith("guidance/") else []
    places += [base / name for folder in asked.documents for base in (folder, folder.resolve().parent)]
    for place in places:
        if place.is_file():
            return place.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return None


def _versions(run: Fingerprint) -> dict[str, str]:
    return {
        **run.versions,
        "facts": run.facts_hash,
        "generation": run.generation,
        "questions": run.questions,
        "code": run.code,
    }


def baseline(run: Evaluation) -> Baseline:
    """The baseline that a run makes: its figures for every split that it holds, and what each question came to.

    The figures of a part are measured on that part alone, so that a run of one split compares with like.
    """
    parts = {run.split: run.measured}
    if run.split == "all":
        for split in Split:
            cases = tuple(case for case in run.cases if case.record.split is split)
            sheet = Sheet(cases=cases, documents=run.documents, engine=run.engine)
            parts[split.value] = measure(sheet)
    return baseline_of(run.cases, parts, run.summary.versions)
