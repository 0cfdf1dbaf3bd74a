"""Plain text -> tokens: the words that carry meaning, each with what it does (see `lexicon`) and its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from assistant.claims import dates
from assistant.claims.lexicon import WORDS, Meaning, W
from assistant.errors import UnresolvedNameError
from assistant.rules import Engine, Form, Mention


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase at [start, end) of plain text. `value` is a Mention, a date, a length, or the lexicon's value."""  # noqa: E501

    kind: Meaning
    start: int
    end: int
    text: str
    value: Any = ""


_ATOM = re.compile(
    r"--[a-z]+(?:[= ](?:process|hyperv)\b)?|[0-9]+(?:\.[0-9]+)+|[a-z0-9]+(?:[-'][a-z0-9]+)*|[<>!]=|->| - |[^\s\w]|\w+"
)
_MARKS = {
    ",": W.COMMA, ";": W.SEMICOLON, ":": W.COLON, " - ": W.DASH, "->": W.DASH, "(": W.OPEN, ")": W.CLOSE, "[": W.OPEN,
    "]": W.CLOSE, ".": W.END, "!": W.END, "?": W.END, "/": W.SLASH, '"': W.QUOTE, "'": W.QUOTE, "&": W.AND, "+": W.LATER,  # noqa: E501
    "-": W.NEUTRAL, "|": W.SEMICOLON, "*": W.NEUTRAL, "#": W.NEUTRAL, "{": W.OPEN, "}": W.CLOSE, ">": W.NEUTRAL,
}  # fmt: skip
_DETERMINERS = frozenset("the a an our your my his her their some this that these those its".split())
_BEFORE_NOUNS = _DETERMINERS | frozenset("for in at of by with from".split())


class _Node:
    """A word on the way to phrases: what may follow it, and what the phrase means that ends here."""

    __slots__ = ("following", "meaning")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.meaning: tuple[Meaning, str] | None = None


def _phrases() -> dict[str, _Node]:
    root = _Node()
    for phrase, meaning in WORDS.items():
        node = root
        for atom in _ATOM.finditer(phrase):
            node = node.following.setdefault(atom.group(), _Node())
        node.meaning = meaning
    return root.following


_PHRASES = _phrases()


@lru_cache(maxsize=2048)
def tokens(engine: Engine, text: str) -> tuple[Token, ...]:
    """The tokens of plain text in order, without blanks."""
    found = _mentions(engine, text)
    taken = tuple((m.start, m.end) for m in found)
    written = list(dates.dates(text, taken))
    spans = [
        ((t := _mentioned(engine, text, m)).start, m.end, t)
        for m in found
        if not any(d.start < m.end and m.start < d.end for d in written)
    ]
    spans += [(d.start, d.end, Token(W.DATE, d.start, d.end, text[d.start : d.end], d)) for d in written]
    blocked = [(s, e) for s, e, _ in spans]
    for length in dates.lengths(text):
        if not any(s < length.end and length.start < e for s, e in blocked):
            spans.append(
                (
                    length.start,
                    length.end,
                    Token(W.DURATION, length.start, length.end, text[length.start : length.end], length),
                )
            )
    spans.sort(key=lambda span: span[0])
    tokens_: list[Token] = []
    position = 0
    for start, end, token in spans:
        if start < position:
            continue
        tokens_.extend(_words(text, position, start))
        tokens_.append(token)
        position = end
    tokens_.extend(_words(text, position, len(text)))
    return tuple(_years(engine, tokens_))


def _years(engine: Engine, found: list[Token]) -> list[Token]:
    """'hosts older than 2022': a year after a comparison is a release where servers are spoken of."""
    if not any(t.kind is W.NUMBER for t in found):
        return found
    if not any(t.kind in (W.HOST, W.IMAGE) or t.text == "release" for t in found):
        return found
    read = list(found)
    for number, token in enumerate(found):
        if (
            token.kind is W.NUMBER
            and number
            and found[number - 1].kind in (W.THAN, W.UP_TO)
            and _YEAR.fullmatch(token.text)
        ):
            named = engine.find(f"windows server {token.text}")
            if named and named[0].host is not None:
                read[number] = Token(W.MENTION, token.start, token.end, token.text, named[0])
    return read


def _mentions(engine: Engine, text: str) -> tuple[Mention, ...]:
    return tuple(_without_bracket(m) for m in _found(engine, text))


