"""The usual parts of an assistant, opened from the settings: the index, the chat model, and what measures nearness."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.drafting.evidence import ScoredSentence
from assistant.drafting.model import ModelDrafter, open_model
from assistant.passage import Passage
from assistant.prose import Sentence, sentences
from assistant.retrieval.retriever import FusedRetriever
from assistant.rules import Engine
from assistant.settings import Settings
from corpus.build import build_index
from corpus.generation import Layout
from corpus.index import Index

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much is done and how much there is."""


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
    return Index.open(settings.data_dir, model=model, facts_hash=facts, names=names, chroma_url=settings.chroma_url)


def release_names(engine: Engine) -> Callable[[str], tuple[str, ...]]:
    """A text -> the official names of the releases it mentions, for the lexical index: any spelling finds any other."""

    def names(text: str) -> tuple[str, ...]:
        found = (m.host or (m.image.system if m.image else None) for m in engine.find(text))
        return tuple(dict.fromkeys(system.release.id for system in found if system is not None))

    return names


def similarity(index: Index) -> Callable[[str, str], float]:
    """How near two texts are in meaning, -1 to 1."""

    def near(first: str, second: str) -> float:
        one, other = index.encode([first, second])
        return round(float((one * other).sum()), 4)

    return near


def sentence_scores(retriever: FusedRetriever) -> Callable[[str, Sequence[Passage]], list[list[ScoredSentence]]]:
    """How near the sentences of passages are to a question: for each passage, scored ranges of its text."""

    def scores(question: str, passages: Sequence[Passage]) -> list[list[ScoredSentence]]:
        snapshot = retriever.index.snapshot()
        vector = retriever.vector(question)
        result: list[list[ScoredSentence]] = []
        for passage in passages:
            if passage.id not in snapshot.rows:  # the index was swapped between retrieval and here
                result.append([])
                continue
            ranges = _sentences(passage.text)
            own = snapshot.sentence_vectors(passage.id)
            near = [0.0] * len(ranges) if passage.reference else (own * vector).sum(axis=1)
            result.append(
                [
                    ScoredSentence(start=s.start, end=s.end, score=round(float(score), 4))
                    for s, score in zip(ranges, near, strict=True)
                ]
            )
        return result

    return scores


@lru_cache(maxsize=4_000)
def _sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a passage, which many questions find."""
    return sentences(text)
