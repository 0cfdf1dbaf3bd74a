"""Clauses -> claims of the kinds that sources state outright: acquisition to AKS, read by a table of patterns.

A row of the table has `cues`, all of which a clause must hold, and `make`, which turns what the clause names (releases,
editions, numbers, codes) into propositions. Words that neither a cue nor a name accounts for leave the claim undecided.
The rows are in `told_rows`; this module is the reading.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import Any

from assistant.claims.claim import Claim, Stance
from assistant.claims.clauses import Clause
from assistant.claims.context import Context
from assistant.claims.lexicon import Meaning, W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Engine, Form, Isolation
from assistant.rules.kinds.lifecycle import Precision
from assistant.rules.moment import Moment

_COVERED = frozenset(
    {
        W.DET, W.NEUTRAL, W.IS, W.NOT, W.HEDGE, W.AND, W.OR, W.COMMA, W.OF, W.ON, W.WITH, W.TO, W.BY, W.ALSO, W.IT,
        W.HOST, W.IN_FACT, W.TRUE, W.DENY, W.YES, W.SLASH, W.WHICH, W.COLON, W.QUOTE, W.NO_LONGER,
        W.STILL, W.REPORT, W.DASH, W.NO, W.UNABLE, W.LASTS,
    }
)  # fmt: skip
# What a cue accounts for only where it matches the whole of it.
_WHOLE = frozenset({W.NOT, W.NO, W.UNABLE, W.DENY, W.MENTION, W.CHANNEL, W.DATE, W.UNDER, W.CONDITION, W.ALL})
_SUBJECTS = frozenset({W.MENTION, W.CHANNEL})
_ROLES = {
    "client": re.compile(r"\bclients?\b|\bwindows 1[01]\b"),
    "server": re.compile(r"\bservers?\b|\bwindows server\b"),
}
_ISOLATIONS = frozenset({W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS})
_WORD_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "single": 1,
}
_SKU = re.compile(r"windows(?:2019|2022|2025|annual)")


# A word of at least one row: most clauses speak of none of these kinds.
_ANY_CUE = re.compile(
    r"0xc03|\bkms|csvlk|gvlk|activat|\bkey|vlsc|volume licensing|media\b|\biso\b|download|visual studio|software assurance|software subscription|retail|\boem\b"
    r"|unlimited|any number|no limit|\bcontainers?\b|counts? as|upgrad|in-place|in place|clean install|reinstall|fresh install|standard|datacenter|server core|desktop experience"
    r"|\bgb\b|cpu|processor|hyper-v role|nested|drive c|default|\bhome\b|revision|patch level|docker|containerd|hcsshim|aks|kubernetes|k8s|retire|retiring|preview|availab|\bga\b|remov|os-sku|windows20|windowsannual"
)


@dataclass(slots=True)
class Scene:
    """A clause as a row sees it. `covered` are the ranges of text that cues and values account for, `used` the kinds of
    names that the row has looked at: what it has not looked at narrows its statement unseen.
    """

    text: str
    view: View
    clause: Clause
    context: Context
    engine: Engine
    covered: list[tuple[int, int]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    used: set[Meaning] = field(default_factory=set)
    carried: tuple[str, ...] = ()  # what the clause before spoke of

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match; all of them account for their words."""
        found = list(pattern.finditer(self.text))
        self.covered += [match.span() for match in found]
        return found[0] if found else None

    def values(self, table: Sequence[tuple[re.Pattern[str], Any]]) -> list[Any]:
        """The values whose words the clause holds, in the order of the text; an earlier row takes its words first."""
        taken: list[tuple[int, int, Any]] = []
        for pattern, value in table:
            for match in pattern.finditer(self.text):
                if not any(s < match.end() and match.start() < e for s, e, _ in taken):
                    taken.append((match.start(), match.end(), value))
        self.covered += [(s, e) for s, e, _ in taken]
        return list(dict.fromkeys(value for _, _, value in sorted(taken, key=lambda t: t[0])))

    def subjects(self) -> list[str]:
        """Releases, channels and 'Windows Server' or clients as the facts name their subjects."""
        self.used |= _SUBJECTS
        found = [ids for t in self.view.tokens if (ids := self._subject(t))] or [list(self.carried)]
        return list(dict.fromkeys(s for ids in found for s in ids))

    def _subject(self, token: Token) -> list[str]:
        if token.kind is W.CHANNEL:
            return [token.value]
        if token.kind is not W.MENTION or _SKU.fullmatch(token.text):
            return []
        mention = token.value
        if mention.problem or (mention.form is not Form.GROUP and mention.host is None):
            self.unread.append(token.text)
            return []
        if mention.form is Form.GROUP:
            return ["client"] if mention.candidates and mention.candidates[0].id.startswith("win1") else []
        return [mention.host.release.id]

    def role_subjects(self) -> list[str]:
        """'client' or 'server' where the clause speaks of all of them, in the order of the text."""
        self.used |= _SUBJECTS
        found = [(match.start(), role) for role, pattern in _ROLES.items() if (match := pattern.search(self.text))]
        return [role for _, role in sorted(found)]

    def numbers(self) -> list[tuple[int, int]]:
        """Every whole number with its place, in figures or words."""
        found = [(int(m[0]), m.start()) for m in re.finditer(r"(?<![\w.-])\d{1,6}(?![\w.-]*\d)", self.text)]
        found += [
            (_WORD_NUMBERS[m[0]], m.start()) for m in re.finditer(rf"\b(?:{'|'.join(_WORD_NUMBERS)})\b", self.text)
        ]
        return sorted(found, key=lambda pair: pair[1])

    def cover(self, start: int, end: int) -> None:
        """Account for a range of the clause's text."""
        self.covered.append((start, end))

    def place(self, token: Token) -> int:
        """Where a token of the clause stands in its text."""
        before = takewhile(lambda other: other.start != token.start, self.clause.tokens)
        return sum(len(other.text) + 1 for other in before)

    def moments(self) -> list[Moment]:
        """The dates in the clause."""
        self.used.add(W.DATE)
        found = []
        for token in self.view.all(W.DATE):
            if not token.value.exists:
                self.unread.append(token.text)
                continue
            found.append(Moment(day=token.value.day, precision=Precision(token.value.grain.value)))
        return found

    def order(self, *, passive: bool = False) -> tuple[list[str], list[str]] | None:
        """What stands after 'from' and what after 'to', as subjects; `passive`: 'X can be upgraded to Y'."""
        self.used |= _SUBJECTS
        source: list[str] = []
        target: list[str] = []
        side = source if passive else None
        for token in self.view.tokens:
            if token.text in ("from", "of"):
                side = source
            elif token.kind is W.TO or token.text in ("into", "onto"):
                side = target
            elif side is not None:
                side += self._subject(token)
        return (source, target) if source and target else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One pattern. `only` makes what an 'only' denies; a clause with 'only' is undecided without it.

    `filler` are words that may stand in such a clause and change nothing in it, as 'customers' beside a programme.
    """

    cues: tuple[re.Pattern[str], ...]
    make: Callable[[Scene], list[Any]]
    veto: re.Pattern[str] | None = None
    filler: re.Pattern[str] | None = None
    only: Callable[[Scene, list[Any]], list[Any]] | None = None


def isolations(scene: Scene) -> list[Isolation]:
    """The isolations that a clause names, without those of the role that is called Hyper-V too."""
    scene.used |= _ISOLATIONS
    found: list[Isolation] = []
    for token in scene.view.tokens:
        if token.kind is W.PROCESS:
            found.append(Isolation.PROCESS)
        elif token.kind is W.HYPERV and not scene.text[scene.place(token) :].startswith("hyper-v role"):
            found.append(Isolation.HYPERV)
        elif token.kind is W.BOTH_ISOLATIONS:
            found += list(Isolation)
    return list(dict.fromkeys(found))


def others(values: Iterable[Any], name: str) -> Callable[[Scene, list[Any]], list[Any]]:
    """What an 'only' denies: every other value of the field of that name, for the same keys."""
    known = tuple(values)

    def denied(_: Scene, made: list[Any]) -> list[Any]:
        named = {getattr(p, name) for p in made}
        keys = dict.fromkeys(replace(p, **{name: known[0]}) for p in made)
        return [replace(k, **{name: value}, asserted=False) for k in keys for value in known if value not in named]

    return denied


def read(
    engine: Engine, clause: Clause, view: View, context: Context, rows: Sequence[Row], *, subjects: tuple[str, ...] = ()
) -> list[Claim]:
    """The claims of the first row that fits the clause."""
    words = _text(clause)
    if _ANY_CUE.search(words) is None:
        return []
    for row in rows:
        if row.cues[0].search(words) is None or not all(cue.search(words) for cue in row.cues[1:]):
            continue
        if row.veto is not None and row.veto.search(words):
            continue
        scene = Scene(text=words, view=view, clause=clause, context=context, engine=engine, carried=subjects)
        for cue in (*row.cues, *((row.filler,) if row.filler else ())):
            scene.find(cue)
        made = row.make(scene)
        if not made:
            continue
        return _claims(row, scene, made)
    return []


def _text(clause: Clause) -> str:
    """The words of a clause on one line, one blank between them."""
    return " ".join(t.text for t in clause.tokens)


def _claims(row: Row, scene: Scene, made: list[Any]) -> list[Claim]:
    view = scene.view
    negations = [t for t in view.negations if not _is_covered(scene, t)]
    needless = [t for t in view.all(W.ALONE) if t.value == "DOES_NOT_NEED"]
    turned = len(negations) + len(needless) + len([t for t in view.all(W.NO, W.UNABLE) if not _is_covered(scene, t)])
    unread = [*scene.unread, *(t.text for t in view.tokens if not _accounted(scene, t))]
    unread += [t.text for t in view.loose]
    if len(negations) > 1 and not view.has(W.TRUE, W.DENY):
        unread.append("not")
    if turned % 2:
        made = [replace(p, asserted=not p.asserted) for p in made]
    found = [_claim(scene, made, unread)]
    if view.has(W.ONLY):
        if row.only is None or turned or _of_subject(view):
            return [replace(found[0], unread=(*found[0].unread, "only"))]
        others = row.only(scene, made)
        if others:
            found.append(_claim(scene, others, unread))
        if "only" in scene.unread:
            found = [replace(claim, unread=(*claim.unread, "only")) for claim in found]
    return found


def _of_subject(view: View) -> bool:
    """'only available in LTSC releases': the 'only' limits what the statement is about, not what it says of it."""
    number = next(n for n, t in enumerate(view.tokens) if t.kind is W.ONLY)
    for before, token in pairwise(view.tokens[number:]):
        if token.kind in _SUBJECTS and (before.kind in (W.ON, W.WITH) or before.text in ("in", "for")):
            return True
    return False


def _claim(scene: Scene, parts: list[Any], unread: list[str]) -> Claim:
    return Claim(
        kind=scene.engine.kind(parts[0]).name,
        readings=(tuple(dict.fromkeys(parts)),),
        start=scene.clause.start,
        end=scene.clause.end,
        stance=Stance.HEDGED if scene.view.has(W.HEDGE) else Stance.ASSERTED,
        unread=tuple(dict.fromkeys(unread)),
    )


def _accounted(scene: Scene, token: Token) -> bool:
    if token.kind in _COVERED or token.kind is W.ONLY or token.kind in scene.used:
        return True
    return _is_covered(scene, token)


def _is_covered(scene: Scene, token: Token) -> bool:
    """Whether a token lies in a range that a cue or a value accounts for."""
    start = scene.place(token)
    end = start + len(token.text)
    return any(s <= start and end <= e for s, e in scene.covered) or any(
        s < end and start < e and token.kind not in _WHOLE for s, e in scene.covered
    )
