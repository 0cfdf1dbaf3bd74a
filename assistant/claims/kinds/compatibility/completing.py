"""A clause on a pair, completed with what it leaves out: from a clause, list, heading or sentence before it."""

from dataclasses import replace

from assistant.claims.clauses import Clause, Group
from assistant.claims.context import Context, Frame, Level, Side
from assistant.claims.kinds.compatibility.limits import with_only
from assistant.claims.kinds.compatibility.saying import WEAK, fragment, said_in, sign_of
from assistant.claims.kinds.compatibility.sides import as_role, side_of
from assistant.claims.lexicon import Meaning, W
from assistant.claims.scope import View
from assistant.rules import Engine, Isolation, Platform, Release, System


def frame_of(  # noqa: PLR0917
    engine: Engine,
    clause: Clause,
    view: View,
    before: Frame | None,
    context: Context,
    subject: tuple[Release, ...] = (),
) -> Frame | None:
    """The frame of one clause, completed from the clause before, the list, the heading or the sentence before."""
    return completed(engine, clause, view, said_in(engine, clause, view), before, context, subject)


def completed(  # noqa: PLR0917
    engine: Engine,
    clause: Clause,
    view: View,
    found: Frame | None,
    before: Frame | None,
    context: Context,
    subject: tuple[Release, ...] = (),
) -> Frame | None:
    """The frame of a clause of which `found` is what it says itself."""
    if found is None or _orders(view):
        return None
    weak = view.predicates and all(t.text in WEAK for t in view.predicates)
    given_host, given_image = found.host or (before and before.host), found.image or (before and before.image)
    if weak and not ((given_host and given_image) or found.isolations or view.has(W.IT)):
        return None
    described = (found.host is not None and found.host.general) or (found.image is not None and found.image.general)
    if described and not view.predicates:
        return None
    sign = sign_of(view, clause, before, found) or _sign_of_list(view, found, context)
    if sign == 0:
        return None
    frame = _completed(engine, found, sign, view, clause, before, context, subject)
    if frame is None or frame.host is None or frame.image is None:
        return None
    return with_only(frame, view)


def _orders(view: View) -> bool:
    """'X is newer than Y' with no word of support: a statement on order."""
    return view.has(W.THAN) and view.has(W.NEWER, W.OLDER) and not view.predicates and bool(view.groups)


def _sign_of_list(view: View, said: Frame, context: Context) -> int:
    """The sign that a list's introduction gives to an item that only names things: 'These images run: ...'."""
    around = context.around()
    if (
        not context.in_item
        or not around.sign
        or not (said.host or said.image or said.isolations or view.groups)
        or view.predicates
    ):
        return 0
    if view.has(W.OUT, W.ENDS, W.DATE, W.BUILD, W.MATTER, W.IGNORANT, W.REVISION, W.EXISTS):
        return 0
    return -around.sign if len(view.negations) % 2 else around.sign


