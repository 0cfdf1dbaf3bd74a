"""The trial: every change, and the question that notices it.

A question is asked again only if its answer used the fact that was changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.errors import AssistantError
from assistant.parts import open_index
from assistant.rules import Engine, ImageRef, Outcome, System
from assistant.service import Assistant
from corpus.index import Index
from evals.answering import Asker
from evals.dataset import Recorded
from evals.evaluation import Evaluation, judged
from evals.intervals import Figure
from evals.judging import Case, Grade
from evals.judging import judged as judge_reply
from evals.matching import Matcher
from evals.metrics import citations
from evals.metrics.sheet import Sheet
from evals.mutation import parts
from evals.mutation.facts import Change, changes
from evals.record import Record
from evals.run import Place, Progress

_MOST_ASKED = 15
"""Questions that are asked again for one change before it counts as unnoticed."""

UNUSED = "no right answer of the run used it"
SAME = "no verdict changes with it, as another row or rule says the same"
UNNOTICED = "the answers that used it stayed right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A change and the question that noticed it; `killer` is None for a survivor, and `why` says why it survived."""

    kind: str
    what: str
    killer: str | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """The results of a trial."""

    results: tuple[Result, ...]

    @property
    def tried(self) -> int:
        """How many changes were made."""
        return len(self.results)

    @property
    def killed(self) -> int:
        """How many of them were noticed."""
        return sum(result.killer is not None for result in self.results)

    @property
    def survivors(self) -> tuple[Result, ...]:
        """Those that nothing noticed."""
        return tuple(result for result in self.results if result.killer is None)


def try_changes(
    run: Evaluation, place: Place, *, most: int | None = None, progress: Progress | None = None
) -> Mutation:
    """Change facts, pages and citations of a finished run, in this process. `most`: try that many facts, evenly chosen.

    Raises the errors of opening the index.
    """
    index = open_index(place.settings, run.engine)
    try:
        trial = _Trial(run, place, index)
        facts = _sample(tuple(changes(run.engine.facts)), most)
        pages = trial.pages()
        total = len(facts) + len(pages) + len(_CITATIONS)
        results: list[Result] = []
        for result in (
            *map(trial.fact, facts),
            *map(trial.page, pages),
            *trial.citations(),
        ):
            results.append(result)
            if progress:
                progress("mutate", len(results), total)
        return Mutation(results=tuple(results))
    finally:
        index.close()


def _sample(found: Sequence[Change], most: int | None) -> Sequence[Change]:
    if most is None or len(found) <= most:
        return found
    return [found[place * len(found) // most] for place in range(most)]


class _Trial:
    """One finished run, and an open index to ask changed assistants over."""

    def __init__(self, run: Evaluation, place: Place, index: Index) -> None:
        self._run = run
        self._place = place
        self._index = index
        self._right = tuple(case for case in run.cases if case.grade is Grade.RIGHT)

    def fact(self, change: Change) -> Result:
        """A fact made wrong."""
        try:
            changed = Assistant.over(self._index, facts=change.make())
        except AssistantError:
            return Result(kind="fact", what=change.what, killer="the engine refuses to start")
        if change.pairs and not self._differs(changed.engine, change):
            return Result(kind="fact", what=change.what, killer=None, why=SAME)
        users = [case for case in self._right if _uses(case, change)]
        if not users:
            return Result(kind="fact", what=change.what, killer=None, why=UNUSED)
        # Those that have to state the very fact are the likeliest to notice.
        users.sort(key=lambda case: not _owes(case, change))
        return self._asked_again("fact", change.what, users[:_MOST_ASKED], changed)

    def pages(self) -> tuple[str, ...]:
        """The documents that are the only acceptable ones of some right answer made from documents."""
        found = {page for case in self._right if (page := self._only_page(case)) is not None}
        return tuple(sorted(found))

    def page(self, page: str) -> Result:
        """A document taken away: an answer that needs it has to abstain or fall."""
        users = [case for case in self._right if self._only_page(case) == page][:_MOST_ASKED]
        changed = Assistant.over(self._index, retriever=lambda usual: parts.WithoutPage.of(usual, page))
        return self._asked_again("page", page, users, changed)

    def citations(self) -> Iterator[Result]:
        """Citations exchanged and altered: the metric has to drop."""
        records = tuple(case.record for case in self._run.cases)
        before = self._precision(records)
        for what, edit in _CITATIONS:
            after = self._precision(edit(records))
            dropped = before.value is not None and after.value is not None and after.value < before.value
            killer = f"citation_precision {before.value} -> {after.value}" if dropped else None
            yield Result(kind="citation", what=what, killer=killer, why="" if dropped else UNNOTICED)

    def _asked_again(self, kind: str, what: str, users: Sequence[Case], changed: Assistant) -> Result:
        asker = Asker(changed, self._place.fingerprint, gold_under=self._place.gold_under)
        matcher = Matcher(self._run.engine)
        for case in users:
            for place, turn in enumerate(case.question.turns):
                grade = judge_reply(turn, asker.reply(case.question, place), matcher).grade
                if grade is not case.turns[place].grade:
                    return Result(kind=kind, what=what, killer=case.question.id)
        return Result(kind=kind, what=what, killer=None, why=UNNOTICED)

    def _precision(self, records: Sequence[Record]) -> Figure:
        cases = judged(self._run.asked, records, self._run.engine)
        return citations.precision(Sheet(cases=cases, documents=self._run.documents, engine=self._run.engine))

    def _differs(self, changed: Engine, change: Change) -> bool:
        """Whether some verdict about the change's pairs is another one."""
        day = changed.reviewed
        return any(_outcomes(changed, pair, day) != _outcomes(self._run.engine, pair, day) for pair in change.pairs)

    def _only_page(self, case: Case) -> str | None:
        """The page that a right answer made from documents needs, where its gold sections are all on one."""
        reply = case.record.last.reply
        if reply.answer is None or reply.answer["engine"] == "rules":
            return None
        pages = {gold.partition("#")[0] for gold in case.question.last.gold}
        return self._place.gold_under + pages.pop() if len(pages) == 1 else None


def _uses(case: Case, change: Change) -> bool:
    """Whether the answer's derivation used the fact; of a table's row, whether it decides one of its pairs."""
    if not change.pairs:
        return any(change.fact in turn.reply.facts for turn in case.record.turns)
    return any((cell.host, cell.image) in change.pairs for turn in case.question.turns for cell in turn.cells)


def _owes(case: Case, change: Change) -> bool:
    """Whether the question has to state the very fact."""
    owed = {fact.of for turn in case.question.turns for fact in turn.must if isinstance(fact, Recorded)}
    return change.fact in owed or any(what.startswith(f"{change.fact}.") for what in owed)


def _outcomes(engine: Engine, pair: tuple[str, str], day: date) -> list[Outcome]:
    host, image = (System(release=engine.facts.releases[ident]) for ident in pair)
    check = engine.check(host, ImageRef(system=image), as_of=day)
    return [verdict.outcome for verdict in check.by_isolation.values()]


_CITATIONS = (
    ("the quote of another citation", parts.quotes_exchanged),
    ("a quote with a word too many", parts.quotes_altered),
    ("the document of another citation", parts.documents_exchanged),
)
