"""Clauses -> claims about which base images and tags exist."""

import re
from collections.abc import Sequence

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.context import Context
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Engine, Form, Release
from assistant.rules.kinds.image import HasImage, TagExists, TagNames

KIND = "image"
_UNDERSTOOD = frozenset(
    {
        W.MENTION, W.IMAGE, W.FAMILY, W.TAG, W.EXISTS, W.BEGINS, W.IS, W.DET, W.NEUTRAL, W.NOT, W.DENY, W.TRUE,
        W.HEDGE, W.AND, W.OR, W.COMMA, W.COLON, W.DASH, W.OF, W.TO, W.IT, W.ALSO, W.ALL, W.IN_FACT, W.WITH,
        W.WHICH, W.HOST, W.UNREAD, W.NUMBER, W.REPORT, W.ON, W.BY, W.FROM, W.CHANNEL, W.NO_LONGER, W.STILL,
        W.YES, W.NO, W.SUPPORT,
    }
)  # fmt: skip
_REFERENCE = re.compile(r"(?:^|/)(?P<family>servercore|nanoserver|server|windows)(?::(?P<tag>[\w.-]+))?$")
_FAMILIES = {"windows/server": "server", "windows": "windows"}


def read(engine: Engine, clause: Clause, view: View, context: Context) -> list[Claim]:  # noqa: ARG001 - all readers have these arguments
    """The image claims of one clause: an image or tag said to exist or not, a tag said to stand for a release."""
    if not view.has(W.MENTION, W.TAG, W.CHANNEL):
        return []
    if view.has(W.DATE, W.DURATION, W.PROCESS, W.HYPERV, W.MAINSTREAM, W.EXTENDED, W.OUT, W.UNTIL, W.REVISION):
        return []
    exists = view.has(W.EXISTS, W.BEGINS) or any(t.text in ("unavailable", "missing") for t in view.tokens)
    exists = exists or _has_images(view)
    mentions = view.all(W.MENTION)
    tags = [t for t in mentions if t.value.form in (Form.TAG, Form.IMAGE)]
    latest = [t for t in view.all(W.TAG) if t.text in ("latest", ":latest")]
    releases = [
        t.value.host.release
        for t in mentions
        if t.value.form not in (Form.TAG, Form.IMAGE) and t.value.host is not None and not t.value.problem
    ]
    if not releases and not tags:
        releases = [
            r
            for t in view.all(W.CHANNEL)
            if t.value == "Annual Channel"
            for r in engine.facts.releases.values()
            if r.channel.value == t.value
        ]
    family = next((t.value for t in view.all(W.FAMILY)), None)
    if family is None and releases and any(t.text in ("windows image", "windows images") for t in view.all(W.IMAGE)):
        family = "windows"
    unread = [*view.unread, *view.misfits, *(t.text for t in view.tokens if t.kind not in _UNDERSTOOD)]
    if any(t.text.startswith("windows server image") for t in view.all(W.IMAGE)):
        unread.append("windows server image")  # any image of the server, or the family of that name
    negative = (len(view.negations) + sum(t.text in ("unavailable", "missing") for t in view.tokens)) % 2 == 1
    if any(t.kind in (W.YES, W.NO) and t.text != "unavailable" for t in view.tokens):
        return []
    if (tags or latest) and exists and not releases:
        parts = [
            TagExists(tag=tag, family=fam or family, asserted=not negative)
            for tag, fam in (*map(_tag, tags), *(("latest", None) for _ in latest))
        ]
        return [_claim(clause, parts, unread)]
    linked = any(
        t.text in ("is", "are", "was", "stands", "means", "holds", "names") for t in view.tokens
    ) and not view.has(W.HOST)
    if len(tags) == 1 and releases and linked and not exists:
        tag, fam = _tag(tags[0])
        names = [TagNames(tag=tag, family=fam or family, release=r, asserted=not negative) for r in releases]
        if len(releases) > 1:
            unread.append("several releases")
        return [_claim(clause, names, unread)] if not tags[0].value.problem else []
    if exists and releases and (view.has(W.IMAGE) or family):
        if tags:
            unread.append("tag")
        return [_claim(clause, [HasImage(release=r, family=family, asserted=not negative) for r in releases], unread)]
    return []


def _has_images(view: View) -> bool:
    """'has (no) base images', where nothing else is named."""
    for number, token in enumerate(view.tokens):
        if token.text in ("has", "have"):
            rest = [t for t in view.tokens[number + 1 :] if t.kind not in (W.DET, W.NEUTRAL, W.NOT, W.FAMILY, W.OF)]
            return bool(rest) and all(t.kind is W.IMAGE for t in rest)
    return False


def _claim(clause: Clause, parts: Sequence[object], unread: list[str]) -> Claim:
    return Claim(kind=KIND, readings=(tuple(parts),), start=clause.start, end=clause.end, unread=tuple(unread))


def _tag(token: Token) -> tuple[str, str | None]:
    text = token.text
    head, _, tag = text.rpartition(":")
    if not head:
        return text, None
    name = head.rsplit("/", 1)[-1]
    path = "/".join(head.split("/")[-2:])
    return tag, _FAMILIES.get(path) or (
        name
        if name in ("servercore", "nanoserver")
        else "server"
        if name == "server"
        else "windows"
        if name == "windows"
        else None
    )


def releases_of(mentions: list[Token]) -> list[Release]:
    """The releases that tokens name."""
    return [t.value.host.release for t in mentions if t.value.host is not None]
