"""Clauses -> frames -> claims about which image runs on which host."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from assistant.claims.claim import Claim, Stance
from assistant.claims.clauses import Clause, Group
from assistant.claims.context import Context, Frame, Side
from assistant.claims.lexicon import Meaning, W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Engine, Form, Isolation, Mention, Platform, Release, Role, System
from assistant.rules.kinds.compatibility import Compatibility, Support
from assistant.rules.release import Channel

KIND = "compatibility"
_BOTH = (Isolation.PROCESS, Isolation.HYPERV)
_LIFE = (
    W.UNTIL,
    W.ENDS,
    W.OUT,
    W.MAINSTREAM,
    W.EXTENDED,
    W.BEGINS,
    W.LASTS,
    W.DURATION,
    W.DATE,
    W.STILL,
    W.NO_LONGER,
    W.CADENCE,
)
_MOST = 400
# What may stand in a clause on compatibility; any other word is one that the clause was not read with.
_UNDERSTOOD = frozenset(
    {
        W.MENTION, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ONE_ISOLATION, W.HOST, W.IMAGE, W.FAMILY,
        W.CHANNEL, W.PLATFORM, W.YES, W.NO, W.ANSWER_YES, W.ANSWER_NO, W.NOT, W.UNABLE, W.ONLY, W.NOT_ONLY,
        W.ALONE, W.NEEDS, W.ALL, W.NOT_ALL, W.LATER, W.EARLIER, W.NEWER, W.OLDER, W.SAME, W.DIFFERENT, W.THAN,
        W.HEDGE, W.DENY, W.TRUE, W.REPORT, W.IN_FACT, W.AND, W.OR, W.ALSO, W.CONDITION, W.UNDER, W.IT, W.ON,
        W.BY, W.WITH, W.OF, W.TO, W.DET, W.WHICH, W.COMMA, W.COLON, W.DASH, W.SLASH, W.IS, W.TAG, W.BUILD,
        W.NEUTRAL, W.QUOTE, W.OTHER, W.REVERSE, W.MATTER, W.UNREAD, W.NUMBER, W.WOULD, W.COMMAND, W.SUPPORT,
        W.EXCEPT,
    }
)  # fmt: skip
_HARMLESS = frozenset(
    "server core|datacenter|standard|runtime|runtimes|containerd|engine|default|by default|edition|editions|portability|stable abi|abi|installed|install".split(  # noqa: E501
        "|"
    )
)


@lru_cache(maxsize=4)
def all_hosts(engine: Engine) -> tuple[System, ...]:
    """Every release as a host."""
    return engine.hosts()


@lru_cache(maxsize=4)
def all_images(engine: Engine) -> tuple[System, ...]:
    """Every release that has images, as the system in one."""
    return tuple(image.system for image in engine.images())


# --- clauses -> frames -------------------------------------------------------------------------------------------------  # noqa: E501


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
    return _with_only(frame, view)


def _orders(view: View) -> bool:
    """'X is newer than Y' with no word of support: a statement on order."""
    return view.has(W.THAN) and view.has(W.NEWER, W.OLDER) and not view.predicates and bool(view.groups)


# Verbs that say that something runs only where a host or an image and its counterpart stand beside them.
WEAK = frozenset(
    "take takes go goes carry carries load loads serve serves function functions use uses used handle handles operate operates consume consumes deploy deployed deploys "  # noqa: E501
    "cope copes fine good ok okay valid allow allows accept accepts come up comes up permit permits possible feasible".split()  # noqa: E501
)
# The plain words that may stand in a general statement, which names no release.
_PLAIN = frozenset(
    "version versions release releases build builds windows container containers in for system systems operating os general always kind any then still one number numbers so "  # noqa: E501
    "can will be that with isolation mode modes type do does have has at all their the a kernel level".split()
)


def said_in(engine: Engine, clause: Clause, view: View) -> Frame | None:  # noqa: PLR0912
    """What the clause itself names. None where it speaks of something else."""
    host = image = None
    swapped = False
    unread = [
        *view.unread,
        *(t.text for t in view.tokens if t.kind not in _UNDERSTOOD and t.text not in ("there is", "there are")),
    ]
    unread += [t.text for t in view.all(W.MATTER) if t.text not in _HARMLESS]
    unread += view.misfits
    for group in view.groups:
        side = side_of(engine, group)
        if side is None:
            if any(m.problem for m in group.mentions):
                unread += [m.text for m in group.mentions if m.problem]
                continue
            return None
        if group.side == "host":
            if host is not None:
                unread += () if {r.id for r in side.releases} <= {r.id for r in host.releases} else ["two hosts"]
            else:
                host = side
        elif group.side == "image":
            if image is not None and not {r.id for r in side.releases} <= {r.id for r in image.releases}:
                unread.append("two images")
            image = image or side
        swapped = swapped or group.alternatives
    host = host or _general(engine, view, "host") or _channel_host(engine, view)
    image = image or _general(engine, view, "image")
    if view.has(W.HEDGE) and view.has(W.NOT) and any(t.text in ("should", "ought to") for t in view.all(W.HEDGE)):
        unread.append("should not")
    isolations, some_way = isolations_of(view)
    if host is None and image is not None and image.relation and isolations and view.predicates and not view.has(W.IT):
        host = Side(systems=all_hosts(engine), general=True)  # "Hyper-V isolation runs older images"
    described = [side for side in (host, image) if side is not None and side.general]
    if described and not view.groups:
        unread += [t.text for t in view.all(W.NEUTRAL) if t.text not in _PLAIN]
        if not any(side.relation for side in described) and not view.has(W.CHANNEL):
            unread.append("any")
    if len(isolations) == 1 and not view.predicates and _needless(view):
        # what is not needed can be done without: the other isolation does
        isolations = tuple(i for i in _BOTH if i not in isolations)
    if view.has(W.UNDER) and view.has(W.CONDITION):
        unread += [t.text for t in view.all(W.UNDER)]  # 'if the revisions match, mostly'
    platform = next((Platform(t.value) for t in view.all(W.PLATFORM)), None)
    conditions = frozenset(t.value for t in view.all(W.CONDITION)) | (
        frozenset({"some"}) if view.has(W.UNDER) else frozenset()
    )
    return Frame(
        start=clause.start if clause.tokens else 0,
        end=clause.end if clause.tokens else 0,
        host=host,
        image=image,
        isolations=isolations,
        some_way=some_way,
        platform=platform or Platform.WINDOWS,
        conditions=conditions,
        some_fail=view.has(W.NOT_ALL),
        swapped=swapped,
        unread=tuple(unread),
        hedged=view.has(W.HEDGE),
        every=view.has(W.ALL) or any(t.text in ("never", "no", "nowhere", "none") for t in view.all(W.NOT)),
    )


def _needless(view: View) -> bool:
    return any(t.value == "DOES_NOT_NEED" for t in view.all(W.ALONE)) or (
        view.has(W.NEEDS) and len(view.negations) == 1
    )


def side_of(engine: Engine, group: Group) -> Side | None:
    """The systems that a group means in its role."""
    role = group.side
    systems: list[System] = []
    several = False
    for mention in group.mentions:
        if mention.problem:
            return None
        found = systems_of(mention, role or "host")
        if found is None:
            return None
        several = several or len(found) > 1
        systems += found
    if group.reach == "range":
        systems = _range(engine, systems[0], systems[-1], role or "host")
        several = True
    elif group.reach:
        systems = list(_reach(engine, systems[-1], group.reach, role or "host")) + systems[:-1]
        several = True
    if not systems:
        return None
    unique = tuple({(s.release.id, s.revision): s for s in systems}.values())
    return Side(systems=unique, group=several)


def systems_of(mention: Mention, role: str) -> list[System] | None:
    """The systems that one mention means as a host or as an image, or None where it does not say."""
    if mention.form is Form.GROUP:
        return [System(release=r) for r in mention.candidates] if role == "host" else None
    if role == "host":
        return [mention.host] if mention.host is not None else None
    return [mention.image.system] if mention.image is not None else None


def _range(engine: Engine, first: System, last: System, role: str) -> list[System]:
    """'1709 to 20H2': the releases of the line from the first to the last."""
    pool = all_images(engine) if role == "image" else all_hosts(engine)
    low, high = sorted((first.release.build, last.release.build))
    product = first.release.id.partition("-")[0] if first.release.role is Role.CLIENT else ""
    return [
        s
        for s in pool
        if low <= s.release.build <= high and s.release.role is first.release.role and s.release.id.startswith(product)
    ]


def _reach(engine: Engine, start: System, reach: str, role: str) -> Iterable[System]:
    """'or newer', 'or older' of the same line of products, the start included."""
    pool = all_images(engine) if role == "image" else all_hosts(engine)
    product = _product(start.release)
    for system in pool:
        if _product(system.release) != product:
            continue
        order = system.release.build - start.release.build
        if {"later": order >= 0, "earlier": order <= 0, "above": order > 0, "below": order < 0}[reach]:
            yield system


def _product(release: Release) -> str:
    return "server" if release.role is Role.SERVER else "client"


def _channel_host(engine: Engine, view: View) -> Side | None:
    """'The Annual Channel supports ...': a channel named without a noun is its hosts, where it is no image's."""
    found = [t for t in view.all(W.CHANNEL) if t.value == Channel.ANNUAL.value]
    if not found or view.has(W.BUILD) or any(group.side != "image" or not group.sure for group in view.groups):
        return None
    return Side(systems=tuple(s for s in all_hosts(engine) if s.release.channel is Channel.ANNUAL))


