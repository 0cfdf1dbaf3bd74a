"""The clauses of a sentence -> frames and claims, and the smell test for what was not understood.

The order in which readers are tried is the one idea of this file: a clause is offered to each until one takes it.
"""

from dataclasses import replace

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause, clauses
from assistant.claims.context import Context, Frame
from assistant.claims.kinds import compatibility, told
from assistant.claims.kinds.readers import READERS
from assistant.claims.kinds.told_rows import ROWS
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.openings import IMPERATIVES
from assistant.claims.scope import View
from assistant.claims.state import SentenceState, named_before, narrowed, narrows, releases_in, with_state
from assistant.claims.turns import Turns
from assistant.rules import Engine

NAMES = frozenset({W.MENTION, W.CHANNEL, W.PLATFORM, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ALONE})
_SMELLS = frozenset(
    {
        W.YES, W.NO, W.UNABLE, W.NEEDS, W.ONLY, W.SUPPORT, W.MAINSTREAM, W.EXTENDED, W.ENDS, W.BEGINS, W.OUT,
        W.UNTIL, W.BUILD, W.REVISION, W.MATTER, W.DATE, W.DURATION, W.CADENCE, W.NO_LONGER, W.CONDITION,
        W.EXISTS, W.TAG, W.SAME, W.DIFFERENT, W.REVERSE, W.SAME_GOES, W.EXCEPT, W.ANSWER_YES, W.ANSWER_NO, W.NEWER, W.OLDER, W.ALONE,  # noqa: E501
    }
)  # fmt: skip
NOT_UNDERSTOOD = "It speaks of support, dates or versions in words that were not understood."
_ISOLATED = frozenset({W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS})
# Words with which a text recommends an image for a host.
_SUGGESTS = frozenset(
    "choose chooses chosen choice pick picks picked want wants recommend recommended best ideal perfect suits suit good right go prefer take need needs for".split()  # noqa: E501
)


