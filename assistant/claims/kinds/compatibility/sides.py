"""The systems that a group of names means as hosts or as images, named or described."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.claims.clauses import Group
from assistant.claims.context import Side
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Engine, Form, Mention, Release, Role, System
from assistant.rules.release import Channel


@lru_cache(maxsize=4)
def all_hosts(engine: Engine) -> tuple[System, ...]:
    """Every release as a host."""
    return engine.hosts()


@lru_cache(maxsize=4)
def all_images(engine: Engine) -> tuple[System, ...]:
    """Every release that has images, as the system in one."""
    return tuple(image.system for image in engine.images())


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


def channel_host(engine: Engine, view: View) -> Side | None:
    """'The Annual Channel supports ...': a channel named without a noun is its hosts, where it is no image's."""
    found = [t for t in view.all(W.CHANNEL) if t.value == Channel.ANNUAL.value]
    if not found or view.has(W.BUILD) or any(group.side != "image" or not group.sure for group in view.groups):
        return None
    return Side(systems=tuple(s for s in all_hosts(engine) if s.release.channel is Channel.ANNUAL))


def general(engine: Engine, view: View, role: str) -> Side | None:
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
        relation = _relation(before, tokens[number + 1 :])
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


def _relation(before: Sequence[Token], after: Sequence[Token]) -> str:
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


def as_role(engine: Engine, side: Side, role: str) -> Side | None:
    """A side in the other role, None where it names a release without images."""
    if role == "host":
        return side
    known = {s.release.id for s in all_images(engine)}
    if not all(s.release.id in known for s in side.systems):
        return None
    return side