def _general(engine: Engine, view: View, role: str) -> Side | None:
    """'older images', 'any newer host', 'LTSC hosts', 'all images': a side that is described, not named."""
    noun = W.HOST if role == "host" else W.IMAGE
    if not view.has(noun):
        return None
    pool = all_hosts(engine) if role == "host" else all_images(engine)
    tokens = view.tokens
    for number, token in enumerate(tokens):
        if token.kind is not noun:
            continue
        before = list(tokens[max(0, number - 4) : number])
        channel = next((t for t in reversed(before) if t.kind is W.CHANNEL), None)
        relation = _relation(before, tokens[number + 1 :], noun)
        clients = any(t.text in ("client", "clients") for t in before) or token.text.startswith("client")
        every = any(t.kind in (W.ALL, W.NOT) for t in before)
        if channel is not None:
            systems = tuple(s for s in pool if s.release.channel is Channel(channel.value))
            return Side(systems=systems, group=True, every=every, relation=relation)
        servers = role == "host" and (
            token.text.startswith("server ") or any(t.text in ("server", "servers") for t in before)
        )
        if relation:
            pool = tuple(s for s in pool if not servers or s.release.role is Role.SERVER)
            return Side(systems=pool, general=True, relation=relation, every=every)
        if clients and role == "host":
            return Side(systems=tuple(s for s in pool if s.release.role is Role.CLIENT), group=True, every=every)
        servers = role == "host" and (
            token.text.startswith("server ") or any(t.text in ("server", "servers") for t in before)
        )
        if any(t.kind is W.THAN for t in before) and any(t.kind in (W.NEWER, W.OLDER) for t in before):
            return Side(systems=pool, general=True)  # "an image newer than its host"
        if every and not any(t.kind is W.MENTION for t in before):
            return Side(
                systems=tuple(s for s in pool if not servers or s.release.role is Role.SERVER), general=True, every=True
            )
    return None