class ClauseReader:
    """Reads the clauses of one sentence after the other; what they lean on is in `context`."""

    def __init__(self, engine: Engine, context: Context) -> None:
        self.engine = engine
        self.context = context
        self.turns = Turns(engine, context)

    def frames(
        self, pieces: list[Clause], *, question: bool = False, state: "SentenceState | None" = None
    ) -> tuple[list[Frame], list[Claim]]:
        """The frames and claims of the clauses, in order; a question's are what it asks about."""
        state = state or SentenceState()
        if question:
            pieces = clauses(pieces[0].tokens)
        frames: list[Frame] = []
        claims: list[Claim] = []
        ordered = _conditions_first(pieces)
        for number, clause in enumerate(ordered):
            if not number and _denies(ordered):
                state.foreign += tuple(t.text for t in clause.tokens)
            if not number and _is_label(ordered):
                self._set_out(clause, View(clause), state)
                continue
            self._clause(clause, state, frames, claims)
        return self._finish(frames, claims, state)

    def _set_out(self, clause: Clause, view: View, state: SentenceState) -> None:
        """'To run X on Y, ...', 'Run X on Y: ...': says nothing itself, but what follows speaks of it."""
        state.foreign += view.limits
        said = compatibility.said_in(self.engine, clause, view)
        if said is not None and (said.host or said.image or said.isolations):
            _remember(clause, view, said, state, first=True)
            state.fragment = None
            if state.before is not None and not view.has(W.COLON):
                state.before = replace(state.before, partial=False, sign=1)
        if named := releases_in(view):
            state.subject = named

    def _finish(
        self, frames: list[Frame], claims: list[Claim], state: SentenceState
    ) -> tuple[list[Frame], list[Claim]]:
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

    def _clause(self, clause: Clause, state: SentenceState, frames: list[Frame], claims: list[Claim]) -> None:  # noqa: PLR0912
        view = View(clause)
        before = frames[-1] if frames else state.before
        if clause.lead is not None and clause.lead.text in _AGAINST:
            state.foreign += (clause.lead.text,)
        if clause.led_by(W.COLON) and not (frames or claims):
            state.compares = False  # "LTSC vs Annual Channel: ..." is a topic
        if _asserts_nothing(clause, view, state):
            return
        if (state.ordered and not state.read) or _is_purpose(view, state):
            state.read += 1
            state.ordered = True
            self._set_out(clause, view, state)
            return
        handled = self.turns.special(clause, view, state, frames, before) or self.turns.relation(view, state, frames)
        handled = handled or self.turns.no_other(clause, view, frames)
        state.read += 1
        if handled:
            if not (clause.led_by(W.CONTRARY) and not view.groups):
                state.foreign += view.limits
            state.conditional = state.conditional or clause.led_by(W.IF, W.UNLESS, W.EXCEPT)
            state.compares = state.compares or clause.led_by(W.UNLIKE, W.SAME_GOES) or view.has(W.REVERSE)
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
        outright = told.read(self.engine, clause, view, self.context, ROWS, subjects=_carried(clause, state))
        if outright and not all(c.unread for c in outright):
            self._took(outright, view, state, claims)
            return
        said = compatibility.said_in(self.engine, clause, view)
        frame = compatibility.completed(self.engine, clause, view, said, before, self.context, state.subject)
        if frame is not None and not _lifecycle_first(view, frame):
            frame = with_state(frame, state)
            state.hanging = False  # the words before it were the topic of this statement
            if frames and narrows(clause, view, frames[-1], frame):
                frames[-1] = narrowed(frames[-1], frame)
                if frame.sign > 0:
                    return
            frames.append(frame)
            if state.reported:
                state.reported_frames.add(len(frames) - 1)
            return
        if clause.aside:
            self.context.releases = named_before(state.words, clause.start)
        elif not clause.aside and (named := releases_in(view)):
            state.subject = named
        elif not clause.aside and state.subject:
            self.context.releases = state.subject
        self.context.elided = bool(
            not clause.aside and state.subject and not releases_in(view) and clause.lead is not None
        )
        made = self._others(clause, view, state)
        made = made or outright
        if made:
            self._took(made, view, state, claims)
            return
        self._nothing(clause, view, said, state, frames)

    def _took(self, made: list[Claim], view: View, state: SentenceState, claims: list[Claim]) -> None:
        if named := releases_in(view):
            state.subject = named
        if state.reported:
            state.held_claims += made
        else:
            claims += made

    def _others(self, clause: Clause, view: View, state: SentenceState) -> list[Claim]:
        found: list[Claim] = []
        for reader in READERS:
            found += reader(self.engine, clause, view, self.context)
        if found and any(t.kind is W.MENTION and "1809" in t.text for t in state.words):
            # version 1809 was a release of its own, with an earlier end, beside Windows Server 2019
            found = [replace(claim, never_false=True) if claim.kind == "lifecycle" else claim for claim in found]
        if found:
            state.kinds = tuple(found)
        return found

    def _nothing(
        self, clause: Clause, view: View, said: Frame | None, state: SentenceState, frames: list[Frame]
    ) -> None:
        """A clause that made no claim: remember what it names for the next, or note that it smells."""
        state.foreign += _foreign(clause, view, state)
        if said is not None and (said.host or said.image or said.isolations):
            _remember(clause, view, said, state, first=not frames)
        kinds = {t.kind for t in view.tokens}
        strong = [t for t in view.predicates if t.text not in compatibility.WEAK] or kinds & {
            W.OUT,
            W.UNTIL,
            W.ENDS,
            W.NO_LONGER,
        }
        sentence = {t.kind for t in state.words}
        about = sentence & {W.MENTION, W.PLATFORM}
        if kinds & _ISOLATED and kinds & {W.IMAGE, W.HOST} and kinds & {W.NOT, W.ALL}:
            state.unresolved = state.unresolved or NOT_UNDERSTOOD
        if about and clause.led_by(W.COLON, W.DASH) and view.predicates:
            state.unresolved = state.unresolved or NOT_UNDERSTOOD
        if about and strong and state.read > 1:
            state.unresolved = state.unresolved or NOT_UNDERSTOOD
        if about and kinds & _ISOLATED and W.COMMAND not in sentence:
            state.hanging = True
        if said is not None and said.host and said.image and any(t.text in _SUGGESTS for t in view.tokens):
            state.unresolved = state.unresolved or NOT_UNDERSTOOD
        named = kinds & NAMES or (W.IMAGE in kinds and W.HOST in kinds)
        if named and kinds & _SMELLS:
            if clause.led_by(W.BECAUSE) and not kinds & {W.MENTION, W.DATE}:  # noqa: SIM102
                # a general reason is a statement too: it is only let pass where it says nothing of support
                if not kinds & {W.YES, W.NO, W.UNABLE, W.ONLY, W.NEEDS, W.OUT}:
                    return
            state.unresolved = (
                state.unresolved or "It speaks of support, dates or versions in words that were not understood."
            )


def _conditions_first(pieces: list[Clause]) -> list[Clause]:
    """'2019 images need Hyper-V isolation when the host runs 2022': the condition names what the statement lacks."""
    ordered = list(pieces)
    for number in range(len(ordered) - 1):
        main, condition = ordered[number : number + 2]
        if not (condition.led_by(W.IF) and condition.has(W.MENTION) and main.has(W.MENTION)) or main.led_by(W.IF):
            continue
        if len({group.side for group in View(main).groups}) == 1:
            ordered[number : number + 2] = [
                Clause(tokens=condition.tokens, lead=condition.lead),
                Clause(tokens=main.tokens, lead=main.lead or Token(W.COMMA, main.start, main.start, ",")),
            ]
    return ordered


