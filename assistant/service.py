"""The assistant as surfaces and evaluation see it: opened once, asked from any thread."""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import cast

from langchain_core.runnables import Runnable

from assistant.chain import Drafter, Trip, build_chain
from assistant.conversation.interpret import interpret
from assistant.conversation.state import Topic, Turn
from assistant.drafting.composed import compose
from assistant.drafting.evidence import ScoredSentence
from assistant.drafting.model import ModelDrafter, open_model
from assistant.errors import InputSizeError
from assistant.gate.answer import VerifiedSentence
from assistant.gate.verify import Gate
from assistant.passage import Passage, ScoredPassage
from assistant.prose import sentences
from assistant.reply import Reply
from assistant.retrieval.retriever import FusedRetriever
from assistant.rules import Engine
from assistant.rules.factbase import FactBase
from assistant.settings import Settings, silence_telemetry
from corpus.build import build_index
from corpus.generation import Layout
from corpus.index import Index

LONGEST_QUESTION = 20_000
"""Characters; longer questions are refused, never cut."""

STEPS = ("retrieving", "drafting", "checking")
"""What `stream` says it is doing, in this order."""

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much is done and how much there is."""


class Assistant:
    """Questions in, sealed answers out. Everything it needs is passed in; `open` wires the usual parts together."""

    def __init__(
        self, engine: Engine, index: Index, chain: Runnable[Trip, Trip | VerifiedSentence], retriever: FusedRetriever
    ) -> None:
        self.engine = engine
        self.index = index
        self.chain = chain
        self._retriever = retriever

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        facts: FactBase | None = None,
        retriever: Callable[[FusedRetriever], FusedRetriever] | None = None,
        composer: Drafter | None = None,
        progress: Progress | None = None,
    ) -> "Assistant":
        """The assistant over the settings' index; the first time, the index of the packaged guidance is built.

        `facts`, `retriever` (given the usual one) and `composer` replace a part: so evaluation sees what it is worth.

        Raises:
            FactsError, ModelError, VectorIndexError, StorageError: facts, model, index or disk cannot be used.
            SettingsError: a chat model is set and cannot be used.
        """
        silence_telemetry(settings)
        index = open_index(settings, Engine.load(), progress)
        return cls.over(index, facts=facts, retriever=retriever, composer=composer, model=open_drafter(settings))

    @classmethod
    def over(
        cls,
        index: Index,
        *,
        facts: FactBase | None = None,
        retriever: Callable[[FusedRetriever], FusedRetriever] | None = None,
        composer: Drafter | None = None,
        model: ModelDrafter | None = None,
    ) -> "Assistant":
        """The assistant over an index that is already open; the rest as in `open`."""
        engine = Engine.load() if facts is None else Engine(facts)
        usual = FusedRetriever(index=index, names=release_names(engine))
        used = retriever(usual) if retriever else usual
        chain = build_chain(
            engine, Gate(engine), used, _sentence_scores(used), composer=composer or compose, model=model
        )
        return cls(engine, index, chain, used)

    @property
    def ready(self) -> bool:
        """Whether questions can be answered: an opened assistant always is."""
        return True

    def ask(self, question: str, *, as_of: date | None = None, earlier: Sequence[str] = ()) -> Reply:
        """One verified answer; `earlier` are the user's turns before this one, oldest first.

        Raises:
            InputSizeError: the question is empty or longer than `LONGEST_QUESTION`.
            VectorIndexError: another process has swapped in an index that cannot be used here.
        """
        start = time.perf_counter()
        return _reply(cast("Trip", self.chain.invoke(self.trip(question, as_of=as_of, earlier=earlier))), start)

    def stream(
        self, question: str, *, as_of: date | None = None, earlier: Sequence[str] = ()
    ) -> Iterator[str | VerifiedSentence | Reply]:
        """The steps' names, each sentence once it is verified, and the reply last. Raises as `ask` does."""
        start = time.perf_counter()
        trip = self.trip(question, as_of=as_of, earlier=earlier)
        yield from STEPS
        for piece in self.chain.stream(trip):
            yield _reply(piece, start) if isinstance(piece, Trip) else piece

    def search(self, query: str, k: int = 10) -> tuple[ScoredPassage, ...]:
        """Retrieval alone: the `k` best passages. Raises InputSizeError for a query that `ask` would refuse."""
        return self._retriever.search(_checked(query), k)

    def close(self) -> None:
        """Let go of the index's files."""
        self.index.close()

    def trip(self, question: str, *, as_of: date | None = None, earlier: Sequence[str] = ()) -> Trip:
        """A question as the chain takes it, for its batch and async forms. Raises InputSizeError."""
        today = as_of or date.today()
        topic = Topic()
        for text in earlier:
            topic = interpret(self.engine, Turn(text=_checked(text), as_of=today, topic=topic)).topic
        return Trip(turn=Turn(text=_checked(question), as_of=today, topic=topic))


