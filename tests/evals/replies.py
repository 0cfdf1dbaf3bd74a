"""Replies made by hand, to be judged."""

from typing import Any

from evals.dataset import Question, QuestionSet, Split
from evals.judging import Case, judge
from evals.matching import Matcher
from evals.record import Fingerprint, Record, Reply, Sentence, TurnRecord, VariantRecord

RUN = Fingerprint(questions="q", code="c", facts_hash="f", generation="g", versions={"python": "3"})


def verdict(host: str, image: str, process: str, hyperv: str, platform: str = "windows") -> dict[str, Any]:
    return {
        "host": {"id": host},
        "image": {"id": image},
        "platform": platform,
        "by_isolation": {"process": {"verdict": process}, "hyperv": {"verdict": hyperv}},
    }


def reply(
    text: str = "",
    status: str = "answered",
    *,
    verdicts: tuple[dict[str, Any], ...] = (),
    citations: tuple[dict[str, Any], ...] = (),
    claims: tuple[dict[str, Any], ...] = (),
    author: str = "rules",
    digest: str = "d",
) -> Reply:
    numbers = tuple(c["number"] for c in citations)
    answer = {
        "status": status, "answer": text, "standalone_question": "", "verdicts": list(verdicts), "engine": "rules",
        "citations": list(citations), "claims": list(claims), "withheld": [],
    }  # fmt: skip
    sentences = (Sentence(text=text, author=author, citations=numbers),) if text else ()
    return Reply(answer=answer, digest=digest, sentences=sentences, timings_ms={"total": 5.0})


def failure() -> Reply:
    return Reply(error="RuntimeError: broken", digest="e")


def question(**given: Any) -> Question:
    text = given.pop("text", "hello?")
    turns = given.pop("turns", None) or [{"text": text, **{k: given.pop(k) for k in list(given) if k in EXPECTED}}]
    return Question.model_validate({"id": "q", "category": "c", "as_of": "2026-11-24", "turns": turns, **given})


EXPECTED = ("status", "cells", "must", "must_not", "gold")


def record(asked: Question, *replies: Reply, variants: tuple[VariantRecord, ...] = (), **turn: Any) -> Record:
    turns = tuple(TurnRecord(text=t.text, reply=r, **turn) for t, r in zip(asked.turns, replies, strict=True))
    return Record(
        id=asked.id,
        category=asked.category,
        split=asked.split,
        as_of="2026-11-24",
        turns=turns,
        variants=variants,
        run=RUN,
    )


def case(matcher: Matcher, asked: Question, *replies: Reply, **more: Any) -> Case:
    return judge(asked, record(asked, *replies, **more), matcher)


def set_of(*questions: Question, packaged: bool = True) -> QuestionSet:
    return QuestionSet(name="small", questions=questions, documents=(), hash="h", packaged=packaged)


__all__ = ["RUN", "Split", "case", "failure", "question", "record", "reply", "set_of", "verdict"]
