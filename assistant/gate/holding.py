"""Does a quote hold what a statement of the rules says? A number that it does not hold, it cannot vouch for.

A quote holds a statement when it is its words, or when every date, build, code, release and isolation of the statement
stands in the quote or in the headings around it, and the quote does not deny what the statement affirms. A row of a
table affirms and denies cell by cell, so its head is read with it and its sign is not compared.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.dates import Grain, dates
from assistant.passage import Passage
from assistant.rules import Engine, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a text holds: values, releases (`reach` has those of groups too), isolations, and whether it denies."""

    values: frozenset[str]
    releases: frozenset[str]
    reach: frozenset[str]
    isolations: frozenset[str]
    denies: bool | None


class Holding:
    """Compares statements with quotes; `engine` knows the spellings of releases. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        """A comparison over one engine's names; texts that come again are read once."""
        self._engine = engine
        self._read = lru_cache(maxsize=4096)(self._reading)

    def holds(self, statement: str, quote: str, passage: Passage) -> bool:
        """Whether `quote`, which stands in `passage`, holds what `statement` says."""
        if verbatim(statement, quote):
            return True
        row = quote.lstrip().startswith("|")
        around = [*passage.headings, passage.source.title, passage.context if row else "", _head(quote, passage.text)]
        said, quoted, beside = self._read(statement), self._read(quote), self._read(" . ".join(filter(None, around)))
        return (
            said.values <= quoted.values | beside.values
            and said.releases <= quoted.reach | beside.reach
            and said.isolations <= quoted.isolations | beside.isolations
            and (row or None in (said.denies, quoted.denies) or said.denies == quoted.denies)
        )

    def _reading(self, text: str) -> _Read:
        plain = text.lower()
        mentions = self._engine.find(text)
        single = frozenset(r.id for m in mentions if m.form is not Form.GROUP for r in m.releases)
        return _Read(
            values=frozenset(_values(plain)),
            releases=single,
            reach=single | {r.id for m in mentions for r in m.releases},
            isolations=_isolations(plain),
            denies=_denies(plain),
        )


def verbatim(words: str, text: str) -> bool:
    """Whether `words` stand in `text` as they are, but for white space and Markdown's marks."""
    return _plain(words) in _plain(text)


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split())


def _head(quote: str, text: str) -> str:
    """The first row of the table in which a quoted row stands, if it stands in the same passage."""
    if not quote.lstrip().startswith("|"):
        return ""
    lines: list[str] = []
    for line in reversed(text[: text.index(quote)].splitlines()):
        if not line.lstrip().startswith("|"):
            break
        lines.append(line)
    return lines[-1] if lines else ""


def _values(plain: str) -> list[str]:
    """Days and months, builds without 10.0, error codes and numbers of updates."""
    days = [f"{d.grain} {d.day}" for d in dates(plain, ()) if d.grain is not Grain.YEAR]
    builds = [build.removeprefix("10.0.") for build in _BUILD.findall(plain)]
    return [*days, *builds, *_CODE.findall(plain)]


def _isolations(plain: str) -> frozenset[str]:
    if _BOTH.search(plain):
        return frozenset({"process", "hyper-v"})
    return frozenset(_ISOLATION.findall(plain))


def _denies(plain: str) -> bool | None:
    """None where a text says neither, or both."""
    denies, affirms = _DENIAL.search(plain), _AFFIRMATION.search(_DENIAL.sub(" ", plain))
    return None if bool(denies) == bool(affirms) else bool(denies)


_BUILD = re.compile(r"\b(?:10\.0\.)?\d{5}(?:\.\d+)*\b")
_CODE = re.compile(r"\b(?:0x[0-9a-f]{8}|kb\d{6,7})\b")
_ISOLATION = re.compile(r"\b(process|hyper-v)[- ]isolat(?:ion|ed)\b")
_BOTH = re.compile(r"\b(?:both|either|neither|any) (?:isolations?|modes?)\b")
_DENIAL = re.compile(
    r"\bnot (?:be )?support\w*|\bunsupported\b|\bno longer supported\b|\bout of support\b|\bcannot\b|\bdo(?:es)? not\b|"
    r"\bneither\b|\bnever\b"
)
_AFFIRMATION = re.compile(
    r"\b(?:is|are) supported\b|\bsupports\b|\bruns?\b|\bin (?:extended|mainstream) support\b|\bonly\b"
)
_MARKS = re.compile(r"[*`]+")
