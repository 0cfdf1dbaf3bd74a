"""Text -> claims, sentence by sentence; and the smell test that makes an unread sentence undecided.

A sentence is read clause by clause. What a clause leaves out it takes from the clause before it, then from the list and
the headings it stands under, then from the sentence before. A clause that names something of the field together with a
word of support, dates, builds, licences or upgrades and yields no claim leaves the whole sentence undecided.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.claims.claim import Claim, Stance
from assistant.claims.clauses import Clause, clauses
from assistant.claims.context import Context, Frame, Level, Side, turned
from assistant.claims.kinds import compatibility, told
from assistant.claims.kinds.readers import READERS
from assistant.claims.kinds.told_rows import ROWS
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token, tokens
from assistant.claims.reading import Plain, Unit, units
from assistant.claims.scope import View
from assistant.claims.tables import Table, cell_claims
from assistant.rules import Engine, Isolation, Platform, Release

_NAMES = frozenset({W.MENTION, W.CHANNEL, W.PLATFORM, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ALONE})
_SMELLS = frozenset(
    {
        W.YES, W.NO, W.UNABLE, W.NEEDS, W.ONLY, W.SUPPORT, W.MAINSTREAM, W.EXTENDED, W.ENDS, W.BEGINS, W.OUT,
        W.UNTIL, W.BUILD, W.REVISION, W.MATTER, W.DATE, W.DURATION, W.CADENCE, W.NO_LONGER, W.CONDITION,
        W.EXISTS, W.TAG, W.SAME, W.DIFFERENT, W.REVERSE, W.SAME_GOES, W.EXCEPT, W.ANSWER_YES, W.ANSWER_NO, W.NEWER, W.OLDER, W.ALONE,
    }
)  # fmt: skip
_STRONG_ASK = frozenset(
    "tell me|let me know|can you|could you|would you|wants to know|want to know|would like|plan|plans|planning|we plan|i plan|we want|i want"
    "|we need|i need|want|wants|hope|hopes|hoping|wish|wishes|intend|intends|asking|asked|asks|roadmap|todo|to do|i'd like|looking for|decide|deciding|question|evaluate|evaluating|please|we will|we'll|let's|let us|consider|considering".split(
        "|"
    )
)
_IMPERATIVES = frozenset("run use deploy start schedule pull launch boot try take host test execute load".split())
_NOT_UNDERSTOOD = "It speaks of support, dates or versions in words that were not understood."
_ISOLATED = frozenset({W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS})
# Words with which a text recommends an image for a host.
_SUGGESTS = frozenset(
    "choose chooses chosen choice pick picks picked want wants recommend recommended best ideal perfect suits suit good right go prefer take need needs for".split()
)


# Without one of these a unit says nothing of the field, and nothing about what was said before it.
_TRIGGER = re.compile(
    r"\d{2}|\d[hH]\d|[a-z]\d|\d[a-z]|window|server|host|image|container|isolat|hyper|process|node|channel|ltsc|\bsac\b|\bac\b|aks|kubern|k8s|docker|support|run|work|start|compat|"
    r"\bit\b|\bthis\b|\bthat\b|\bthey\b|\bboth\b|same|reverse|vice versa|other way|yes|\bno\b|nope|true|right|wrong|false|correct|licen|activ|key|upgrad|install|version|build|release|"
    r"mainstream|extended|\beol\b|tag|latest|nano|kms|vlsc|software|visual|0x|machine|\bvm|app\b|apps\b|workload|pod|clean|edition|revision|patch|update|default|so\b|therefore|sure|certainly|never|virtual|memory|\bgb\b|processor|portab|retire|error|engine|runtime"
)


@dataclass(slots=True)
class Read:
    """A unit with the claims found in it. `unresolved` says why it cannot pass though claims may have been found."""

    start: int
    end: int
    claims: list[Claim] = field(default_factory=list)
    unresolved: str | None = None
    speaks: bool = False
    leans: bool = False


def extract(engine: Engine, text: str) -> tuple[Read, ...]:
    """Every sentence, table row and line of code of `text` with the claims it makes, in order."""
    return tuple(_Extractor(engine, text).run())


class _Extractor:
    """One pass over the units of one text."""

    def __init__(self, engine: Engine, text: str) -> None:
        self.engine = engine
        self.text = text
        self.context = Context()
        self.table: Table | None = None
        self.pending: tuple[Read, Frame, list[Token]] | None = None
        self.reported: tuple[Read, list[Claim], list[Frame]] | None = None
        self.block = -1

    def run(self) -> Iterator[Read]:
        found: list[Read] = []
        for unit in units(self.text):
            read = self._unit(unit)
            if read is not None:
                found.append(read)
        self._settle_report(None)
        self._settle_pending(None)
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
        found = tokens(self.engine, unit.plain.text, self._cased(unit.plain))
        self._place(unit)
        self.context.in_item = unit.kind == "item"
        if unit.kind == "command":
            return self._command(found, read, unit)
        return self._sentence(unit, found, read)

    def _cased(self, plain: Plain) -> str:
        if isinstance(plain.starts, range):
            return self.text[plain.starts.start : plain.starts.stop]
        return "".join(self.text[i] for i in plain.starts)

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
        assert unit.plain is not None
        claims, unresolved = cell_claims(self.engine, self.table, unit, self._cased, self.context, self._cell)
        read.claims = claims
        read.unresolved = unresolved
        read.speaks = bool(claims) or unresolved is not None or bool(self.engine.find(unit.plain.text))
        return read

    def _cell(self, words: list[Token], plain: Plain) -> tuple[list[Claim], str | None]:
        """A cell that is a sentence of its own."""
        state = _State(words=words)
        _, claims = self._frames(clauses(words), state=state)
        return self._located(claims, plain), state.unresolved

    def _command(self, found: tuple[Token, ...], read: Read, unit: Unit) -> Read:
        """A command asserts something where the words before it said that it works on a host that they named."""
        around = self.context.around()
        assert unit.plain is not None
        if "run" not in unit.plain.text and "create" not in unit.plain.text:
            return read
        view = View(Clause(tokens=[t for t in found if t.kind is not W.YES]))
        images = [g for g in view.groups if g.side == "image"]
        last = self.context.frames[-1] if self.context.frames else None
        host = around.host
        sign = around.sign
        if not images or host is None or not sign:
            return read
        side = compatibility.side_of(self.engine, images[0])
        if side is None:
            return read
        isolations, _ = compatibility.isolations_of(view)
        frame = Frame(
            start=found[0].start,
            end=found[-1].end,
            host=host,
            image=side,
            isolations=isolations or around.isolations,
            sign=sign,
        )
        del last
        read.claims = self._located(compatibility.claims_of(self.engine, frame), unit.plain)
        read.speaks = read.leans = True
        return read

    # --- sentences --------------------------------------------------------------------------------------------------

    def _sentence(self, unit: Unit, found: tuple[Token, ...], read: Read) -> Read:
        plain = unit.plain
        assert plain is not None
        read.speaks = any(t.kind in _NAMES or t.kind in (W.SUPPORT, W.MATTER, W.DATE) for t in found) or (
            any(t.kind is W.IMAGE for t in found) and any(t.kind is W.HOST for t in found)
        )
        if plain.struck and read.speaks:
            read.unresolved = "Struck-out words cannot be read."
            return read
        words = [t for t in found if t.kind not in (W.END, W.QUOTE)]
        if not words:
            return read
        if _is_question(plain.text):
            self._ask(words, unit)
            return read
        if unit.kind == "heading":
            self._heading(unit, words, read)
            return read
        if _is_request(words):
            self.context.asked, self.context.question = [], ()
            return read
        self._statement(words, read, unit)
        if words[-1].kind is W.COLON:
            level = self._introduce(words, unit)
            if level.sign and (level.host or level.image) and not read.claims:
                read.unresolved = None
        elif unit.kind == "item":
            self._item_context(words, unit)
        return read

    def _ask(self, words: list[Token], unit: Unit) -> None:
        """A question asserts nothing, but what it asks about is what a 'Yes.' after it says."""
        frames, claims = self._frames([Clause(tokens=words)], question=True)
        if not frames:
            said = compatibility.said_in(self.engine, Clause(tokens=words), View(Clause(tokens=words)))
            if said is not None and said.host and said.image and not said.unread:
                frames = [said]
        if unit.kind == "heading":
            self.context.enter_heading(Level(level=unit.level))
        self.context.asked = frames
        self.context.question = tuple(c for c in claims if c.kind != compatibility.KIND)

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
        level = self._level(view, unit.level)
        self.context.headings[-1] = level

    def _level(self, view: View, level: int) -> Level:
        host = image = None
        releases = []
        for group in view.groups:
            if group.side is None and len(view.groups) == 1 and _is_bare(view):
                group.side = "host"  # a heading or item that only names a release: what stands under it runs there
            side = compatibility.side_of(self.engine, group) if group.side else None
            releases += [r for m in group.mentions for r in m.releases[:1]]
            if side is not None and group.side == "host":
                host = side
            elif side is not None:
                image = side
        isolations, _ = compatibility.isolations_of(view)
        if len(isolations) > 1:
            isolations = ()
        platform = next((t.value for t in view.all(W.PLATFORM)), None)
        return Level(
            level=level,
            host=host,
            image=image,
            isolations=isolations,
            platform=Platform(platform) if platform else None,
            releases=tuple(releases),
        )

    def _introduce(self, words: list[Token], unit: Unit) -> Level:
        pieces = [c for c in clauses(words) if c.tokens]
        level = Level(level=unit.depth + 1)
        for clause in pieces[-1:]:
            view = View(clause)
            level = self._level(view, unit.depth + 1)
            general_host = level.host
            if view.predicates and (level.host or level.image or level.isolations or view.has(W.HOST, W.IMAGE)):
                level.sign = view.sign
            level.host = general_host
        self.context.enter_intro(level)
        return level

    def _item_context(self, words: list[Token], unit: Unit) -> None:
        level = self._level(View(Clause(tokens=words)), unit.depth + 1)
        if level.host or level.image or level.isolations:
            self.context.enter_intro(level)

    def _statement(self, words: list[Token], read: Read, unit: Unit) -> None:
        plain = unit.plain
        assert plain is not None
        topic = bool(self.context.asked or self.context.question or self.context.frames or self.context.releases)
        answer, rest = _answer(_unlabelled(words), asked=bool(self.context.asked or self.context.question))
        if answer and not rest:
            self._answered(answer, read, plain, words)
            return
        if self._verdict_on_report(words):
            return
        if answer:
            words = rest
        pieces = clauses(words)
        asked = self.context.asked
        question = self.context.question
        self.context.asked, self.context.question = [], ()
        state = _State(reported=False, words=words)
        if asked and not answer:
            state.before = replace(asked[-1], sign=1, start=words[0].start, end=words[-1].end, partial=True)
        if answer and asked:
            state.before = replace(asked[-1], sign=1, start=words[0].start, end=words[-1].end)
        frames, claims = self._frames(pieces, state=state)
        read.unresolved = state.unresolved or (_NOT_UNDERSTOOD if state.hanging else None)
        if answer and asked and not _limits(frames, pieces):
            claims = self._answers(asked, answer, words) + claims
        elif answer and question:
            claims = [*_turned_all(question, answer, words), *claims]
        read.leans = (
            any(f.leans for f in frames) or bool(pieces and pieces[0].led_by(W.SO, W.BUT, W.SAME_GOES)) or bool(answer)
        )
        if not claims and state.fragment is not None and self.pending is None:
            self.pending = (read, state.fragment, words)
            read.unresolved = read.unresolved or "It speaks of something that is not named."
        elif frames:
            self._settle_pending(frames)
        read.claims = self._located(claims, plain)
        if (
            topic
            and not claims
            and not state.held
            and read.unresolved is None
            and not state.ignorant
            and _leans_on(words)
        ):
            read.unresolved = "It leans on what was said before in words that were not understood."
        if state.held:
            held = self._located(state.held, plain)
            self._settle_report(False if state.in_fact else None)
            self.reported = (read, held, state.held_frames)
            if state.in_fact:
                self._settle_report(False)
        if frames:
            self.context.frames = frames
            named = tuple(dict.fromkeys(i for f in frames for i in f.isolations))
            self.context.isolations = named or self.context.isolations
        releases = tuple(dict.fromkeys(r for t in words if t.kind is W.MENTION for r in t.value.releases[:1]))
        pronoun = any(t.kind is W.IT for t in words) or bool(answer)
        self.context.releases = releases or (self.context.releases if pronoun and read.claims else ())

    def _located(self, claims: list[Claim], plain: Plain) -> list[Claim]:
        found = []
        for claim in claims:
            start, end = plain.span(max(0, claim.start), max(claim.start + 1, min(claim.end, len(plain.text))))
            found.append(replace(claim, start=start, end=end))
        return found

    # --- clauses ----------------------------------------------------------------------------------------------------

    def _frames(
        self, pieces: list[Clause], *, question: bool = False, state: "_State | None" = None
    ) -> tuple[list[Frame], list[Claim]]:
        state = state or _State()
        if question:
            pieces = clauses(pieces[0].tokens)
        frames: list[Frame] = []
        claims: list[Claim] = []
        condition = _conditions_first(pieces)
        for clause in condition:
            self._clause(clause, state, frames, claims)
        return self._finish(frames, claims, state)

    def _finish(self, frames: list[Frame], claims: list[Claim], state: "_State") -> tuple[list[Frame], list[Claim]]:
        said: list[Claim] = []
        for number, frame in enumerate(frames):
            made = compatibility.claims_of(self.engine, frame)
            if not made and frame.host is not None and frame.image is not None:
                state.unresolved = state.unresolved or "It speaks of more combinations than can be judged."
            if number in state.reported_frames:
                state.held += made
                state.held_frames.append(frame)
            else:
                said += made
        state.held += state.held_claims
        return frames, said + claims

    def _clause(self, clause: Clause, state: "_State", frames: list[Frame], claims: list[Claim]) -> None:
        view = View(clause)
        before = frames[-1] if frames else state.before
        if clause.led_by(W.BUT, W.SEMICOLON) or view.has(W.IN_FACT):
            if state.reported and (view.has(W.IN_FACT) or clause.led_by(W.BUT, W.SEMICOLON)):
                state.reported = False
                state.in_fact = True
            state.ignorant = False
        if view.has(W.IGNORANT):
            state.ignorant = True
        if state.ignorant:
            return
        if view.has(W.REPORT) and not view.has(W.DENY, W.TRUE) and not clause.led_by(W.CONTRARY):
            state.reported = True
        if view.has(W.WOULD) and state.hypothetical:
            return
        if clause.led_by(W.IF) and any(t.text in ("could", "were", "had", "would") for t in view.tokens):
            state.hypothetical = True
            return
        if state.hypothetical and (view.has(W.WOULD) or any(t.text in ("could", "might") for t in view.tokens)):
            return
        advice = (
            clause.led_by(W.SEMICOLON, W.COMMA, W.SO, W.END, W.COLON)
            and clause.tokens
            and clause.tokens[0].text in _IMPERATIVES
        )
        if advice and state.read and not (view.has(W.HOST, W.NOT) or len(view.groups) > 1):
            return  # "...; use ltsc2022" is advice
        handled = self._special(clause, view, state, frames, before) or self._relation(view, state, frames)
        handled = handled or self._no_other(clause, view, frames)
        state.read += 1
        if handled:
            return
        if clause.led_by(W.BREAK) and frames and frames[-1].except_host is not None:
            before = replace(
                frames[-1],
                host=frames[-1].except_host,
                image=None,
                except_host=None,
                isolations=(),
                sign=1,
                partial=True,
            )
        outright = told.read(self.engine, clause, view, self.context, ROWS)
        if outright and not all(c.unread for c in outright):
            self._took(outright, view, state, claims)
            return
        frame = compatibility.frame_of(self.engine, clause, view, before, self.context, state.subject)
        if frame is not None and not _lifecycle_first(view, frame):
            frame = _with_state(frame, state)
            state.hanging = False  # the words before it were the topic of this statement
            if frames and _narrows(clause, view, frames[-1], frame):
                frames[-1] = _narrowed(frames[-1], frame)
                if frame.sign > 0:
                    return
            frames.append(frame)
            if state.reported:
                state.reported_frames.add(len(frames) - 1)
            extra = self._others(clause, view, state, compat=True)
            claims += extra
            return
        if clause.aside and (nearest := _named_before(state.words, clause.start)):
            self.context.releases = nearest
        elif not clause.aside and (named := _releases(view)):
            state.subject = named
        elif not clause.aside and state.subject:
            self.context.releases = state.subject
        self.context.elided = bool(
            not clause.aside and state.subject and not _releases(view) and clause.lead is not None
        )
        made = self._others(clause, view, state, compat=False)
        made = made or outright
        if made:
            self._took(made, view, state, claims)
            return
        self._nothing(clause, view, state, frames)

    def _took(self, made: list[Claim], view: View, state: "_State", claims: list[Claim]) -> None:
        if named := _releases(view):
            state.subject = named
        if state.reported:
            state.held_claims += made
        else:
            claims += made

    def _others(self, clause: Clause, view: View, state: "_State", *, compat: bool) -> list[Claim]:
        found: list[Claim] = []
        for reader in READERS:
            found += reader(self.engine, clause, view, self.context, compat)
        if found:
            state.kinds = tuple(found)
        return found

    def _nothing(self, clause: Clause, view: View, state: "_State", frames: list[Frame]) -> None:
        """A clause that made no claim: remember what it names for the next, or note that it smells."""
        said = compatibility.said_in(self.engine, clause, view)
        if said is not None and (said.host or said.image or said.isolations):
            if not frames:
                around = state.before
                state.before = replace(
                    said,
                    partial=True,
                    host=said.host or (around.host if around else None),
                    image=said.image or (around.image if around else None),
                    isolations=said.isolations or (around.isolations if around else ()),
                )
            if (said.isolations or view.predicates) and not (said.host and said.image):
                sign = compatibility.sign_of(view, clause, None, said)
                only = view.has(W.ONLY) and bool(said.isolations)
                if (sign or only) and not view.groups:
                    state.fragment = replace(said, sign=sign or 1, only="isolation" if only else "")
        kinds = {t.kind for t in view.tokens}
        strong = [t for t in view.predicates if t.text not in compatibility.WEAK] or kinds & {
            W.OUT,
            W.UNTIL,
            W.ENDS,
            W.NO_LONGER,
        }
        sentence = {t.kind for t in state.words}
        about = sentence & {W.MENTION, W.PLATFORM}
        if about and strong and state.read > 1:
            state.unresolved = state.unresolved or _NOT_UNDERSTOOD
        if about and kinds & _ISOLATED and W.COMMAND not in sentence:
            state.hanging = True
        if said is not None and said.host and said.image and any(t.text in _SUGGESTS for t in view.tokens):
            state.unresolved = state.unresolved or _NOT_UNDERSTOOD
        named = kinds & _NAMES or (W.IMAGE in kinds and W.HOST in kinds)
        if named and kinds & _SMELLS:
            if clause.led_by(W.BECAUSE) and not kinds & {W.MENTION, W.DATE}:
                # a general reason is a statement too: it is only let pass where it says nothing of support
                if not kinds & {W.YES, W.NO, W.UNABLE, W.ONLY, W.NEEDS, W.OUT}:
                    return
            state.unresolved = (
                state.unresolved or "It speaks of support, dates or versions in words that were not understood."
            )

    def _special(self, clause: Clause, view: View, state: "_State", frames: list[Frame], before: Frame | None) -> bool:
        """Clauses that change another clause: exceptions, conditions, comparisons, the other way round."""
        if clause.led_by(W.EXCEPT):
            return self._except(clause, view, state, frames)
        if clause.led_by(W.UNLESS):
            return self._unless(view, state, frames)
        if clause.led_by(W.IF):
            return self._if(clause, view, state, frames)
        if clause.led_by(W.CONTRARY):
            return self._contrary(clause, view, state, frames)
        if clause.led_by(W.UNLIKE):
            state.unlike = view
            if frames:
                self._unlike(state, frames)
            return True
        if view.has(W.REVERSE):
            return self._reverse(view, clause, state, frames, before)
        if clause.led_by(W.SAME_GOES):
            return self._same(view, clause, state, frames)
        if clause.led_by(W.BECAUSE):
            return self._reason(view, state, frames)
        return False

    def _except(self, clause: Clause, view: View, state: "_State", frames: list[Frame]) -> bool:
        isolations, _ = compatibility.isolations_of(view)
        hosts = images = None
        for group in view.groups:
            role = group.side
            target = frames[-1] if frames else None
            if role is None or not group.sure:
                role = _role_in(target, group.mentions[0]) or role
            if role is None:
                state.unresolved = "What the exception is about could not be told."
                return True
            group.side = role
            side = compatibility.side_of(self.engine, group)
            if role == "host":
                hosts = side
            else:
                images = side
        if view.predicates and (hosts or images) and not isolations:
            pass
        if view.unread or not (hosts or images or isolations):
            state.unresolved = "What the exception is about could not be told."
            return True
        if not frames and state.read:
            state.unresolved = "What the exception is about could not be told."
            return True
        if not frames:
            state.exception = (hosts, images, isolations)
            return True
        frame = frames[-1]
        if (hosts or images) and isolations and not frame.isolations:
            frame = replace(frame, isolations=isolations)
        frames[-1] = replace(
            frame, except_host=hosts, except_image=images, except_isolations=isolations if not (hosts or images) else ()
        )
        return True

    def _unless(self, view: View, state: "_State", frames: list[Frame]) -> bool:
        isolations, _ = compatibility.isolations_of(view)
        if not frames or not isolations or view.groups or view.unread or len(view.negations) or view.has(W.EXCEPT):
            if not frames and isolations and not view.groups and not view.unread:
                state.exception = (None, None, isolations)
                return True
            state.unresolved = "Its condition was not understood."
            return True
        frames[-1] = replace(frames[-1], except_isolations=isolations)
        return True

    def _if(self, clause: Clause, view: View, state: "_State", frames: list[Frame]) -> bool:
        """A condition narrows the statement: by isolation, by host or image, by relation, or in words."""
        said = compatibility.said_in(self.engine, clause, view)
        if said is None or view.has(W.NOT) or view.unread or state.alternatives:
            state.unresolved = "Its condition was not understood."
            return True
        only = clause.lead is not None and clause.lead.text.startswith("only")
        state.alternatives = clause.tokens[-1].kind is W.OR if clause.tokens else False
        same = self._builds_said(view)
        if same and frames and frames[-1].host is not None and frames[-1].image is not None:
            frame = frames[-1]
            host, image = frame.host, frame.image
            general = image is not None and host is not None and (image.general or host.general)
            if general and image is not None:
                frames[-1] = replace(
                    frame, image=replace(image, relation=same), unread=tuple(u for u in frame.unread if u != "any")
                )
            else:
                frames[-1] = (
                    replace(frame, conditions=frame.conditions | {"own-build"})
                    if same == "same"
                    else replace(frame, unread=(*frame.unread, "builds"))
                )
            return True
        if frames:
            frame = frames[-1]
            if (said.host and frame.host and not frame.host.general) or (
                said.image and frame.image and not frame.image.general and not said.image.general
            ):
                state.unresolved = "Its condition was not understood."
                return True
            changed = replace(
                frame,
                isolations=said.isolations or frame.isolations,
                conditions=frame.conditions | said.conditions,
                host=said.host or frame.host,
                image=_with_relation(frame.image, said.image),
                only="isolation" if said.isolations and (only or frame.only_loose) else frame.only,
            )
            if changed == frame:
                changed = replace(frame, unread=(*frame.unread, "if"))
            frames[-1] = changed
            return True
        if not (said.host or said.image or said.isolations or said.conditions):
            state.unresolved = "Its condition was not understood."
            return True
        earlier = state.before
        state.before = replace(
            said,
            partial=True,
            host=said.host or (earlier.host if earlier else None),
            image=said.image or (earlier.image if earlier else None),
        )
        state.conditions = said.conditions
        state.isolations = said.isolations
        return True

    def _builds_said(self, view: View) -> str:
        """'its build matches the host', 'the builds differ' -> "same" or "different", where nothing else is said."""
        if view.groups or view.predicates or view.has(W.PROCESS, W.HYPERV, W.REVISION):
            return ""
        if not (view.has(W.BUILD) or (view.has(W.HOST) and view.has(W.IMAGE))):
            return ""
        if view.has(W.SAME):
            return "same"
        return "different" if view.has(W.DIFFERENT) else ""

    def _unlike(self, state: "_State", frames: list[Frame]) -> None:
        """'Unlike A, B ...': for A the opposite holds."""
        view = state.unlike
        state.unlike = None
        frame = frames[-1]
        for group in view.groups if view else ():
            role = group.side if group.sure else _role_like(frame, group.mentions[0])
            group.side = role
            side = compatibility.side_of(self.engine, group) if role else None
            if side is None:
                state.unresolved = "The comparison was not understood."
                return
            opposite = turned(replace(frame, only=""))
            frames.insert(
                len(frames) - 1,
                replace(opposite, host=side, swapped=False)
                if role == "host"
                else replace(opposite, image=side, swapped=False),
            )
        if view is not None and not view.groups:
            state.unresolved = "The comparison was not understood."

    def _no_other(self, clause: Clause, view: View, frames: list[Frame]) -> bool:
        """'...: no other image is supported.' limits the statement before."""
        others = view.all(W.OTHER)
        if len(others) != 1 or view.groups or not frames or frames[-1].only or frames[-1].sign < 0:
            return False
        if any(t.kind not in (W.OTHER, W.IMAGE, W.HOST, W.IS, W.YES, W.ON, W.IT, W.COMMA) for t in view.tokens):
            return False
        side = compatibility.other_side(view.tokens, view.tokens.index(others[0]))
        if not side or not clause.led_by(W.COLON, W.SEMICOLON, W.AND, W.COMMA, W.DASH):
            return False
        frames[-1] = replace(frames[-1], only=side)
        return True

    def _contrary(self, clause: Clause, view: View, state: "_State", frames: list[Frame]) -> bool:
        """'Contrary to the claim that ...' denies the claim; 'contrary to popular belief' denies nothing named."""
        if not view.groups:
            return True
        frame = compatibility.frame_of(self.engine, clause, view, None, self.context)
        if frame is None or frame.only or not view.predicates:
            state.unresolved = "What it contradicts was not understood."
            return True
        frames.append(turned(frame))
        return True

    def _reverse(self, view: View, clause: Clause, state: "_State", frames: list[Frame], before: Frame | None) -> bool:
        """'not the other way round': roles exchanged."""
        source = (
            before
            if before is not None and before.host and before.image
            else (self.context.frames[-1] if self.context.frames else None)
        )
        if source is None or source.host is None or source.image is None or source.only:
            state.unresolved = "It is not clear what is the other way round."
            return True
        host, image = source.image, compatibility.as_role(self.engine, source.host, "image")
        if image is None or view.unread or source.host.general or source.image.general:
            state.unresolved = "It is not clear what is the other way round."
            return True
        isolations, _ = compatibility.isolations_of(view)
        negative = len(view.negations) % 2 == 1
        if view.predicates:
            sign = view.sign
        elif view.has(W.TRUE, W.DENY):
            sign = source.sign * (-1 if negative else 1)
        else:
            sign = -1 if negative else source.sign
        if not sign:
            state.unresolved = "It is not clear what is the other way round."
            return True
        frames.append(
            replace(
                source, host=host, image=image, sign=sign, isolations=isolations or (() if sign < 0 else source.isolations),
                carried=() if isolations else source.isolations, start=clause.start, end=clause.end, leans=before is None, swapped=False,
                unread=(), conditions=frozenset(),
            )
        )  # fmt: skip
        return True

    def _same(self, view: View, clause: Clause, state: "_State", frames: list[Frame]) -> bool:
        """'The same goes for B': the statement before, with B in the place of its like."""
        source = frames[-1] if frames else (self.context.frames[-1] if self.context.frames else None)
        if source is None or view.unread or not (view.groups or view.has(W.PROCESS, W.HYPERV)):
            if view.groups or view.has(W.PROCESS, W.HYPERV):
                state.unresolved = "It is not clear what is the same."
                return True
            return False
        if view.predicates:
            return False
        frame = replace(
            source,
            start=clause.start if clause.tokens else source.start,
            end=clause.end if clause.tokens else source.end,
            leans=not frames,
        )
        for group in view.groups:
            role = group.side if group.sure else _role_like(source, group.mentions[0])
            group.side = role
            side = compatibility.side_of(self.engine, group) if role else None
            if side is None:
                state.unresolved = "It is not clear what is the same."
                return True
            frame = (
                replace(frame, host=side, swapped=False)
                if role == "host"
                else replace(frame, image=side, swapped=False)
            )
        isolations, _ = compatibility.isolations_of(view)
        if isolations:
            frame = replace(frame, isolations=isolations, only="")
        if (
            len(view.negations) % 2
            and source.sign > 0
            and not (clause.lead and clause.lead.text.startswith(("neither", "nor")))
        ):
            frame = turned(frame)
        if source.only:
            frame = replace(frame, only=source.only if not isolations else "")
        frames.append(frame)
        return True

    def _relation(self, view: View, state: "_State", frames: list[Frame]) -> bool:
        """'The image is newer than the host.': said of the pair that was spoken of."""
        if view.groups or view.predicates or not _relation_said(view):
            return False
        return self._reason(view, state, frames or self.context.frames)

    def _reason(self, view: View, state: "_State", frames: list[Frame]) -> bool:
        """'because the image is newer than the host': a relation that the rules can check for the pair."""
        relation = _relation_said(view)
        if not relation or not frames or frames[-1].host is None or frames[-1].image is None or view.groups:
            return False
        frame = frames[-1]
        pairs = compatibility.pairs_of(frame, frame.host, frame.image)  # type: ignore[arg-type]
        wrong = any(not _holds(relation, h.release.build, i.release.build) for h, i in pairs)
        if view.unread or view.predicates:
            return False
        if wrong:
            state.unresolved = "The reason it gives does not hold."
        return True

    # --- answers, reports, fragments ---------------------------------------------------------------------------------

    def _answered(self, answer: int, read: Read, plain: Plain, words: list[Token]) -> None:
        asked, question = self.context.asked, self.context.question
        self.context.asked, self.context.question = [], ()
        claims = self._answers(asked, answer, words) if asked else list(_turned_all(question, answer, words))
        read.claims = self._located(claims, plain)
        read.leans = bool(claims)
        if asked:
            self.context.frames = [replace(f, sign=answer) for f in asked]

    def _answers(self, asked: list[Frame], answer: int, words: list[Token]) -> list[Claim]:
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
            found += compatibility.claims_of(self.engine, said)
        return found

    def _verdict_on_report(self, words: list[Token]) -> bool:
        """'That is wrong.', 'That is right.' after words of somebody else."""
        if self.reported is None:
            return False
        kinds = {t.kind for t in words}
        if len(words) <= 8 and kinds & {W.DENY} and not kinds & {W.MENTION, W.NOT}:
            self._settle_report(False)
            return True
        if len(words) <= 8 and kinds & {W.TRUE} and not kinds & {W.MENTION}:
            self._settle_report(W.NOT not in kinds)
            return True
        if any(t.kind is W.IN_FACT for t in words[:3]) or words[0].kind is W.BUT or words[0].text in ("no", "wrong"):
            self._settle_report(False)
        else:
            self._settle_report(None)
        return False

    def _settle_report(self, endorsed: bool | None) -> None:
        """What was reported counts as said where it is endorsed, as denied where it is denied, else as undecided."""
        if self.reported is None:
            return
        read, held, frames = self.reported
        self.reported = None
        if endorsed is None:
            read.claims += [replace(claim, stance=Stance.REPORTED) for claim in held]
            return
        if endorsed:
            read.claims += held
            return
        for claim, frame in zip(held, frames, strict=False):
            for denied in compatibility.claims_of(self.engine, turned(replace(frame, only=""))):
                read.claims.append(replace(denied, start=claim.start, end=claim.end))
        if len(held) > 0 and not frames:
            read.claims += [replace(claim, stance=Stance.REPORTED) for claim in held]

    def _settle_pending(self, frames: list[Frame] | None) -> None:
        """'Only with Hyper-V isolation.' before the sentence that names the pair."""
        if self.pending is None:
            return
        read, fragment, words = self.pending
        self.pending = None
        if not frames:
            return
        source = frames[0]
        frame = replace(source, isolations=fragment.isolations, carried=(), only=fragment.only, sign=fragment.sign, conditions=fragment.conditions,
                        start=words[0].start, end=words[-1].end, leans=True)  # fmt: skip
        made = compatibility.claims_of(self.engine, frame)
        read.claims = [replace(c, start=read.start, end=read.end) for c in made]
        read.leans = True
        read.unresolved = None


@dataclass(slots=True)
class _State:
    """What the clauses of one sentence know of each other."""

    reported: bool = False
    in_fact: bool = False
    ignorant: bool = False
    hypothetical: bool = False
    before: Frame | None = None
    fragment: Frame | None = None
    unlike: View | None = None
    exception: tuple[Side | None, Side | None, tuple[Isolation, ...]] | None = None
    conditions: frozenset[str] = frozenset()
    isolations: tuple[Isolation, ...] = ()
    unresolved: str | None = None
    reported_frames: set[int] = field(default_factory=set)
    held: list[Claim] = field(default_factory=list)
    held_claims: list[Claim] = field(default_factory=list)
    held_frames: list[Frame] = field(default_factory=list)
    kinds: tuple[Claim, ...] = ()
    words: list[Token] = field(default_factory=list)
    subject: tuple[Release, ...] = ()
    read: int = 0
    hanging: bool = False
    alternatives: bool = False


def _releases(view: View) -> tuple[Release, ...]:
    return tuple(dict.fromkeys(t.value.host.release for t in view.all(W.MENTION) if t.value.host is not None))


def _named_before(words: list[Token], start: int) -> tuple[Release, ...]:
    """The release named nearest before a place, which brackets speak of."""
    named = [t for t in words if t.kind is W.MENTION and t.end <= start and t.value.host is not None]
    return (named[-1].value.host.release,) if named else ()


def _with_state(frame: Frame, state: _State) -> Frame:
    """The frame with the conditions and exceptions that the sentence named before its main clause."""
    if state.conditions:
        frame = replace(frame, conditions=frame.conditions | state.conditions)
    if state.isolations and (not frame.isolations or frame.isolations == state.isolations):
        frame = replace(frame, isolations=state.isolations, carried=())
    if state.exception is not None:
        hosts, images, isolations = state.exception
        state.exception = None
        frame = replace(
            frame, except_host=hosts, except_image=images, except_isolations=isolations if not (hosts or images) else ()
        )
    return frame


def _narrows(clause: Clause, view: View, before: Frame, frame: Frame) -> bool:
    """'..., but only with Hyper-V isolation', '..., but not in process isolation': said of the statement before."""
    if before.sign < 0 or before.isolations or view.groups or not frame.isolations or before.some_way:
        return False
    if (
        frame.host != before.host
        or frame.image != before.image
        or not clause.led_by(W.BUT, W.AND, W.COMMA, W.DASH, W.COLON, W.SEMICOLON)
    ):
        return False
    return frame.only == "isolation" or frame.sign < 0


def _narrowed(before: Frame, frame: Frame) -> Frame:
    if frame.sign > 0:
        return replace(
            before,
            isolations=frame.isolations,
            only="isolation",
            conditions=before.conditions | frame.conditions,
            carried=(),
        )
    rest = tuple(i for i in Isolation if i not in frame.isolations)
    return replace(before, isolations=rest, carried=()) if rest else before


def _conditions_first(pieces: list[Clause]) -> list[Clause]:
    """Clauses in the order in which they are understood: as written."""
    return pieces


def _is_question(plain: str) -> bool:
    return plain.rstrip(" \"')]*_").endswith("?")


def _is_request(words: list[Token]) -> bool:
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
    return bool(
        first.kind in (W.YES, W.HOST) and first.text in _IMPERATIVES and not any(t.kind is W.COLON for t in words)
    )


def _is_bare(view: View) -> bool:
    return all(t.kind in (W.MENTION, W.DET, W.COLON, W.CHANNEL, W.BUILD, W.NEUTRAL) for t in view.tokens)


def _leans_on(words: list[Token]) -> bool:
    """Whether a sentence says something of support about what it does not name."""
    kinds = {t.kind for t in words}
    if not kinds & {W.IT, W.ANSWER_YES, W.ANSWER_NO, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS}:
        return False
    strong = any(t.kind in (W.NO, W.UNABLE) or (t.kind is W.YES and t.text not in compatibility.WEAK) for t in words)
    return strong or bool(
        kinds & {W.ANSWER_YES, W.ANSWER_NO, W.OUT, W.UNTIL, W.NO_LONGER, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS}
    )


def _unlabelled(words: list[Token]) -> list[Token]:
    """The words without a label such as 'A:' or 'Answer:'."""
    if len(words) > 2 and words[1].kind is W.COLON and words[0].text in ("a", "answer", "verdict", "result"):
        return words[2:]
    return words


def _answer(words: list[Token], *, asked: bool = False) -> tuple[int, list[Token]]:
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
    if len(rest) <= 4 and all(
        t.kind in (W.IT, W.IS, W.NOT, W.END) or t.text in ("you", "we", "i", "they", "can", "do") for t in rest
    ):
        rest = []  # "Yes, you can."
    return sign, rest


def _limits(frames: list[Frame], pieces: list[Clause]) -> bool:
    """Whether what follows 'Yes' or 'No' limits the answer, so that the bare answer is not said."""
    if not frames or not pieces:
        return False
    first = frames[0]
    return bool(first.only or first.isolations or first.conditions or first.except_isolations)


def _turned_all(question: tuple[Claim, ...], answer: int, words: list[Token]) -> list[Claim]:
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


def _lifecycle_first(view: View, frame: Frame) -> bool:
    """'2022 is supported until 2031' is no statement on a pair although a host was named before."""
    if view.has(
        W.UNTIL, W.ENDS, W.OUT, W.MAINSTREAM, W.EXTENDED, W.BEGINS, W.DURATION, W.DATE, W.NO_LONGER
    ) and not view.has(W.PROCESS, W.HYPERV):
        sides = {g.side for g in view.groups}
        return not {"host", "image"} <= sides
    return (
        frame.leans
        and not view.has(W.IT, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.IMAGE, W.ON)
        and len(view.groups) < 2
    )


def _role_in(frame: Frame | None, mention: object) -> str | None:
    """The side of a frame that holds a release, or could."""
    if frame is None:
        return None
    ids = {r.id for r in mention.releases}  # type: ignore[attr-defined]
    in_host = frame.host is not None and ids & {r.id for r in frame.host.releases}
    in_image = frame.image is not None and ids & {r.id for r in frame.image.releases}
    if in_host and in_image:
        if frame.host is not None and frame.image is not None and frame.host.general != frame.image.general:
            return "host" if frame.host.general else "image"
        return None
    return "host" if in_host else "image" if in_image else None


def _role_like(frame: Frame, mention: object) -> str | None:
    """The side that a release replaces: where the wording does not say, the one whose product it shares."""
    if getattr(mention, "image", None) is None:
        return "host"
    return "host" if frame.host is not None and not frame.host.general else None


def _with_relation(image: Side | None, said: Side | None) -> Side | None:
    if said is None:
        return image
    if image is not None and said.general and said.relation:
        return replace(image, relation=said.relation)
    return image or said


def _relation_said(view: View) -> str:
    """'the image is newer than the host', 'the host is older than the image' -> how the image stands to the host."""
    kinds = [
        t for t in view.tokens if t.kind in (W.IMAGE, W.HOST, W.OLDER, W.NEWER, W.SAME, W.DIFFERENT, W.THAN, W.NOT)
    ]
    names = [t.kind for t in kinds]
    if W.NOT in names or len(view.all(W.OLDER, W.NEWER)) != 1 or W.THAN not in names:
        return ""
    nouns = [n for n in names if n in (W.IMAGE, W.HOST)]
    if nouns[:2] not in ([W.IMAGE, W.HOST], [W.HOST, W.IMAGE]):
        return ""
    newer = bool(view.all(W.NEWER))
    return "newer" if newer == (nouns[0] is W.IMAGE) else "older"


def _holds(relation: str, host: int, image: int) -> bool:
    return image > host if relation == "newer" else image < host