def _without_bracket(mention: Mention) -> Mention:
    """A name that runs into an open bracket, cut before it: the bracket belongs to the sentence."""
    at = mention.text.find("(")
    if at <= 0 or ")" in mention.text:
        return mention
    kept = mention.text[:at].rstrip()
    return replace(mention, text=kept, end=mention.start + len(kept))


def _found(engine: Engine, text: str) -> tuple[Mention, ...]:
    if _NAMELIKE.search(text) is None:
        return ()
    return tuple(
        m for m in engine.find(text) if not (m.form is Form.GROUP and m.text.strip() in ("windows", "windows server"))
    )


def _mentioned(engine: Engine, text: str, mention: Mention) -> Token:
    """A mention as a token; 'Annual Channel' alone names the channel, whose only release the rules read into it."""
    if mention.form is Form.RELEASE and _ANNUAL.fullmatch(mention.text):
        if _SEMI.search(text, max(0, mention.start - 6), mention.start):
            return Token(W.CHANNEL, mention.start, mention.end, mention.text, "SAC")
        return Token(W.CHANNEL, mention.start, mention.end, mention.text, "Annual Channel")
    if mention.form is Form.TAG and (family := _FAMILY_BEFORE.search(text, max(0, mention.start - 80), mention.start)):
        name = text[family.start() : mention.end]
        return Token(W.MENTION, family.start(), mention.end, name, _published(engine, mention, name))
    return Token(W.MENTION, mention.start, mention.end, mention.text, mention)


def _published(engine: Engine, mention: Mention, name: str) -> Mention:
    """The mention of a tag, as a problem where its image family never had the tag."""
    try:
        engine.resolve_image(name)
    except UnresolvedNameError as error:
        return replace(mention, problem=error.what)
    return mention


_FAMILY_BEFORE = re.compile(r"(?:[\w.-]+/)*windows(?:/server)?:$")
_PRODUCT_KEY = re.compile(r"[a-z0-9]{5}(?:-[a-z0-9]{5}){4}")
# Every name of a release has a digit, but for the Annual Channel's; references have a colon.
_NAMELIKE = re.compile(r"\d|annual|\bac\b|[:@]")
_YEAR = re.compile(r"20(?:16|19|22|25)")
_SEMI = re.compile(r"semi[- ]?$")
_ANNUAL = re.compile(r"(?:windows server )?annual channel(?: for containers)?|ac|windows server ac")


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    if start and text[start - 1].isalnum() and text.startswith("'s", start):
        start += 2  # "Windows Server 2025's build"
    if start >= end:
        return
    atoms = [(m.group(), *m.span()) for m in _ATOM.finditer(text, start, end)]
    position = 0
    while position < len(atoms):
        word, at, stop = atoms[position]
        node = _PHRASES.get(word)
        found, end, ahead = None, position, position
        while node is not None:
            if node.meaning is not None:
                found, end = node.meaning, ahead
            ahead += 1
            node = node.following.get(atoms[ahead][0]) if ahead < len(atoms) else None
        if found is not None:
            stop = atoms[end][2]
            yield Token(found[0], at, stop, text[at:stop], found[1])
            position = end + 1
            continue
        position += 1
        mark = _MARKS.get(word)
        if word == "+" and at and text[at - 1] == " ":
            mark = W.AND  # "2022 + ltsc2019" is a sum, "2022+" is "or newer"
        if mark is not None:
            yield Token(mark, at, stop, word)
        else:
            yield from _single(word, at, stop)


def _single(word: str, at: int, stop: int) -> Iterator[Token]:
    """A word that is no phrase: a number, a possessive, a compound of known words, or unread."""
    if word[0].isdigit() and not any(c.isalpha() for c in word):
        yield Token(W.NUMBER, at, stop, word)
        return
    bare = word[:-2] if word.endswith("'s") else word
    known = WORDS.get(bare)
    if known is not None:
        yield Token(known[0], at, stop, word, known[1])
        return
    if _PRODUCT_KEY.fullmatch(word):
        yield Token(W.UNREAD, at, stop, word)
        return
    if "-" in word.strip("-") and not word.startswith("-"):
        offset = at
        for part in word.split("-"):
            if part:
                known = WORDS.get(part)
                if part.isdigit():
                    yield Token(W.NUMBER, offset, offset + len(part), part)
                else:
                    kind, value = known if known is not None else (W.UNREAD, "")
                    yield Token(kind, offset, offset + len(part), part, value)
            offset += len(part) + 1
        return
    yield Token(W.UNREAD, at, stop, word)
