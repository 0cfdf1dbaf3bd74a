"""What an answer of yes or no says of the question before it."""

from dataclasses import replace

from assistant.claims.claim import Claim
from assistant.claims.context import Frame
from assistant.claims.kinds import compatibility
from assistant.claims.mentions import Token
from assistant.rules import Engine


def answered_pairs(engine: Engine, asked: list[Frame], answer: int, words: list[Token]) -> list[Claim]:
    """The claims on hosts and images that a question asked about; `answer` is +1 for yes and -1 for no."""
    found: list[Claim] = []
    for frame in asked:
        said = replace(
            frame,
            sign=frame.sign * answer,
            start=words[0].start,
            end=words[-1].end,
            every=False,
            some_fail=frame.some_fail and answer < 0,
        )
        found += compatibility.claims_of(engine, said)
    return found


def answered_others(question: tuple[Claim, ...], answer: int, words: list[Token]) -> list[Claim]:
    """The claims of other kinds that a question asked about, as its answer asserts or denies them."""
    return [
        replace(
            claim,
            start=words[0].start,
            end=words[-1].end,
            some_fail=claim.some_fail if answer > 0 else not claim.some_fail,
        )
        for claim in question
    ]