def open_drafter(settings: Settings) -> ModelDrafter | None:
    """The chat model of the settings, or None where none is set. Raises SettingsError where it cannot be set up."""
    if settings.chat_model is None:
        return None
    model = open_model(settings.chat_model, base_url=settings.chat_base_url, timeout=settings.chat_timeout)
    return ModelDrafter(model, name=settings.chat_model, timeout=settings.chat_timeout)


def open_index(settings: Settings, engine: Engine, progress: Progress | None = None) -> Index:
    """The index of the data folder; where there is none at all, that of the packaged guidance is built first."""
    names = release_names(engine)
    model, facts = settings.embedding_model, engine.facts_hash
    if Layout(settings.data_dir).current() is None:
        build_index(settings.data_dir, model=model, facts_hash=facts, names=names, progress=progress)
    return Index.open(settings.data_dir, model=model, facts_hash=facts, names=names)


def release_names(engine: Engine) -> Callable[[str], tuple[str, ...]]:
    """A text -> the official names of the releases it mentions, for the lexical index: any spelling finds any other."""

    def names(text: str) -> tuple[str, ...]:
        found = (m.host or (m.image.system if m.image else None) for m in engine.find(text))
        return tuple(dict.fromkeys(system.release.id for system in found if system is not None))

    return names


def _sentence_scores(retriever: FusedRetriever) -> Callable[[str, Sequence[Passage]], list[list[ScoredSentence]]]:
    def scores(question: str, passages: Sequence[Passage]) -> list[list[ScoredSentence]]:
        snapshot = retriever.index.snapshot()
        vector = retriever.vector(question)
        result: list[list[ScoredSentence]] = []
        for passage in passages:
            if passage.id not in snapshot.rows:  # the index was swapped between retrieval and here
                result.append([])
                continue
            near = (snapshot.sentence_vectors(passage.id) * vector).sum(axis=1)
            ranges = sentences(passage.text)
            result.append(
                [
                    ScoredSentence(start=s.start, end=s.end, score=round(float(score), 4))
                    for s, score in zip(ranges, near, strict=True)
                ]
            )
        return result

    return scores


def _checked(text: str) -> str:
    if not text.strip():
        raise InputSizeError("The question is empty.", "Ask something, for example: Which images run on a 23H2 host?")
    if len(text) > LONGEST_QUESTION:
        raise InputSizeError(
            f"The question has {len(text):,} characters; {LONGEST_QUESTION:,} are the most.",
            "Shorten it, or check a longer text with `channel-assistant verify`.",
        )
    return text


def _reply(trip: Trip, start: float) -> Reply:
    if trip.answer is None:
        raise RuntimeError("The chain ended without an answer.")
    total = round((time.perf_counter() - start) * 1000, 3)
    return Reply(answer=trip.answer, answer_id=uuid.uuid4().hex, timings_ms={**trip.timings_ms, "total": total})
