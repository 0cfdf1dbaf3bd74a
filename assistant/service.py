"""The assistant as surfaces and evaluation see it: opened once, asked from any thread."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.chain import Drafter, Trip, build_chain
from assistant.contract.answer import answer_object
from assistant.contract.feedback import Rating
from assistant.conversation.confidential import masked, secrets_in, without
from assistant.conversation.interpret import interpret
from assistant.conversation.state import Topic, Turn
from assistant.drafting.composed import compose
from assistant.drafting.model import ModelDrafter
from assistant.errors import InputSizeError, NotFoundError, StorageError
from assistant.gate.answer import VerifiedSentence
from assistant.gate.verify import Gate
from assistant.memory.recent import Recent, RecentAnswer
from assistant.memory.records import GivenFeedback, StoredTurn
from assistant.parts import Progress, open_drafter, open_index, release_names, sentence_scores, similarity
from assistant.passage import Passage, ScoredPassage
from assistant.reopening import reopen, stored_sentences
from assistant.reply import Reply
from assistant.retrieval.retriever import FusedRetriever
from assistant.rules import Engine
from assistant.rules.factbase import FactBase
from assistant.settings import Settings, silence_telemetry
from corpus.index import Index

if TYPE_CHECKING:
    from assistant.memory.store import Store

LONGEST_QUESTION = 20_000
"""Characters; longer questions are refused, never cut."""

STEPS = ("retrieving", "drafting", "checking")
"""What `stream` says it is doing, in this order."""


class Assistant:
    """Questions in, sealed answers out. Everything it needs is passed in; `open` wires the usual parts together."""

    def __init__(
        self,
        engine: Engine,
        index: Index,
        chain: Runnable[Trip, Trip | VerifiedSentence],
        retriever: FusedRetriever,
        *,
        model: ModelDrafter | None = None,
        open_store: Callable[[], "Store"] | None = None,
        callbacks: Sequence[BaseCallbackHandler] = (),
    ) -> None:
        self.engine = engine
        self.index = index
        self.chain = chain
        self._retriever = retriever
        self._model = model
        self._open_store = open_store
        self._config = RunnableConfig(callbacks=list(callbacks))
        self._store: Store | None = None
        self._opening = threading.Lock()
        self._recent = Recent()
        self._hosts: tuple[str, frozenset[str]] = ("", frozenset())

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        facts: FactBase | None = None,
        retriever: Callable[[FusedRetriever], FusedRetriever] | None = None,
        composer: Drafter | None = None,
        progress: Progress | None = None,
        callbacks: Sequence[BaseCallbackHandler] = (),
    ) -> "Assistant":
        """The assistant over the settings' index; the first time, the index of the packaged guidance is built.

        `facts`, `retriever` (given the usual one) and `composer` replace a part: so evaluation sees what it is worth.
        `callbacks` see every run of the chain: so a server measures and traces it.

        Raises:
            FactsError, ModelError, VectorIndexError, StorageError: facts, model, index or disk cannot be used.
            SettingsError: a chat model is set and cannot be used.
        """
        silence_telemetry(settings)
        index = open_index(settings, Engine.load(), progress)
        return cls.over(
            index,
            facts=facts,
            retriever=retriever,
            composer=composer,
            model=open_drafter(settings),
            open_store=lambda: _store_of(settings),
            callbacks=callbacks,
        )

    @classmethod
    def over(
        cls,
        index: Index,
        *,
        facts: FactBase | None = None,
        retriever: Callable[[FusedRetriever], FusedRetriever] | None = None,
        composer: Drafter | None = None,
        model: ModelDrafter | None = None,
        open_store: Callable[[], "Store"] | None = None,
        callbacks: Sequence[BaseCallbackHandler] = (),
    ) -> "Assistant":
        """The assistant over an index that is already open; the rest as in `open`. Without a store it keeps nothing."""
        engine = Engine.load() if facts is None else Engine(facts)
        usual = FusedRetriever(index=index, names=release_names(engine))
        used = retriever(usual) if retriever else usual
        chain = build_chain(
            engine,
            Gate(engine, similarity(index)),
            used,
            sentence_scores(used),
            composer=composer or compose,
            model=model,
        )
        return cls(engine, index, chain, used, model=model, open_store=open_store, callbacks=callbacks)

    @property
    def ready(self) -> bool:
        """Whether questions can be answered: an opened assistant always is."""
        return True

    def ask(
        self,
        question: str,
        *,
        as_of: date | None = None,
        earlier: Sequence[str] = (),
        conversation: str | None = None,
        principal: str = "",
    ) -> Reply:
        """One verified answer; `earlier` are the user's turns before this one, oldest first.

        With `conversation` the earlier turns are the stored ones, and this one is stored with its answer: an id of this
        `principal` goes on, `"new"` or any other begins a conversation. `Reply.conversation` is the id to go on with.

        Raises:
            InputSizeError: the question is empty or longer than `LONGEST_QUESTION`.
            VectorIndexError: another process has swapped in an index that cannot be used here.
            SettingsError, StorageError: the store cannot be used.
        """
        start = time.perf_counter()
        before = tuple(earlier) if conversation is None else self._questions(conversation, principal)
        trip = cast("Trip", self.chain.invoke(self.trip(question, as_of=as_of, earlier=before), self._config))
        return self._kept(_reply(trip, start), before, conversation, principal)

    def stream(
        self,
        question: str,
        *,
        as_of: date | None = None,
        earlier: Sequence[str] = (),
        conversation: str | None = None,
        principal: str = "",
    ) -> Iterator[str | VerifiedSentence | Reply]:
        """The steps' names, each sentence once it is verified, and the reply last. Takes and raises what `ask` does."""
        start = time.perf_counter()
        before = tuple(earlier) if conversation is None else self._questions(conversation, principal)
        trip = self.trip(question, as_of=as_of, earlier=before)
        yield from STEPS
        for piece in self.chain.stream(trip, self._config):
            if isinstance(piece, Trip):
                yield self._kept(_reply(piece, start), before, conversation, principal)
            else:
                yield piece

    def give_feedback(self, answer_id: str, rating: Rating, reason: str = "", *, principal: str = "") -> None:
        """Keep what somebody thinks of an answer that is stored, or that this process gave not long ago.

        Raises:
            NotFoundError: there is no such answer for this principal.
            SettingsError, StorageError: the store cannot be used.
        """
        store = self.store()
        stored = store.conversations.find(answer_id, principal=principal)
        recent = self._recent.find(answer_id, principal=principal)
        if stored is not None:
            earlier, body = [turn["question"] for turn in stored.earlier], stored.body
        elif recent is not None:
            earlier, body = without(_secrets(recent), list(recent.earlier)), self._body(recent)
        else:
            raise NotFoundError(
                "There is no such answer.", "Give the `answer_id` of an answer of this server, soon after it was given."
            )
        given = {"turns": [*earlier, body["question"]], "rating": rating.value, "reason": masked(reason)}
        conversation = stored.conversation if stored else None
        kept = GivenFeedback(answer_id=answer_id, body=body | given, conversation=conversation)
        store.feedback.give(kept, principal=principal)

    def forget(self, conversation: str, *, principal: str = "") -> None:
        """Delete a stored conversation with its feedback.

        Raises:
            NotFoundError: there is none with that id for this principal.
            SettingsError, StorageError: the store cannot be used.
        """
        if not self.store().conversations.delete(conversation, principal=principal):
            raise NotFoundError("There is no such conversation.", "It may have been deleted, or kept long enough.")

    def reopened(self, conversation: str, *, principal: str = "") -> tuple[Reply, ...]:
        """The last turns of a stored conversation, oldest first, each shown again only through the gate.

        Under the facts that it was verified by, an answer is as it was; under others it is verified anew. A turn that
        cannot be read any more is left out; nothing comes back for an id that is not this principal's.

        Raises:
            SettingsError, StorageError: the store cannot be used.
        """
        gate = Gate(self.engine)
        bodies = self.store().conversations.bodies(conversation, principal=principal)
        replies = (reopen(body, gate, self.engine, self._holding) for body in bodies)
        return tuple(replace(reply, conversation=conversation) for reply in replies if reply is not None)

    def rewind(self, conversation: str, turns: int, *, principal: str = "") -> None:
        """Take back the last `turns` of a stored conversation, so that a question can be asked anew or otherwise.

        Raises:
            SettingsError, StorageError: the store cannot be used.
        """
        self.store().conversations.rewind(conversation, turns, principal=principal)

    def passage(self, name: str) -> Passage | None:
        """The passage of today's index with that id, such as the one a citation names."""
        snapshot = self.index.snapshot()
        row = snapshot.rows.get(name)
        return None if row is None else snapshot.passages[row]

    def source_hosts(self) -> frozenset[str]:
        """The hosts that the indexed documents name as their own addresses: a page may link to these alone."""
        snapshot = self.index.snapshot()
        generation, hosts = self._hosts
        if generation != snapshot.manifest.generation:
            urls = {passage.source.url for passage in snapshot.passages if passage.source.url}
            generation = snapshot.manifest.generation
            hosts = frozenset(host for host in map(_host, urls) if host)
            self._hosts = generation, hosts
        return hosts

    def store(self) -> "Store":
        """Where conversations and feedback are kept; opened when it is first needed.

        Raises:
            SettingsError, StorageError: it cannot be used.
        """
        if self._open_store is None:
            raise StorageError("This assistant keeps no conversations.", "Ask without one.")
        with self._opening:
            if self._store is None:
                self._store = self._open_store()
            return self._store

    def search(self, query: str, k: int = 10) -> tuple[ScoredPassage, ...]:
        """Retrieval alone: the `k` best passages. Raises InputSizeError for a query that `ask` would refuse."""
        return self._retriever.search(_checked(query), k)

    def hurry(self) -> None:
        """Wait for the chat model no longer: what it is drafting is finished without it, and so is all that follows."""
        if self._model is not None:
            self._model.close()

    def close(self) -> None:
        """Wait for nothing more, and let go of the files of index and store."""
        self.hurry()
        self.index.close()
        if self._store is not None:
            self._store.close()

    def _holding(self, document: str, words: str) -> Passage | None:
        passages = self.index.snapshot().passages
        return next((p for p in passages if p.document == document and words in p.text), None)

    def _questions(self, conversation: str, principal: str) -> tuple[str, ...]:
        return self.store().conversations.questions(conversation, principal=principal)

    def _kept(self, reply: Reply, earlier: tuple[str, ...], conversation: str | None, principal: str) -> Reply:
        """Remember the answer; store it where a conversation was asked for. The reply as it is given."""
        generation = self.index.snapshot().manifest.generation
        answer = RecentAnswer(reply=reply, earlier=earlier, generation=generation)
        self._recent.add(answer, principal=principal)
        if conversation is None:
            return reply
        turn = StoredTurn(answer_id=reply.answer_id, body=self._body(answer))
        issued = self.store().conversations.append(conversation, turn, principal=principal)
        return replace(reply, conversation=issued)

    def _body(self, answer: RecentAnswer) -> dict[str, Any]:
        """What is stored of an answer: no secret that was pasted into the question stands in it."""
        said = answer.reply.answer
        body = {
            "question": said.question,
            "answer": answer_object(answer.reply, self.engine).model_dump(mode="json"),
            "facts_hash": self.engine.facts_hash,
            "generation": answer.generation,
            "sentences": stored_sentences(said),
        }
        return cast("dict[str, Any]", without(_secrets(answer), body))

    def trip(self, question: str, *, as_of: date | None = None, earlier: Sequence[str] = ()) -> Trip:
        """A question as the chain takes it, for its batch and async forms. Raises InputSizeError."""
        today = as_of or date.today()
        topic = Topic()
        for text in earlier:
            topic = interpret(self.engine, Turn(text=_checked(text), as_of=today, topic=topic)).topic
        return Trip(turn=Turn(text=_checked(question), as_of=today, topic=topic))


def _host(url: str) -> str | None:
    """The host of an absolute https address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme == "https" else None


def _secrets(answer: RecentAnswer) -> tuple[str, ...]:
    """Every secret that was pasted into the question or a turn before it, wherever the answer repeats it."""
    texts = (answer.reply.answer.question, *answer.earlier)
    return tuple(dict.fromkeys(secret for text in texts for secret in secrets_in(text)))


def _store_of(settings: Settings) -> "Store":
    from assistant.memory.store import Store  # noqa: PLC0415 - SQLAlchemy is a fifth of a second, and most ask without

    return Store.open(settings)


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
