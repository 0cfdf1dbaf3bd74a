"""A run: every question asked in parallel processes, written to a log as it goes, and taken up again where it stopped.

Each process ("lane") opens its own assistant. A question's turns are asked in one lane, again in the same lane, and
once more in the next lane, so that every answer is compared over three runs and two processes.
"""

import hashlib
import multiprocessing
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import AssistantError, EvaluationError, StorageError
from assistant.parts import release_names
from assistant.rules import Engine
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.build import build_index
from corpus.generation import Layout
from corpus.index import read_status
from evals.answering import Asker
from evals.dataset import Question, QuestionSet
from evals.record import Fingerprint, Record

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much is done and how much there is."""

LEAST_LANES = 2
_LIBRARIES = ("channel-assistant", "chromadb", "bm25s", "langchain-core", "numpy", "onnxruntime", "tokenizers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a set is answered: settings whose data folder holds its index alone, and what answers depend on."""

    settings: Settings
    fingerprint: Fingerprint
    gold_under: str


def prepare(asked: QuestionSet, settings: Settings, progress: Progress | None = None) -> Place:
    """Build or refresh the index of the set: the packaged guidance and the set's own documents, and nothing else.

    The index lies beside the user's own, so that an evaluation neither sees nor touches what the user has indexed.

    Raises:
        AssistantError: facts, documents, model, disk or a running build stand in the way.
    """
    engine = Engine.load()
    own = settings.model_copy(update={"data_dir": settings.data_dir / "evaluation" / _folder_name(asked)})
    share_models(settings.data_dir, own.data_dir)
    build_index(
        own.data_dir,
        folders=asked.documents,
        model=own.embedding_model,
        facts_hash=engine.facts_hash,
        names=release_names(engine),
        progress=progress,
    )
    status = read_status(own.data_dir)
    return Place(
        settings=own,
        fingerprint=Fingerprint(
            questions=asked.hash,
            code=_code_hash(),
            facts_hash=engine.facts_hash,
            generation=status.generation,
            versions={
                **_versions(),
                "embedding_model": status.embedding_model,
                "chat_model": own.chat_model or "none",
            },
        ),
        gold_under="guidance/" if asked.packaged else "",
    )


def share_models(source: Path, target: Path) -> None:
    """Copy the compiled embedding models of one data folder to a new one, which saves compiling them again.

    A model is used only after its hash has been checked, so a copy needs no trust.
    """
    have, wanted = Layout(source).models, Layout(target).models
    if have.is_dir() and not wanted.exists():
        shutil.copytree(have, wanted)


def run(
    questions: Sequence[Question],
    place: Place,
    log: Path,
    *,
    lanes: int = LEAST_LANES,
    progress: Progress | None = None,
) -> tuple[Record, ...]:
    """Ask all questions and leave the log, in the order of the set, at `log`.

    While it runs, finished questions stand in a file beside it; a run that is started again goes on from there, if
    nothing that answers depend on has changed meanwhile.

    Raises:
        EvaluationError: a process died, for example because memory ran out.
        StorageError: the log cannot be written.
        AssistantError: an assistant cannot be opened.
    """
    partial = log.with_name(f"{log.stem}.partial.jsonl")
    done = {r.id: r for r in read_log(partial) if r.run == place.fingerprint} if partial.exists() else {}
    left = [q for q in questions if q.id not in done]
    report = progress or _silent
    report("ask", len(questions) - len(left), len(questions))
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        _write(partial, done.values())
        with partial.open("a", encoding="utf-8", newline="\n") as file:
            for record in _asked(left, place, max(lanes, LEAST_LANES)):
                done[record.id] = record
                file.write(record.model_dump_json() + "\n")
                file.flush()
                report("ask", len(done), len(questions))
        records = tuple(done[q.id] for q in questions)
        _write(log, records)
        partial.unlink()
    except OSError as error:
        raise StorageError(
            f"The log of the run cannot be written: {error.strerror}.", "Free disk space, or name another --report."
        ) from error
    return records


def ask_here(questions: Iterable[Question], assistant: Assistant, place: Place) -> tuple[Record, ...]:
    """Ask in this process, one after another, an assistant that may have been given other parts."""
    asker = Asker(assistant, place.fingerprint, gold_under=place.gold_under)
    return tuple(asker.record(question) for question in questions)


def read_log(path: Path) -> tuple[Record, ...]:
    """The whole lines of a log; the torn last line of an interrupted run is left out.

    Raises:
        StorageError: the file cannot be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"{path} cannot be read as a log of a run.", "Name a run.jsonl.") from error
    records = []
    for line in lines:
        try:
            records.append(Record.model_validate_json(line))
        except ValidationError:
            continue
    return tuple(records)


def _asked(questions: Sequence[Question], place: Place, lanes: int) -> Iterator[Record]:
    """The records in the order in which they are finished."""
    if not questions:
        return
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        pools = [
            ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_open, initargs=(place,))
            for _ in range(min(lanes, max(LEAST_LANES, len(questions))))
        ]
        for pool in pools:
            stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        waiting: dict[str, dict[str, Any]] = {q.id: {} for q in questions}
        jobs: dict[Future[Any], tuple[str, str]] = {}
        for number, question in enumerate(questions):
            jobs[pools[number % len(pools)].submit(_record, question)] = (question.id, "record")
            jobs[pools[(number + 1) % len(pools)].submit(_digests, question)] = (question.id, "digests")
        try:
            for job in as_completed(jobs):
                ident, part = jobs.pop(job)
                waiting[ident][part] = job.result()
                if len(waiting[ident]) == 2:
                    yield _joined(**waiting.pop(ident))
        except BrokenProcessPool as error:
            raise EvaluationError(
                "A process of the run died.", "Run the same command again: it goes on where it stopped."
            ) from error


def _joined(record: Record, digests: tuple[str, ...]) -> Record:
    """The record with what the other process answered."""
    turns = (t.model_copy(update={"again": (*t.again, d)}) for t, d in zip(record.turns, digests, strict=True))
    return record.model_copy(update={"turns": tuple(turns)})


# One assistant a process, opened by the pool's initializer: the one place where a module holds state. An error of
# opening is kept for the first question, because what an initializer raises never reaches whoever asked.
_lane: list[Asker | AssistantError] = []


def _open(place: Place) -> None:
    try:
        _lane[:] = [Asker(Assistant.open(place.settings), place.fingerprint, gold_under=place.gold_under)]
    except AssistantError as error:
        _lane[:] = [error]


def _asker() -> Asker:
    (opened,) = _lane
    if isinstance(opened, AssistantError):
        raise opened
    return opened


def _record(question: Question) -> Record:
    return _asker().record(question)


def _digests(question: Question) -> tuple[str, ...]:
    return _asker().digests(question)


def _write(path: Path, records: Iterable[Record]) -> None:
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(record.model_dump_json() + "\n" for record in records)
    new.replace(path)


def _folder_name(asked: QuestionSet) -> str:
    """A data folder for each set: its name and the folders it indexes."""
    folders = "\n".join(str(folder.resolve()) for folder in asked.documents)
    return f"{asked.name}-{hashlib.sha256(folders.encode()).hexdigest()[:8]}"


def _code_hash() -> str:
    """SHA-256 over the code that answers, so that a run is not taken up again after it has changed."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for package in ("assistant", "corpus", "evals"):
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "platform": sys.platform}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "(not installed)"
    return found


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""
