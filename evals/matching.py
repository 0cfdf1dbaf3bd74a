"""Does an answer say it? Wordings and values found in text after dates, names and punctuation are made alike.

A wording counts only where it is meant: in "is not supported" nobody has said "is supported". The scope of a negator
is its clause, up to the wording: from the last comma, colon, bracket or "but". A value (a date, a number, a code, a
key) is matched as such, and is denied only by a negator right before it. This is a reading of short, plain sentences,
which is what answers are made of; it is no parser, and a wording that needs one should be written with its negation.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.rules import Engine, Form
from evals.dataset import Fact, Recorded

_MARKER = re.compile(r"\s*\[\d+\]")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]+|^\s{0,3}#+\s*", re.M)
_FOLD = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("‘’‚′", "'"), **dict.fromkeys("“”„″", '"')})
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = f"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_DATES = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+(?P<year>\d{{4}})\b"),
    re.compile(rf"\b{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
    re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b"),
    re.compile(rf"\b{_MONTH}\s+(?P<year>\d{{4}})\b"),
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|;|\s\|\s")
_CLAUSE = re.compile(r"[,:()]|\s-\s|\b(?:but|however|while|whereas|although|instead)\b")
_NEGATOR = re.compile(
    r"\b(?:no|not|never|none|neither|nor|without|cannot|nothing|nobody|unsupported|false|wrong|myth|untrue|rather than|"
    r"instead of|\w+n't)\b"
)
_VALUE = re.compile(r"[\w.:/-]*\d[\w.:/-]*")
_NEAR = 12  # characters before a value in which a negator denies it: "not on 2025-10-24", "never 20348"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A text made comparable: as written, and with every release named by its id."""

    plain: str
    named: str


class Matcher:
    """Finds wordings and facts in answers; `engine` knows the spellings of releases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def states(self, answer: str, fact: Fact) -> bool:
        """Whether `answer` asserts the fact in any of its wordings."""
        aliases = fact.aliases if isinstance(fact, Recorded) else fact
        form = self._form(answer)
        return any(self._asserted(form, alias) for alias in aliases)

    def missing(self, answer: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """The facts that `answer` does not state."""
        return tuple(fact for fact in facts if not self.states(answer, fact))

    def violations(self, answer: str, wordings: Iterable[str]) -> tuple[str, ...]:
        """The wordings that `answer` asserts although it must not."""
        form = self._form(answer)
        return tuple(wording for wording in wordings if self._asserted(form, wording))

    def normal(self, text: str) -> str:
        """`text` as it is compared: folded, with ISO dates and without Markdown."""
        return folded(text)

    def _form(self, text: str) -> _Form:
        return _Form(plain=folded(text), named=folded(self._named(text)))

    def _named(self, text: str) -> str:
        """The text with every name of a release replaced by its id; builds and tags stay as they are."""
        pieces, end = [], 0
        for mention in self._engine.find(text):
            releases = mention.releases
            if mention.form not in (Form.RELEASE, Form.VERSION, Form.YEAR) or len(releases) != 1:
                continue
            pieces += [text[end : mention.start], releases[0].id]
            end = mention.end
        return "".join((*pieces, text[end:]))

    def _asserted(self, form: _Form, wording: str) -> bool:
        return _asserted(form.plain, folded(wording)) or _asserted(form.named, folded(self._named(wording)))


def folded(text: str) -> str:
    """Lower case without Markdown or citation markers, one kind of dash, quote and blank, dates as YYYY-MM-DD."""
    text = _LINK.sub(r"\1", _MARKER.sub("", text))
    text = unicodedata.normalize("NFKC", _MARKS.sub("", text)).translate(_FOLD).casefold()
    for pattern in _DATES:
        text = pattern.sub(_iso, text)
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()


def _iso(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else _MONTHS[parts["month"]]
    return f"{parts['year']}-{month:02}" + (f"-{int(parts['day']):02}" if parts.get("day") else "")


def _asserted(text: str, wording: str) -> bool:
    if wording in ("yes", "no"):
        return any(re.match(rf"{wording}\b(?=[.,:!]|$)", sentence) for sentence in _SENTENCE.split(text))
    return any(not _denied(before, wording) for before in _occurrences(text, wording))


def _occurrences(text: str, wording: str) -> Iterator[str]:
    """For each occurrence of the whole wording, what stands before it in its sentence."""
    pattern = re.compile(rf"(?<![\w-])(?<!\d[.]){re.escape(wording)}(?![\w-]|\.\d)")
    for sentence in _SENTENCE.split(text):
        for found in pattern.finditer(sentence):
            yield sentence[: found.start()]


def _denied(before: str, wording: str) -> bool:
    if _VALUE.fullmatch(wording):
        return _NEGATOR.search(before[-_NEAR:]) is not None
    if _NEGATOR.search(wording):
        return False
    return _NEGATOR.search(_CLAUSE.split(before)[-1]) is not None