def _relation(before: Sequence[Token], after: Sequence[Token], noun: Meaning) -> str:  # noqa: ARG001
    """How the described side stands to the other: 'older image', 'image that is newer than the host'."""
    for token in reversed(before):
        if token.kind in (W.OLDER, W.NEWER, W.SAME, W.DIFFERENT):
            return {W.OLDER: "older", W.NEWER: "newer", W.SAME: "same", W.DIFFERENT: "different"}[token.kind]
        if token.kind not in (W.NEUTRAL, W.DET, W.CHANNEL, W.IMAGE):
            break
    if len(after) > 1 and after[0].kind is W.OF and after[0].text in ("of", "from"):
        ahead = [t for t in after[1:5] if t.kind not in (W.DET, W.NEUTRAL, W.IT)]
        if ahead and ahead[0].kind in (W.OLDER, W.NEWER, W.SAME, W.DIFFERENT):
            return {W.OLDER: "older", W.NEWER: "newer", W.SAME: "same", W.DIFFERENT: "different"}[ahead[0].kind]
    ahead = [t for t in after[:6] if t.kind not in (W.DET, W.NEUTRAL, W.IS, W.ALL)]
    if len(ahead) > 1 and ahead[0].kind in (W.OLDER, W.NEWER) and ahead[1].kind is W.THAN:
        return "older" if ahead[0].kind is W.OLDER else "newer"
    return ""


