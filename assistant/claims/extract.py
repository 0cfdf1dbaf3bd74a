"""Text -> claims, sentence by sentence; and the smell test that makes an unread sentence undecided.

A sentence is read clause by clause. What a clause leaves out it takes from the clause before it, then from the list and
the headings it stands under, then from the sentence before. A clause that names something of the field together with a
word of support, dates, builds, licences or upgrades and yields no claim leaves the whole sentence undecided.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.claims.answering import answered_others, answered_pairs
from assistant.claims.claim import Claim, Read
from assistant.claims.clause_reader import NAMES, NOT_UNDERSTOOD, ClauseReader
from assistant.claims.clauses import Clause, clauses
from assistant.claims.commands import command_claims
from assistant.claims.context import Context, Frame, Level
from assistant.claims.kinds import compatibility, stated
from assistant.claims.levels import SHORT, introduction, level_of
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token, tokens
from assistant.claims.openings import (
    agrees,
    answer_of,
    is_order,
    is_question,
    is_request,
    leans_on,
    limits,
    looks_back,
    unlabelled,
)
from assistant.claims.reading import Plain, Unit, units
from assistant.claims.scope import View
from assistant.claims.state import SentenceState, limited
from assistant.claims.tables import Table, cell_claims
from assistant.claims.waiting import Waiting
from assistant.rules import Engine, Platform

# Without one of these a unit says nothing of the field, and nothing about what was said before it.
_TRIGGER = re.compile(
    r"\d{2}|\d[hH]\d|[a-z]\d|\d[a-z]|window|server|host|image|container|isolat|hyper|process|node|channel|ltsc|\bsac\b|\bac\b|aks|kubern|k8s|docker|support|run|work|start|compat|"
    r"\bit\b|\bthis\b|\bthat\b|\bthey\b|\bboth\b|same|reverse|vice versa|other way|yes|\bno\b|nope|true|right|wrong|false|correct|licen|activ|key|center|upgrad|install|version|build|release|"  # noqa: E501
    r"mainstream|extended|\beol\b|tag|latest|nano|kms|vlsc|software|visual|0x|machine|\bvm|app\b|apps\b|workload|pod|clean|edition|revision|patch|update|default|so\b|therefore|sure|certainly|never|virtual|memory|\bgb\b|processor|portab|retire|error|engine|runtime"
)


def extract(engine: Engine, text: str) -> tuple[Read, ...]:
    """Every sentence, table row and line of code of `text` with the claims it makes, in order."""
    return tuple(_Extractor(engine, text).run())


class _Extractor:
    """One pass over the units of one text."""

    def __init__(self, engine: Engine, text: str) -> None:
        self.engine = engine
        self.text = text
        self.context = Context()
        self.clauses = ClauseReader(engine, self.context)
        self.table: Table | None = None
        self.waiting = Waiting(engine)
        self.denied = False  # the paragraph before denied something that it did not name
        self.said = False  # the sentence before made a claim, or leaned on one that did

    def run(self) -> Iterator[Read]:
        found: list[Read] = []
        for unit in units(self.text):
            read = self._unit(unit)
            if read is not None:
                self._look_back(unit, read)
                found.append(read)
        self.waiting.settle_report(None)
        return iter(found)

    # --- one unit ---------------------------------------------------------------------------------------------------

    def _unit(self, unit: Unit) -> Read | None:
        read = Read(start=unit.start, end=unit.end)
        if unit.plain is None:
            read.unresolved = "It is longer than can be read."
            read.speaks = True
            return read
        if unit.kind == "header":
            self.table = None
            return read
        if unit.kind == "row":
            if _TRIGGER.search(unit.plain.text) is None:
                return read
            return self._row(unit, read)
        self.table = None
        if _TRIGGER.search(unit.plain.text) is None:
            self.context.asked, self.context.question, self.context.releases = [], (), ()
            self._place(unit)
            if unit.kind == "heading":
                self.context.enter_heading(Level(level=unit.level))
            return read
        found = tokens(self.engine, unit.plain.text)
        self._place(unit)
        self.context.in_item = unit.kind == "item"
        if unit.kind == "command":
            return self._command(found, read, unit.plain)
        return self._sentence(unit, found, read)

    def _look_back(self, unit: Unit, read: Read) -> None:
        """A sentence without a claim after one with a claim: 'That is wrong.', 'Only in preview.'"""
        if unit.kind == "heading":
            self.said = False
        elif read.claims or read.unresolved:
            self.said = True
        elif self.said and unit.plain is not None and unit.kind not in ("row", "command", "header"):
            words = [t for t in tokens(self.engine, unit.plain.text) if t.kind not in (W.END, W.QUOTE)]
            if is_question(unit.plain.text) or not words or is_request(words):
                return
            self.said = looks_back(words)
            if self.said and not agrees(words):
                read.unresolved = "It speaks of what was said before in words that were not understood."
                read.leans = True

    def _place(self, unit: Unit) -> None:
        if unit.kind == "heading":
            return
        if unit.kind in ("paragraph", "html") and unit.fresh and unit.depth == 0:
            self.context.leave_lists(1)
        if unit.kind == "item" and unit.fresh:
            self.context.leave_lists(unit.depth + 1)

    def _row(self, unit: Unit, read: Read) -> Read:
        self.context.in_item = False
        if self.table is None:
            self.table = Table.of(self.engine, unit.header)
        assert unit.plain is not None  # noqa: S101
        claims, unresolved = cell_claims(self.engine, self.table, unit, self.context, self._cell)
        read.claims = claims
        read.unresolved = unresolved
        read.speaks = bool(claims) or unresolved is not None or bool(self.engine.find(unit.plain.text))
        return read

    def _cell(self, words: list[Token], plain: Plain) -> tuple[list[Claim], str | None]:
        """A cell that is a sentence of its own."""
        state = SentenceState(words=words)
        _, claims = self.clauses.frames(clauses(words), state=state)
        return self._located(claims, plain), state.unresolved or (limited(state, claims) if claims else None)

    def _command(self, found: tuple[Token, ...], read: Read, plain: Plain) -> Read:
        if "run" in plain.text or "create" in plain.text:
            claims = command_claims(self.engine, found, self.context)
            if claims is not None:
                read.claims = self._located(claims, plain)
                read.speaks = read.leans = True
        return read

    # --- sentences --------------------------------------------------------------------------------------------------

    def _sentence(self, unit: Unit, found: tuple[Token, ...], read: Read) -> Read:
        plain = unit.plain
        assert plain is not None  # noqa: S101
        read.speaks = any(t.kind in NAMES or t.kind in (W.SUPPORT, W.MATTER, W.DATE) for t in found) or (
            any(t.kind is W.IMAGE for t in found) and any(t.kind is W.HOST for t in found)
        )
        if plain.struck and read.speaks:
            read.unresolved = "Struck-out words cannot be read."
            return read
        words = [t for t in found if t.kind not in (W.END, W.QUOTE)]
        if not words:
            return read
        if is_question(plain.text):
            self._ask(words, unit)
            return read
        if unit.kind == "heading":
            self._heading(unit, words, read)
            return read
        denied = self.denied
        if is_request(words):
            self.context.asked, self.context.question = [], ()
            if not is_order(words):
                self._as_stated(words, read, unit, denied)
                return read
        self._statement(words, read, unit, ordered=is_order(words))
        if read.unresolved or not read.claims or any(claim.unread for claim in read.claims):
            self._as_stated(words, read, unit, denied)
        if words[-1].kind is W.COLON:
            level = introduction(self.engine, words, unit.depth + 1)
            self.context.enter_intro(level)
            if level.sign and (level.host or level.image) and not read.claims:
                read.unresolved = None
        elif unit.kind == "item":
            self._item_context(words, unit)
        return read

    def _as_stated(self, words: list[Token], read: Read, unit: Unit, denied: bool) -> None:
        """A sentence of the rules that no pattern reads, looked up word for word."""
        assert unit.plain is not None  # noqa: S101
        claim = stated.read(self.engine, unit.plain)
        if claim is None:
            return
        read.claims, read.unresolved, read.speaks = self._located([claim], unit.plain), None, True
        self.denied = denied  # as it stood before the sentence was read in another way
        self._doubt(words, read, unit, SentenceState(words=words))

    def _ask(self, words: list[Token], unit: Unit) -> None:
        """A question asserts nothing, but what it asks about is what a 'Yes.' after it says."""
        if words[0].kind is W.NOT and words[0].text.endswith("t"):
            words = words[1:]  # "Isn't it supported? Yes." says that it is
        frames, claims = self.clauses.frames([Clause(tokens=words)], question=True)
        if not frames:
            clause = Clause(tokens=words)
            said = compatibility.said_in(self.engine, clause, View(clause))
            if said is not None and said.host and said.image and not said.unread:
                frames = [said]
        if unit.kind == "heading":
            self.context.enter_heading(Level(level=unit.level))
        self.context.asked = frames
        self.context.question = tuple(c for c in claims if c.kind != compatibility.KIND)
        self.context.open = not frames and not claims

    def _heading(self, unit: Unit, words: list[Token], read: Read) -> None:
        self.context.enter_heading(Level(level=unit.level))
        view = View(Clause(tokens=words))
        if words[0].text in ("what", "how", "which", "where", "why", "when", "who", "whether", "if"):
            return
        if view.predicates or view.has(W.OUT, W.ENDS, W.UNTIL, W.NO_LONGER, W.BUILD, W.IS):
            self._statement(words, read, unit)
            if read.claims:
                return
            if not (view.has(W.NOT, W.NO, W.NO_LONGER) or view.sign) or not view.groups:
                read.unresolved = None
        level = level_of(self.engine, view, unit.level)
        level.denies = view.has(W.DENY, W.IGNORANT, W.REPORT) and not level.host and not level.image
        self.context.headings[-1] = level

    def _item_context(self, words: list[Token], unit: Unit) -> None:
        level = level_of(self.engine, View(Clause(tokens=words)), unit.depth + 1)
        if level.host or level.image or level.isolations:
            self.context.enter_intro(level)

    def _statement(self, words: list[Token], read: Read, unit: Unit, *, ordered: bool = False) -> None:
        plain = unit.plain
        assert plain is not None  # noqa: S101
        topic = bool(self.context.asked or self.context.question or self.context.frames or self.context.releases)
        answer, rest = answer_of(unlabelled(words), asked=bool(self.context.asked or self.context.question))
        open_, self.context.open = self.context.open, False
        if answer and not rest:
            self._answered(answer, read, plain, words)
            if open_ and self.said and not read.claims:
                read.unresolved = "It answers a question that was not understood."
            return
        if self.waiting.is_verdict(words):
            return
        if answer:
            words = rest
        pieces = clauses(words)
        asked = self.context.asked
        question = self.context.question
        self.context.asked, self.context.question = [], ()
        state = SentenceState(reported=False, words=words, ordered=ordered)
        if asked and not answer:
            state.before = replace(asked[-1], sign=1, start=words[0].start, end=words[-1].end, partial=True)
        if answer and asked:
            state.before = replace(asked[-1], sign=1, start=words[0].start, end=words[-1].end)
        frames, claims = self.clauses.frames(pieces, state=state)
        read.unresolved = state.unresolved or (NOT_UNDERSTOOD if state.hanging else None)
        if answer and asked and not limits(frames, pieces):
            claims = answered_pairs(self.engine, asked, answer, words) + claims
        elif answer and question:
            claims = [*answered_others(question, answer, words), *claims]
        read.leans = (
            any(f.leans for f in frames) or bool(pieces and pieces[0].led_by(W.SO, W.BUT, W.SAME_GOES)) or bool(answer)
        )
        if not claims and state.fragment is not None and self.waiting.fragment is None:
            self.waiting.fragment = (read, state.fragment, words)
            read.unresolved = read.unresolved or "It speaks of something that is not named."
        elif frames:
            self.waiting.settle_fragment(frames)
        read.claims = self._located(claims, plain)
        state.held = self._located(state.held, plain)
        self._doubt(words, read, unit, state)
        if topic and not (claims or state.held or read.unresolved or state.ignorant) and leans_on(words):
            read.unresolved = "It leans on what was said before in words that were not understood."
        self._keep(words, read, state, frames, answered=bool(answer))

    def _doubt(self, words: list[Token], read: Read, unit: Unit, state: SentenceState) -> None:
        """Leave claims open that something beside, above or before them limits or denies."""
        claims = read.claims
        if claims or state.held:
            read.unresolved = read.unresolved or limited(state, claims, self.context.platform)
        elif len(words) <= SHORT:
            named = (Platform(t.value) for t in words if t.kind is W.PLATFORM)
            self.context.platform = next(named, self.context.platform)
        self._denied(words, read, unit)
        if claims and unit.kind == "item":
            read.unresolved = read.unresolved or self._limited_by_introduction()
        if claims and any(level.denies for level in self.context.headings):
            read.unresolved = read.unresolved or "It stands under a heading that denies or doubts it."

    def _keep(
        self, words: list[Token], read: Read, state: SentenceState, frames: list[Frame], *, answered: bool
    ) -> None:
        """What the sentence said, for those after it; reported claims wait for what is said of them."""
        if state.held:
            self.waiting.settle_report(False if state.in_fact else None)
            self.waiting.reported = (read, state.held, state.held_frames)
            if state.in_fact:
                self.waiting.settle_report(False)
        if frames:
            self.context.frames = frames
            named = tuple(dict.fromkeys(i for f in frames for i in f.isolations))
            self.context.isolations = named or self.context.isolations
        releases = tuple(dict.fromkeys(r for t in words if t.kind is W.MENTION for r in t.value.releases[:1]))
        pronoun = any(t.kind is W.IT for t in words) or answered
        self.context.releases = releases or (self.context.releases if pronoun and read.claims else ())

    def _denied(self, words: list[Token], read: Read, unit: Unit) -> None:
        """'The following statements are false.' before a list or further sentences denies what they say."""
        if unit.kind != "item" and unit.fresh:
            if self.denied and read.claims:
                read.unresolved = read.unresolved or "The sentence before it may deny it."
            self.denied = not read.claims and any(t.kind in (W.DENY, W.IGNORANT) for t in words)
        elif self.denied and read.claims:
            read.unresolved = read.unresolved or "The sentence before it may deny it."

    def _limited_by_introduction(self) -> str | None:
        """Why an item is left open although it was read: words of the sentence above its list."""
        unread = [word for level in self.context.intros if level.sign or level.opens for word in level.unread]
        return f"Not understood: {', '.join(unread[:5])}." if unread else None

    def _located(self, claims: list[Claim], plain: Plain) -> list[Claim]:
        found = []
        for claim in claims:
            start, end = plain.span(max(0, claim.start), max(claim.start + 1, min(claim.end, len(plain.text))))
            found.append(replace(claim, start=start, end=end))
        return found

    # --- clauses ----------------------------------------------------------------------------------------------------

    def _answered(self, answer: int, read: Read, plain: Plain, words: list[Token]) -> None:
        asked, question = self.context.asked, self.context.question
        self.context.asked, self.context.question = [], ()
        claims = (
            answered_pairs(self.engine, asked, answer, words) if asked else answered_others(question, answer, words)
        )
        read.claims = self._located(claims, plain)
        read.leans = bool(claims)
        if asked:
            self.context.frames = [replace(f, sign=answer) for f in asked]
