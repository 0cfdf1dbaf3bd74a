"""Frames -> claims: the main statement in every reading, what an 'only' denies, and the opposite for an exception."""

from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from assistant.claims.claim import Claim, Stance
from assistant.claims.context import Frame, Side
from assistant.claims.kinds.compatibility.sides import all_hosts, all_images, as_role
from assistant.rules import Engine, Isolation, Platform, System
from assistant.rules.kinds.compatibility import Compatibility, Support

KIND = "compatibility"


_BOTH = (Isolation.PROCESS, Isolation.HYPERV)


_MOST = 400


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