def isolations_of(view: View) -> tuple[tuple[Isolation, ...], bool]:
    """The isolations that a clause names, and whether it says 'in some way'."""
    named: list[Isolation] = []
    some_way = False
    for token in view.tokens:
        if token.kind is W.PROCESS:
            named.append(Isolation.PROCESS)
        elif token.kind is W.HYPERV:
            named.append(Isolation.HYPERV)
        elif token.kind is W.BOTH_ISOLATIONS:
            named += _BOTH
        elif token.kind is W.ONE_ISOLATION:
            some_way = True
        elif token.kind is W.ALONE and token.value != "DOES_NOT_NEED":
            named.append(Isolation.PROCESS)
    if "neither isolation" in view.words:
        named += _BOTH
    return tuple(dict.fromkeys(named)), some_way


def sign_of(view: View, clause: Clause, before: Frame | None, said: Frame) -> int:  # noqa: PLR0911, PLR0912
    """+1, -1, or 0 where nothing is said of support."""
    if view.doubly_negated:
        return 0
    if view.predicates:
        return view.sign
    if (
        said.host
        and said.image
        and any(t.text in ("limited to", "restricted to", "confined to") for t in view.all(W.ONLY))
    ):
        return 1 if not view.negations else 0
    if view.has(W.NEEDS) and said.isolations:
        return 1 if len(view.negations) < 2 else 0
    if any(t.value == "DOES_NOT_NEED" for t in view.all(W.ALONE)) and said.isolations:
        return 1 if not view.negations else 0
    negative = len(view.negations) % 2 == 1
    if view.has(W.ANSWER_YES):
        return -1 if negative else 1
    if view.has(W.ANSWER_NO):
        return -1
    if view.has(
        W.OUT, W.ENDS, W.MAINSTREAM, W.EXTENDED, W.DATE, W.BUILD, W.EXISTS, W.MATTER, W.IGNORANT, W.REVISION, W.LASTS
    ):
        return 0
    elliptic = clause.led_by(W.BUT, W.AND, W.COMMA, W.OR, W.COLON, W.DASH, W.SEMICOLON, W.EXCEPT, W.SO)
    if before is not None and elliptic and (said.isolations or said.host or said.image):
        if (before.partial and not clause.led_by(W.COLON, W.DASH)) or not _fragment(view):
            return 0
        if negative:
            return -1
        if clause.led_by(W.BUT):
            return 1
        return before.sign if not clause.led_by(W.COLON, W.SO, W.DASH) else 1
    if said.isolations and (
        negative or view.has(W.ONLY) or clause.led_by(W.COLON, W.DASH, W.COMMA) or (said.host and said.image)
    ):
        return -1 if negative else 1
    return 0


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
    isolations = frame.isolations
    carried: tuple[Isolation, ...] = ()
    if not isolations and not frame.some_way:
        if around.isolations:
            isolations = around.isolations
        elif before is not None and before.isolations and clause.led_by(W.COLON, W.DASH):
            isolations = before.isolations
        elif (
            before is not None
            and before.isolations
            and (frame.host is None or frame.image is None or clause.led_by(W.AND, W.COMMA, W.OR))
        ):
            carried = before.isolations
        elif context.isolations:
            carried = context.isolations
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


def _fragment(view: View) -> bool:
    """Whether a clause holds nothing but names, isolations and small words."""
    return all(t.text in _PLAIN for t in view.all(W.NEUTRAL))


