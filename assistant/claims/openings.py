"""How a sentence begins: a question, a request, an answer, a label."""

from assistant.claims.clauses import Clause
from assistant.claims.context import Frame
from assistant.claims.kinds import compatibility
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View

_STRONG_ASK = frozenset(
    "tell me|let me know|can you|could you|would you|wants to know|want to know|would like|plan|plans|planning|we plan|i plan|we want|i want"  # noqa: E501
    "|we need|i need|want|wants|hope|hopes|hoping|wish|wishes|intend|intends|asking|asked|asks|roadmap|todo|to do|i'd like|looking for|decide|deciding|question|evaluate|evaluating|please|we will|we'll|let's|let us|consider|considering".split(  # noqa: E501
        "|"
    )
)
_SETUP = frozenset("install activate upgrade migrate reinstall download obtain purchase buy".split())
IMPERATIVES = frozenset("run use deploy start schedule pull launch boot try take host test execute load".split())


def is_question(plain: str) -> bool:  # noqa: D103
    return plain.rstrip(" \"')]*_").endswith("?")


def is_request(words: list[Token]) -> bool:  # noqa: D103
    first = words[0]
    if first.kind is W.ASK or (
        first.kind is W.NEUTRAL
        and len(words) > 1
        and words[1].kind is W.ASK
        and first.text in ("so", "i", "we", "you", "they", "he", "she")
    ):
        return True
    if any(
        t.kind is W.ASK and t.text in _STRONG_ASK and not (n and words[n - 1].text == "you")
        for n, t in enumerate(words)
    ):
        return True
    return is_order(words)


def is_order(words: list[Token]) -> bool:
    """Whether a sentence begins with an order: 'Run X on Y.', 'Install Windows Server 2022.'"""
    first, following = words[0], words[1] if len(words) > 1 else None
    if first.kind is W.MATTER and first.text in _SETUP:
        return following is not None and following.kind in (W.DET, W.MENTION, W.HYPERV, W.IT, W.ALL)
    return first.kind in (W.YES, W.HOST) and first.text in IMPERATIVES and not any(t.kind is W.COLON for t in words)


def is_bare(view: View) -> bool:  # noqa: D103
    return all(t.kind in (W.MENTION, W.DET, W.COLON, W.CHANNEL, W.BUILD, W.NEUTRAL) for t in view.tokens)


def leans_on(words: list[Token]) -> bool:
    """Whether a sentence says something of support about what it does not name."""
    kinds = {t.kind for t in words}
    if not kinds & {W.OTHER, W.ALL, W.ALSO, W.IT, W.ANSWER_YES, W.ANSWER_NO, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS}:
        return False
    strong = any(t.kind in (W.NO, W.UNABLE) or (t.kind is W.YES and t.text not in compatibility.WEAK) for t in words)
    return strong or bool(
        kinds & {W.ANSWER_YES, W.ANSWER_NO, W.OUT, W.UNTIL, W.NO_LONGER, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS}
    )


def looks_back(words: list[Token]) -> bool:
    """Whether a sentence without a claim speaks of the one before it: by a pronoun, or because it is a fragment."""
    kinds = {t.kind for t in words}
    short = len(words) <= _FRAGMENT
    return short or bool(kinds & _BACKWARD and not kinds & {W.MENTION}) or words[0].kind in _BACKWARD


def agrees(words: list[Token]) -> bool:
    """Whether every word of a sentence that looks back is one that cannot deny or limit: 'That is right.', 'Yes.'"""
    return all(t.kind in _AGREEING for t in words)


_FRAGMENT = 6
_BACKWARD = frozenset(
    {
        W.IT, W.DENY, W.SAME_GOES, W.REVERSE, W.ALSO, W.OTHER, W.UNDER, W.CONDITION, W.ONLY, W.NOT, W.ANSWER_NO, W.BUT,
        W.IF, W.UNLESS, W.EXCEPT, W.NO_LONGER, W.UNTIL, W.SINCE, W.IGNORANT, W.SO, W.REPORT, W.HEDGE, W.IN_FACT,
    }
)  # fmt: skip
_AGREEING = frozenset(
    {W.IT, W.IS, W.TRUE, W.NEUTRAL, W.DET, W.ANSWER_YES, W.COMMA, W.AND, W.IN_FACT, W.SO, W.COLON, W.DASH, W.ASK, W.TO}
)


def unlabelled(words: list[Token]) -> list[Token]:
    """The words without a label such as 'A:' or 'Answer:'."""
    if len(words) > 2 and words[1].kind is W.COLON and words[0].text in ("a", "answer", "verdict", "result"):
        return words[2:]
    return words


def answer_of(words: list[Token], *, asked: bool = False) -> tuple[int, list[Token]]:
    """+1 or -1 for 'Yes' or 'No' at the beginning ('It is.' to a question), and the words after it."""
    if asked and len(words) > 1 and words[0].kind is W.IT and words[1].kind in (W.IS, W.NOT):
        negative = sum(t.kind is W.NOT for t in words[1:3])
        cut = 2 + (len(words) > 2 and words[2].kind is W.NOT)
        if len(words) == cut or words[cut].kind in (W.COMMA, W.END, W.BUT):
            rest = words[cut:]
            while rest and rest[0].kind in (W.COMMA, W.END):
                rest = rest[1:]
            return (-1 if negative else 1), rest
    first = words[0]
    following = words[1] if len(words) > 1 else None
    ends = following is None or following.kind in (W.COMMA, W.END, W.SEMICOLON, W.DASH, W.COLON, W.BUT)
    sign = 0
    if first.kind is W.ANSWER_YES and ends:
        sign = 1
    elif (first.kind is W.ANSWER_NO or (first.kind is W.NOT and first.text == "no")) and ends:
        sign = -1
    if not sign:
        return 0, words
    rest = words[1:]
    while rest and rest[0].kind in (W.COMMA, W.END, W.SEMICOLON, W.DASH, W.COLON):
        rest = rest[1:]
    rest = _without_echo(rest)
    if len(rest) <= 4 and all(
        t.kind in (W.IT, W.IS, W.NOT, W.END) or t.text in ("you", "we", "i", "they", "can", "do") for t in rest
    ):
        rest = []  # "Yes, you can."
    return sign, rest


def _without_echo(rest: list[Token]) -> list[Token]:
    """'No, you cannot: ...': the answer said again before what follows it."""
    for number, token in enumerate(rest[:4]):
        if token.kind in (W.COLON, W.SEMICOLON, W.DASH) and number:
            echo = rest[:number]
            if all(t.kind in (W.IT, W.IS, W.NOT) or t.text in _PERSONS for t in echo):
                return rest[number + 1 :]
    return rest


_PERSONS = frozenset("you we i they".split())


def limits(frames: list[Frame], pieces: list[Clause]) -> bool:
    """Whether what follows 'Yes' or 'No' limits the answer, so that the bare answer is not said."""
    if not frames or not pieces:
        return False
    first = frames[0]
    return bool(first.only or first.isolations or first.conditions or first.except_isolations)