def _asserts_nothing(clause: Clause, view: View, state: SentenceState) -> bool:
    """Whether a clause is ignorance, a hypothesis or advice; and whose words the clauses from here on are."""
    if clause.led_by(W.BUT, W.SEMICOLON) or view.has(W.IN_FACT):
        if state.reported and (view.has(W.IN_FACT) or clause.led_by(W.BUT, W.SEMICOLON)):
            state.reported = False
            state.in_fact = True
        state.ignorant = False
    if view.has(W.IGNORANT):
        state.ignorant = True
    if state.ignorant:
        return True
    if view.has(W.TRUE) and any(t.text in ("was", "were", "had") for t in view.tokens):
        state.foreign += tuple(t.text for t in view.all(W.TRUE))
    if view.has(W.REPORT) and not view.has(W.DENY, W.TRUE) and not clause.led_by(W.CONTRARY):
        state.reported = True
    if view.has(W.WOULD) and state.hypothetical:
        return True
    if clause.led_by(W.IF) and any(t.text in ("could", "were", "had", "would") for t in view.tokens):
        state.hypothetical = True
        state.foreign += view.limits
        return True
    if state.hypothetical and (view.has(W.WOULD) or any(t.text in ("could", "might") for t in view.tokens)):
        return True
    advice = (
        clause.led_by(W.SEMICOLON, W.COMMA, W.SO, W.END, W.COLON)
        and clause.tokens
        and clause.tokens[0].text in IMPERATIVES
    )
    if advice and state.read and not state.ordered and not (view.has(W.HOST, W.NOT) or len(view.groups) > 1):
        state.foreign += view.limits
        return True  # "...; use ltsc2022" is advice
    return False


def _foreign(clause: Clause, view: View, state: SentenceState) -> tuple[str, ...]:
    """What a clause without a claim has that may limit or deny the claims beside it."""
    if clause.lead is None and view.has(W.REPORT) and not view.groups:
        return ()  # "people say that": whose words they are
    if state.in_fact:
        return view.limits
    lead = clause.lead.text if clause.lead is not None else ""
    elliptic = clause.led_by(W.COMMA, W.AND, W.SO, W.OR) and state.read > 1 and not view.has(W.HOST, W.IMAGE)
    another = elliptic and view.has(W.MENTION) and view.has(W.IS, W.ALSO)  # "..., as did Windows Server 2019"
    if not clause.tokens or another or clause.led_by(W.SAME_GOES, W.REVERSE, W.UNLIKE):
        return (lead,)
    return view.remarks


def _carried(clause: Clause, state: SentenceState) -> tuple[str, ...]:
    """The releases that a clause without a name of its own goes on to speak of: '...; Desktop Experience is not'."""
    if clause.lead is None or clause.aside or len(state.subject) != 1:
        return ()
    return (state.subject[0].id,)


def _denies(pieces: list[Clause]) -> bool:
    """'Myth: ...', 'Obsolete: ...': a label that says of what follows it that it does not hold."""
    label = pieces[0]
    return len(pieces) > 1 and pieces[1].led_by(W.COLON, W.DASH) and not label.has(W.MENTION) and label.has(*DENYING)


_AGAINST = ("despite", "in spite of", "instead", "rather than")
DENYING = (
    W.DENY,
    W.NOT,
    W.NO,
    W.UNABLE,
    W.NO_LONGER,
    W.IGNORANT,
    W.REPORT,
    W.OUT,
    W.EXCEPT,
    W.UNDER,
    W.HEDGE,
    W.UNREAD,
)
"""What a label, an introduction or a heading denies or doubts with."""


def _is_label(pieces: list[Clause]) -> bool:
    """'ltsc2025: not supported': what stands before a colon is what the rest speaks of, and says nothing itself."""
    if len(pieces) < 2 or not pieces[1].led_by(W.COLON, W.DASH):
        return False
    label, rest = pieces[:2]
    if label.has(W.MENTION):
        said = rest.has(W.YES, W.NO, W.NOT, W.ANSWER_NO) and not rest.has(W.MENTION)
        return said and all(token.kind in _NAMING for token in label.tokens)
    return rest.has(W.MENTION) and rest.has(W.CONDITION) and all(token.kind in _MODE for token in label.tokens)


_MODE = frozenset({W.PROCESS, W.HYPERV, W.WITH, W.NEUTRAL, W.DET})
_NAMING = frozenset({W.MENTION, W.IMAGE, W.HOST, W.DET, W.TAG, W.FAMILY, W.AND, W.OR, W.COMMA, W.CHANNEL})


def _is_purpose(view: View, state: SentenceState) -> bool:
    """'To run X on Y', at the beginning of a sentence and with nothing said of it yet."""
    first, second = view.tokens[:1], view.tokens[1:2]
    infinitive = bool(first and second) and first[0].kind is W.TO and second[0].kind is W.YES
    return infinitive and not state.read and len(view.predicates) == 1 and not view.has(W.NEEDS, W.IS, W.NOT)


def _remember(clause: Clause, view: View, said: Frame, state: SentenceState, *, first: bool) -> None:
    """What a clause without a claim names, for the clause after it; or a fragment for the sentence after it."""
    if first:
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
        short = len(view.tokens) <= 10 and not view.has(W.HOST, W.IMAGE)
        if (sign or only) and short and not view.groups:
            state.fragment = replace(said, sign=sign or 1, only="isolation" if only else "")


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