def _may_lean(view: View, frame: Frame, host: Side | None, image: Side | None) -> bool:
    """Whether a clause may take what it lacks from the sentence before: by a pronoun, or because it is a fragment."""
    if view.has(W.IT, W.ANSWER_YES, W.ANSWER_NO) or any(
        t.kind in (W.HOST, W.IMAGE) and n and view.tokens[n - 1].text in ("the", "its", "such")
        for n, t in enumerate(view.tokens)
    ):
        return True
    if host is None and image is None:
        return (
            bool(frame.isolations)
            and not view.has(W.HOST, W.IMAGE, W.MATTER, W.CONDITION, W.UNREAD)
            and _fragment(view)
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


def _with_only(frame: Frame, view: View) -> Frame:  # noqa: PLR0912
    """Find what an 'only' limits: what stands right after it, or right before it at the end of a phrase."""
    tokens = view.tokens
    for number, token in enumerate(tokens):
        if token.kind is W.NEEDS and not view.has(W.NOT):
            beside = tokens[max(0, number - 4) : number + 5]
            if len(frame.isolations) == 1 and any(t.kind in (W.PROCESS, W.HYPERV) for t in beside):
                frame = replace(frame, only="isolation")
            else:
                frame = replace(frame, unread=(*frame.unread, token.text))
        if token.kind is not W.ONLY:
            continue
        if token.value == "ONLY_HOST":
            frame = replace(frame, only="host")
            continue
        if token.value == "ONLY":
            frame = replace(frame, only="image")
            continue
        focus = _focus(tokens, number, view)
        if focus is None:
            return replace(frame, unread=(*frame.unread, "only"))
        if focus:
            loose = number + 1 < len(tokens) and tokens[number + 1].kind in (W.YES, W.NO, W.IS)
            frame = replace(frame, only=focus, only_loose=loose)
    for number, token in enumerate(tokens):
        if token.kind is not W.OTHER:
            continue
        side = other_side(tokens, number)
        joined = number == 0 or tokens[number - 1].kind in (W.AND, W.COMMA, W.BUT)
        if side and joined and not frame.only:
            frame = replace(frame, only=side)  # "... and no other"
        else:
            frame = replace(frame, unread=(*frame.unread, token.text))
    return frame


def other_side(tokens: Sequence[Token], number: int) -> str:
    """The side of which 'no other' denies the rest, "" where the words deny nothing."""
    if not tokens[number].text.startswith(("no ", "nothing")):
        return ""
    following = tokens[number + 1].kind if number + 1 < len(tokens) else None
    if following is W.HOST:
        return "host"
    return "image" if following in (None, W.IMAGE, W.COMMA, W.TAG, W.IS, W.YES) else ""


def _focus(tokens: Sequence[Token], number: int, view: View) -> str | None:  # noqa: PLR0911, PLR0912
    """The side that the 'only' at `number` limits; "" for one that limits a condition; None where it cannot be told."""
    after = tokens[number + 1 :]
    before = tokens[:number]
    groups = {g.first: g for g in view.groups}
    # after it, up to the first thing that can be limited
    verb_seen = False
    for offset, token in enumerate(after):
        place = number + 1 + offset
        if token.kind in (W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ALONE):
            return "isolation"
        if token.kind is W.MENTION:
            group = groups.get(place) or next((g for g in view.groups if g.first <= place <= g.last), None)
            if group is None or group.side is None:
                return None
            if verb_seen and _isolation_follows(tokens, place):
                return None if not _beside(tokens, number) else group.side
            return group.side
        if token.kind in (W.CONDITION, W.UNDER):
            return ""
        if token.kind in (W.YES, W.NO):
            verb_seen = True
            continue
        if token.kind in (W.OLDER, W.NEWER, W.SAME, W.CHANNEL):
            continue
        if token.kind in (W.HOST, W.IMAGE):
            return "host" if token.kind is W.HOST else "image"
        if token.kind in (W.COMMA, W.AND, W.OR):
            break
    # before it, at the end: "on 2022 only", "Hyper-V isolation only"
    for offset, token in enumerate(reversed(before)):
        place = number - 1 - offset
        if token.kind in (W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ALONE):
            return "isolation"
        if token.kind is W.MENTION:
            group = next((g for g in view.groups if g.first <= place <= g.last), None)
            return group.side if group else None
        if token.kind in (W.CONDITION, W.UNDER):
            return ""
        if token.kind not in (W.HOST, W.IMAGE, W.NEUTRAL, W.LATER, W.FAMILY):
            return None
    return None


def _beside(tokens: Sequence[Token], number: int) -> bool:
    return number + 1 < len(tokens) and tokens[number + 1].kind is W.MENTION


def _isolation_follows(tokens: Sequence[Token], place: int) -> bool:
    return any(t.kind in (W.PROCESS, W.HYPERV) for t in tokens[place + 1 :])


# --- frames -> claims ---------------------------------------------------------------------------------------------------  # noqa: E501


def claims_of(engine: Engine, frame: Frame, stance: Stance = Stance.ASSERTED) -> list[Claim]:
    """The claims that a frame makes."""
    if frame.host is None or frame.image is None:
        return []
    readings = [_main_parts(engine, frame, variant) for variant in _variants(engine, frame)]
    readings = [r for r in readings if r]
    if not readings or any(len(r) > _MOST for r in readings):
        return []
    general = frame.host.general or frame.image.general
    group = frame.host.group or frame.image.group or general
    if frame.hedged and stance is Stance.ASSERTED:
        stance = Stance.HEDGED
    claims = [
        Claim(
            kind=KIND,
            readings=tuple(readings),
            start=frame.start,
            end=frame.end,
            stance=stance,
            some_fail=frame.some_fail,
            group=group,
            soft=general and not frame.every,
            never_false=frame.unsure,
            conditions=frame.conditions if frame.sign > 0 else frozenset(),
            unread=(*frame.unread, *(("condition",) if frame.sign < 0 and frame.conditions else ())),
        )
    ]
    claims += _others(engine, frame, stance)
    claims += _exceptions(engine, frame, stance)
    return claims


def _variants(engine: Engine, frame: Frame) -> list[tuple[Side, Side, tuple[Isolation | None, ...]]]:
    """The host, image and isolations of every way to read the frame."""
    host, image = frame.host, frame.image
    assert host is not None  # noqa: S101
    assert image is not None  # noqa: S101
    pairs = [(host, image)]
    if frame.swapped:
        turned = as_role(engine, image, "host"), as_role(engine, host, "image")
        if turned[0] is None or turned[1] is None:
            pass
        else:
            pairs.append((turned[0], turned[1]))
    isolations: list[tuple[Isolation | None, ...]] = [frame.isolations or (None,)]
    if not frame.isolations and not frame.some_way and frame.carried:
        isolations = [frame.carried] if frame.sign < 0 else [frame.carried, (None,)]
    if frame.except_isolations:
        isolations = [tuple(i for i in (frame.isolations or _BOTH) if i not in frame.except_isolations)]
    return [(h, i, modes) for h, i in pairs for modes in isolations]


def as_role(engine: Engine, side: Side, role: str) -> Side | None:
    """A side in the other role, None where it names a release without images."""
    if role == "host":
        return side
    known = {s.release.id for s in all_images(engine)}
    if not all(s.release.id in known for s in side.systems):
        return None
    return side


def _main_parts(
    engine: Engine, frame: Frame, variant: tuple[Side, Side, tuple[Isolation | None, ...]]
) -> tuple[Compatibility, ...]:
    host, image, isolations = variant
    asserted = Support.UNSUPPORTED if frame.sign < 0 else Support.CONDITIONAL if frame.conditions else Support.SUPPORTED
    if len(host.systems) * len(image.systems) <= FEW:
        return _parts(pairs_of(frame, host, image), asserted, isolations, frame.platform, frame.some_way)
    return _spread(
        engine,
        (tuple(map(_KEY, host.systems)), host.relation),
        (tuple(map(_KEY, image.systems)), image.relation),
        (_ids(frame.except_host), _ids(frame.except_image)),
        (asserted, isolations, frame.platform, frame.some_way),
    )


FEW = 6
"""Most propositions that are made anew each time; more than these belong to a general statement."""

_Systems = tuple[tuple[tuple[str, int | None, str | None], ...], str]
_KEY = attrgetter("release.id", "revision", "note")


@lru_cache(maxsize=256)
def _spread(
    engine: Engine,
    hosts: _Systems,
    images: _Systems,
    without: tuple[frozenset[str], frozenset[str]],
    said: tuple[Support, tuple[Isolation | None, ...], Platform, bool],
) -> tuple[Compatibility, ...]:
    """The propositions of a general statement, made once: 'older images' are the same ones in every sentence."""
    releases = engine.facts.releases
    host, image = (
        Side(systems=tuple(System(release=releases[i], revision=r, note=n) for i, r, n in systems), relation=relation)
        for systems, relation in (hosts, images)
    )
    return _parts(_pairs(host, image, *without), *said)


def _parts(
    pairs: list[tuple[System, System]],
    asserted: Support,
    isolations: tuple[Isolation | None, ...],
    platform: Platform,
    some_way: bool,
) -> tuple[Compatibility, ...]:
    return tuple(
        Compatibility(host=h, image=i, asserted=asserted, isolation=mode, platform=platform, some_way=some_way)
        for h, i in pairs
        for mode in isolations
    )


def pairs_of(frame: Frame, host: Side, image: Side) -> list[tuple[System, System]]:
    """The combinations that two sides make, those of the exceptions left out."""
    return _pairs(host, image, _ids(frame.except_host), _ids(frame.except_image))


def _ids(side: Side | None) -> frozenset[str]:
    return frozenset(s.release.id for s in side.systems) if side else _NONE


_NONE: frozenset[str] = frozenset()


def _pairs(
    host: Side, image: Side, without_hosts: frozenset[str], without_images: frozenset[str]
) -> list[tuple[System, System]]:
    related = bool(host.relation or image.relation)
    return [
        (h, i)
        for h in host.systems
        if h.release.id not in without_hosts
        for i in image.systems
        if i.release.id not in without_images and (not related or _related(host, image, h, i))
    ]


def _related(host: Side, image: Side, h: System, i: System) -> bool:
    order = h.release.build - i.release.build
    for relation, positive in ((image.relation, 1), (host.relation, -1)):
        if relation == "older" and order * positive <= 0:
            return False
        if relation == "newer" and order * positive >= 0:
            return False
        if relation == "same" and order != 0:
            return False
        if relation == "different" and order == 0:
            return False
    return True


def _others(engine: Engine, frame: Frame, stance: Stance) -> list[Claim]:
    """What an 'only' denies: the other images, hosts or isolation."""
    host, image = frame.host, frame.image
    if not frame.only or frame.sign < 0 or host is None or image is None:
        if frame.only and frame.sign < 0:
            return [_undecidable(frame, stance, "only")]
        return []
    denied = replace(frame, only="", sign=-1, conditions=frozenset(), some_way=False)
    if frame.only == "isolation":
        rest = tuple(i for i in _BOTH if i not in frame.isolations)
        if not rest:
            return []
        denied = replace(denied, isolations=rest)
    elif frame.only == "image":
        named = {s.release.id for s in image.systems}
        others = tuple(s for s in all_images(engine) if s.release.id not in named)
        denied = replace(denied, image=Side(systems=others, general=True, every=True))
    else:
        named = {s.release.id for s in host.systems}
        others = tuple(s for s in all_hosts(engine) if s.release.id not in named)
        denied = replace(denied, host=Side(systems=others, general=True, every=True))
    return list(claims_of(engine, denied, stance))


def _exceptions(engine: Engine, frame: Frame, stance: Stance) -> list[Claim]:
    """The opposite for what was excepted."""
    if frame.except_host is None and frame.except_image is None and not frame.except_isolations:
        return []
    found: list[Claim] = []
    plain = replace(
        frame,
        except_host=None,
        except_image=None,
        except_isolations=(),
        only="",
        sign=-frame.sign,
        conditions=frozenset(),
    )
    if frame.except_host is not None:
        found += claims_of(
            engine,
            replace(plain, host=replace(frame.except_host, relation=frame.host.relation if frame.host else "")),
            stance,
        )
    if frame.except_image is not None:
        found += claims_of(
            engine,
            replace(plain, image=replace(frame.except_image, relation=frame.image.relation if frame.image else "")),
            stance,
        )
    if frame.except_isolations:
        found += claims_of(engine, replace(plain, isolations=frame.except_isolations), stance)
    general = (frame.image is not None and frame.image.general) or (frame.host is not None and frame.host.general)
    if general and frame.sign > 0 and found:
        # "older images run, except on 23H2" denies the whole for 23H2, not every single one
        found = [replace(c, some_fail=True, readings=tuple(_positive(r) for r in c.readings)) for c in found]
    return found


def _positive(parts: tuple[Compatibility, ...]) -> tuple[Compatibility, ...]:
    return tuple(
        Compatibility(
            host=p.host,
            image=p.image,
            asserted=Support.SUPPORTED,
            isolation=p.isolation,
            platform=p.platform,
            some_way=p.some_way,
        )
        for p in parts
    )


def _undecidable(frame: Frame, stance: Stance, word: str) -> Claim:
    host, image = frame.host, frame.image
    assert host is not None  # noqa: S101
    assert image is not None  # noqa: S101
    part = Compatibility(host=host.systems[0], image=image.systems[0], asserted=Support.UNSUPPORTED)
    return Claim(kind=KIND, readings=((part,),), start=frame.start, end=frame.end, stance=stance, unread=(word,))
