"""What one clause says itself of hosts, images and isolation, and whether it says that they go together."""

from itertools import pairwise, product

from assistant.claims.clauses import Clause
from assistant.claims.context import Frame, Side
from assistant.claims.kinds.compatibility.sides import all_hosts, channel_host, general, side_of
from assistant.claims.lexicon import W
from assistant.claims.scope import View
from assistant.rules import Engine, Isolation, Platform

_BOTH = (Isolation.PROCESS, Isolation.HYPERV)


# What may stand in a clause on compatibility; any other word is one that the clause was not read with.
_UNDERSTOOD = frozenset(
    {
        W.MENTION, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ONE_ISOLATION, W.HOST, W.IMAGE, W.FAMILY,
        W.CHANNEL, W.PLATFORM, W.YES, W.NO, W.ANSWER_YES, W.ANSWER_NO, W.NOT, W.UNABLE, W.ONLY, W.NOT_ONLY,
        W.ALONE, W.NEEDS, W.ALL, W.NOT_ALL, W.LATER, W.EARLIER, W.NEWER, W.OLDER, W.SAME, W.DIFFERENT, W.THAN,
        W.HEDGE, W.DENY, W.TRUE, W.REPORT, W.IN_FACT, W.AND, W.OR, W.ALSO, W.CONDITION, W.UNDER, W.IT, W.ON,
        W.BY, W.WITH, W.OF, W.TO, W.DET, W.WHICH, W.COMMA, W.COLON, W.DASH, W.SLASH, W.IS, W.TAG, W.BUILD,
        W.NEUTRAL, W.QUOTE, W.OTHER, W.REVERSE, W.MATTER, W.UNREAD, W.NUMBER, W.COMMAND, W.SUPPORT,
        W.EXCEPT,
    }
)  # fmt: skip


_HARMLESS = frozenset(
    "server core|datacenter|standard|edition|editions|portability|stable abi|abi|installed|install".split("|")
)


# Verbs that say that something runs only where a host or an image and its counterpart stand beside them.
WEAK = frozenset(
    "take takes go goes carry carries load loads serve serves function functions use uses used handle handles operate operates consume consumes deploy deployed deploys "  # noqa: E501
    "cope copes fine good ok okay valid allow allows accept accepts come up comes up permit permits possible feasible".split()  # noqa: E501
)


# The plain words that may stand in a general statement, which names no release.
PLAIN = frozenset(
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
    unread += _beyond(view)
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
    if host is not None and image is not None:
        unread += [m.text for group in view.groups if group.side is None for m in group.mentions]
    host = host or general(engine, view, "host") or channel_host(engine, view)
    image = image or general(engine, view, "image")
    if view.has(W.HEDGE) and view.has(W.NOT) and any(t.text in ("should", "ought to") for t in view.all(W.HEDGE)):
        unread.append("should not")
    isolations, some_way = isolations_of(view)
    if host is None and image is not None and image.relation and isolations and view.predicates and not view.has(W.IT):
        host = Side(systems=all_hosts(engine), general=True)  # "Hyper-V isolation runs older images"
    described = [side for side in (host, image) if side is not None and side.general]
    if described and not view.groups:
        unread += [t.text for t in view.all(W.NEUTRAL) if t.text not in PLAIN]
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


def _beyond(view: View) -> list[str]:
    """Words that say more than the pair: 'the newest image that', 'the last host to', 'Nano Server hosts'."""
    found = [t.text for t in view.tokens if t.text in _SUPERLATIVES and view.groups]
    found += [m.text for g in view.groups if g.side == "host" for m in g.mentions if m.text.startswith("nano")]
    found += [t.text for t in view.all(W.COMMAND) if t.text == "docker" and view.has(W.WITH, W.NEUTRAL)]
    if view.has(W.HYPERV, W.BOTH_ISOLATIONS) and not view.has(W.PLATFORM):
        found += [t.text for t in view.all(W.HOST, W.IMAGE) if t.text in _OF_KUBERNETES]
    if view.has(W.HYPERV):
        found += [t.text for t in view.all(W.ALONE) if t.value != "DOES_NOT_NEED"]
    for before, token in pairwise(view.tokens):
        alone = before.kind is W.DET and token.text in ("isolation", "mode")  # "the isolation for X is Hyper-V"
        needed = view.has(W.NEEDS) and (before.kind, token.kind) == (W.BUILD, W.MENTION)  # "needs build 17763"
        if alone or needed or (before.kind, token.kind) in _NEIGHBOURS:
            found.append(token.text)
    return found


# "on Nano Server", "only true in", "with Hyper-V isolation or newer".
_NEIGHBOURS = frozenset({(W.ON, W.FAMILY), (W.ONLY, W.TRUE), *product((W.HYPERV, W.PROCESS), (W.LATER, W.EARLIER))})
_SUPERLATIVES = frozenset("newest oldest latest last earliest highest lowest first".split())
# What runs in a cluster knows process isolation only.
_OF_KUBERNETES = frozenset({"node pool", "node pools", "nodepool", "nodepools", "pod", "pods"})


def _isolation_needs(view: View) -> bool:
    """Whether an isolation is what needs something, not what is needed."""
    return any(a.kind in (W.PROCESS, W.HYPERV) and b.kind is W.NEEDS for a, b in pairwise(view.tokens))


def _needless(view: View) -> bool:
    return any(t.value == "DOES_NOT_NEED" for t in view.all(W.ALONE)) or (
        view.has(W.NEEDS) and len(view.negations) == 1
    )


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
    if view.has(W.NEEDS) and said.isolations and _isolation_needs(view):
        return 0  # "process isolation needs the same build" says nothing of a pair
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
        if (before.partial and not clause.led_by(W.COLON, W.DASH)) or not fragment(view):
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


def fragment(view: View) -> bool:
    """Whether a clause holds nothing but names, isolations and small words."""
    return all(t.text in PLAIN for t in view.all(W.NEUTRAL))