def _completed(  # noqa: PLR0912, PLR0917
    engine: Engine,
    frame: Frame,
    sign: int,
    view: View,
    clause: Clause,
    before: Frame | None,
    context: Context,
    subject: tuple[Release, ...],
) -> Frame | None:
    """The frame with what it leaves out taken from what came before it."""
    around = context.around()
    host, image, leans = frame.host, frame.image, False
    last = context.frames[-1] if context.frames else None
    pronoun = any(t.text not in ("its", "their") for t in view.all(W.IT))
    unsure = False
    unread = frame.unread
    if len(subject) == 1 and any(
        t.text not in ("its", "their", "there", "here", "one", "ones") for t in view.all(W.IT)
    ):
        known = Side(systems=tuple(System(release=r) for r in subject))
        if host is None and image is not None:
            host = known
        elif image is None and host is not None:
            image = as_role(engine, known, "image")
    if host is None or image is None:
        for source in (before, around, last):
            if source is None:
                continue
            bare = (host is None and _bare(view, W.HOST)) or (image is None and _bare(view, W.IMAGE))
            if bare and (source is not before or before.partial):
                break
            if source is last and not _may_lean(view, frame, host, image):
                break
            given_host = source.host if host is None else None
            given_image = source.image if image is None else None
            if source is around and given_host is None and given_image is None:
                continue
            if given_host is not None or given_image is not None:
                leans = leans or source is last
                if source is around:
                    unread = (*unread, *around.unread)
                unsure = unsure or (source is last and not pronoun) or (source is around and not context.intros)
                if source is before and before.partial:
                    unsure = unsure or clause.led_by(W.AND, W.OR, W.BUT, W.SO)
                    unread = tuple(dict.fromkeys((*unread, *before.unread)))
            host, image = host or given_host, image or given_image
    if host is None and frame.platform is not Platform.WINDOWS:
        host = None
    # a role that the wording left open takes what is missing
    if host is None or image is None:
        host, image = _from_open_group(engine, view, host, image)
    platform = frame.platform
    if platform is Platform.WINDOWS:
        platform = around.platform or (before.platform if before and before.host is host else None) or Platform.WINDOWS
    isolations, carried = _isolations_with(frame, clause, before, around, context)
    return replace(
        frame,
        sign=sign,
        host=host,
        image=image,
        platform=platform,
        isolations=isolations,
        carried=carried,
        leans=leans,
        unsure=unsure,
        unread=unread,
    )


def _isolations_with(
    frame: Frame, clause: Clause, before: Frame | None, around: Level, context: Context
) -> tuple[tuple[Isolation, ...], tuple[Isolation, ...]]:
    """The isolations that a clause names or stands under, and those that the text named before it."""
    isolations = frame.isolations
    carried: tuple[Isolation, ...] = ()
    if not isolations and not frame.some_way:
        if before is not None and before.isolations and clause.led_by(W.COLON, W.DASH):
            isolations = before.isolations
        elif around.isolations:
            isolations = around.isolations
        elif (
            before is not None
            and before.isolations
            and (frame.host is None or frame.image is None or clause.led_by(W.AND, W.COMMA, W.OR))
        ):
            carried = before.isolations
        elif context.isolations:
            carried = context.isolations
    return isolations, carried


def _may_lean(view: View, frame: Frame, host: Side | None, image: Side | None) -> bool:
    """Whether a clause may take what it lacks from the sentence before: by a pronoun, or because it is a fragment."""
    if view.has(W.IT, W.ANSWER_YES, W.ANSWER_NO) or any(
        t.kind in (W.HOST, W.IMAGE) and n and view.tokens[n - 1].text in ("the", "its", "such")
        for n, t in enumerate(view.tokens)
    ):
        return True
    if host is None and image is None:
        return (
            bool(frame.isolations) and not view.has(W.HOST, W.IMAGE, W.MATTER, W.CONDITION, W.UNREAD) and fragment(view)
        )
    if host is None:
        return bool(frame.isolations) or view.has(W.IMAGE)
    return bool(frame.isolations) or view.has(W.ON)


def _bare(view: View, noun: Meaning) -> bool:
    """'containers', 'a host': a noun that speaks of any of its kind, not of the one named before."""
    found = False
    for number, token in enumerate(view.tokens):
        if token.kind is noun:
            before = view.tokens[number - 1] if number else None
            before = (
                view.tokens[number - 2]
                if before is not None and before.kind in (W.NEUTRAL, W.CHANNEL) and number > 1
                else before
            )
            if before is not None and (
                before.kind is W.IT or before.text in ("the", "its", "such", "same", "both") or before.kind is W.MENTION
            ):
                return False
            found = True
    return found


def _from_open_group(
    engine: Engine, view: View, host: Side | None, image: Side | None
) -> tuple[Side | None, Side | None]:
    for group in view.groups:
        if group.side is not None:
            continue
        role = "host" if host is None and image is not None else "image" if image is None and host is not None else None
        if role is None:
            continue
        side = side_of(
            engine, Group(mentions=group.mentions, first=group.first, last=group.last, side=role, reach=group.reach)
        )
        if side is None:
            continue
        if role == "host":
            host = side
        else:
            image = side
    return host, image
