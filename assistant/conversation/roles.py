"""Which of the named releases is the host and which is the image: from tags, nouns, prepositions and verbs.

The evidence is weighed per group: names joined by commas, 'and' or 'or' share one role. Strong evidence (a tag, the
noun beside the name) outranks order and verbs; what stays open is given the role that is still free.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.rules import Form, Mention


class Side(StrEnum):
    """The part a name plays in a combination."""

    HOST = "host"
    IMAGE = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A group of mentions with one role; `side` is None where the wording does not say."""

    mentions: tuple[Mention, ...]
    side: Side | None


_WINDOW = 120  # characters beside a name in which its noun or preposition is looked for
_JOINT = re.compile(
    r"^[\s,]*(?:(?:,|and|or|nor|/|&|as well as|but also|and also)[\s,]*)?"
    r"(?:(?:both|also|the|a|an|on|windows server|server|version)[\s,]*)*$",
    re.I,
)
_HOST_NOUN = (
    r"(?:container[\s-]+hosts?|hosts?|nodes?|node\s*pools?|servers?|machines?|boxe?s?|vms?|kernel|hypervisor|clusters?|"
    r"workers?|laptops?|pcs?|desktops?)"
)
_IMAGE_NOUN = (
    r"(?:(?:base\s+|container\s+)?images?|containers?|tags?|dockerfiles?|workloads?|apps?|pods?|layers?|based\b)"
)
# What may stand between a name and its noun: "the Windows Server 2022 *Server Core (LTSC) container* image".
_BETWEEN = (
    r"(?:[\s\"'`)(*_-]|\b(?:ltsc|sac|lts|release|version|core|server|nano|standard|datacenter|edition|based|or\s+newer|"
    r"or\s+later|rtm|lts[cb]?|pro|enterprise|amd64|annual|channel|windows|build|"
    r"container(?!\s+host)s?(?=\s+(?:base\s+)?images?))\b)*"
)
_AFTER_HOST = re.compile(rf"^{_BETWEEN}{_HOST_NOUN}\b", re.I)
_AFTER_IMAGE = re.compile(rf"^{_BETWEEN}{_IMAGE_NOUN}\b", re.I)
_BEFORE_IMAGE = re.compile(
    r"\b(?:images?|containers?|tags?|dockerfile|workloads?|apps?|layers?)"
    r"(?:\s+(?:that\s+(?:is|are)|is|are|was|were|being))?\s*"
    r"(?:(?:from|of|for|is|are|built\s+(?:on|from|for)|based\s+(?:up)?on|tagged|named|called|using|with|:|=|like|"
    r"such\s+as|targeting|build|version|os|release)\s*)*(?:an?|the)?\s*$"
    r"|\b(?:based\s+(?:up)?on|built\s+(?:on|from)|from|pull(?:ing)?)\s+(?:an?|the)?\s*$",
    re.I,
)
_BEFORE_HOST = re.compile(
    rf"\b{_HOST_NOUN}\s*(?:(?:that\s+)?(?:is|are|runs?|running|has|have|having|with|on|of|=|:|being|at|uses?|using|still|"
    r"build|version|os|release|kernel)\s*)*(?:an?|the|now|still|on)?\s*$"
    r"|\b(?:on(?:to)?(?:\s+top\s+of)?|under|atop|inside|in|over)\s+"
    r"(?:(?:an?|the|my|our|your|some|any|newer|older|existing|physical|bare[\s-]metal)\s+)*$",
    re.I,
)
_LABEL = re.compile(
    r"\b(?:(?P<host>host|node|server|kernel)|image|container|tag)(?:\s+(?:os|version|build))?\s*[:=]\s*[\"'`]?$", re.I
)
_RUNS = re.compile(
    r"\b(?:runs?|running|hosts?|starts?|launch(?:es)?|executes?|supports?|accepts?|uses?|handles?|takes?|pulls?|loads?)\b",
    re.I,
)
_NOUN_ONLY = re.compile(r"^[\s,;]*(?:host|node|server|container|image|tag)s?\s*$", re.I)
_HOST_JUST_BEFORE = re.compile(r"\b(?:host|node|server)s?\s*$", re.I)
_IMAGE_JUST_BEFORE = re.compile(r"\b(?:image|container|tag)s?\s*$", re.I)
_PREPOSITION = re.compile(r"\b(?:on|onto|under|in|inside|atop|against|upon)\b", re.I)


def cast(text: str, mentions: tuple[Mention, ...]) -> tuple[Cast, ...]:
    """Group the mentions and give each group its role, in the order of the text."""
    groups = _groups(text, mentions)
    sides = [_noun_side(text, at, groups) for at in range(len(groups))]
    if None in sides:
        sides = _fill(text, groups, sides)
    return tuple(Cast(mentions=tuple(g), side=s) for g, s in zip(groups, sides, strict=True))


def _groups(text: str, mentions: tuple[Mention, ...]) -> list[list[Mention]]:
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and _same_group(text, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _same_group(text: str, left: Mention, right: Mention) -> bool:
    if _inherent(left) is not _inherent(right) and None not in (_inherent(left), _inherent(right)):
        return False
    if _tagged(left) != _tagged(right) and (
        "/" in text[left.end : right.start] or Side.HOST in map(_inherent, (left, right))
    ):
        return False  # "ws2022 / ltsc2019" and "win11 and ltsc2025" name a pair, "2019/2022 images" two of a kind
    between = text[left.end : right.start]
    return bool(between.strip()) and bool(_JOINT.match(between)) and not re.search(r"\bon\b", between, re.I)


def _tagged(mention: Mention) -> bool:
    return mention.form in (Form.TAG, Form.IMAGE)


def _inherent(mention: Mention) -> Side | None:
    """The role that the spelling alone settles: a tag or repository is an image, a client is a host."""
    if mention.form is Form.IMAGE:
        return Side.IMAGE
    if mention.form is Form.GROUP or mention.image is None:
        return Side.HOST
    return Side.IMAGE if mention.host is None else None


def _noun_side(text: str, at: int, groups: list[list[Mention]]) -> Side | None:
    """The role that the group's own spelling or the noun beside it settles."""
    group = groups[at]
    inherent = {side for m in group if (side := _inherent(m)) is not None}
    if len(inherent) == 1:
        return inherent.pop()
    before, after = _around(text, at, groups)
    if labelled := _LABEL.search(before):
        return Side.HOST if labelled["host"] else Side.IMAGE
    if noun := _own_noun(before, after, last=at + 1 == len(groups)):
        return noun
    if _AFTER_HOST.match(after):
        return Side.HOST
    if _AFTER_IMAGE.match(after):
        return Side.IMAGE
    if _BEFORE_IMAGE.search(before):
        return Side.IMAGE
    if _BEFORE_HOST.search(before):
        return Side.HOST
    return Side.IMAGE if any(_tagged(m) for m in group) else None


def _own_noun(before: str, after: str, *, last: bool) -> Side | None:
    """'host 17763 image 20348': a noun before every name, so that the one after it belongs to the next."""
    if last or not _NOUN_ONLY.match(after):
        return None
    if _HOST_JUST_BEFORE.search(before):
        return Side.HOST
    return Side.IMAGE if _IMAGE_JUST_BEFORE.search(before) else None


def _around(text: str, at: int, groups: list[list[Mention]]) -> tuple[str, str]:
    """The text from the group before (and the noun that belongs to it) to this one, and from this one to the next."""
    group = groups[at]
    floor = groups[at - 1][-1].end if at else 0
    beyond = text[floor : floor + _WINDOW]
    noun = at and (_AFTER_HOST.match(beyond) or _AFTER_IMAGE.match(beyond))
    if noun:
        floor += noun.end()
    ceiling = groups[at + 1][0].start if at + 1 < len(groups) else len(text)
    start, end = group[0].start, group[-1].end
    return text[max(floor, start - _WINDOW) : start], text[end : min(ceiling, end + _WINDOW)]


def _fill(text: str, groups: list[list[Mention]], sides: list[Side | None]) -> list[Side | None]:
    """Settle what nouns left open: the free role first, then the verb between two names."""
    if len(groups) == 1:
        return [sides[0] or _lone_side(text, groups[0])]
    known = {s for s in sides if s is not None}
    if len(known) == 1:
        other = Side.IMAGE if known == {Side.HOST} else Side.HOST
        return [s or other for s in sides]
    if not known and len(groups) == 2:
        return _by_verb(text, groups)
    return sides


def _lone_side(text: str, group: list[Mention]) -> Side | None:
    """A single name: 'what can 2022 run?' makes it the host, 'where does 2019 run?' the image."""
    before, after = text[: group[0].start], text[group[-1].end :]
    asks_where = re.search(
        r"\b(?:where|which\s+hosts?|what\s+hosts?|which\s+(?:\w+\s+)?(?:servers?|nodes?|versions?\s+of\s+windows))\b",
        text,
        re.I,
    )
    if asks_where and (_RUNS.search(text) or _PREPOSITION.search(text)):
        return Side.IMAGE
    asks_what = re.search(r"\b(?:what|which)\b.*\b(?:images?|containers?|tags?|run)\b", before, re.I)
    if asks_what or (_RUNS.search(after) and re.search(r"\b(?:images?|containers?)\b", after, re.I)):
        return Side.HOST
    return None


def _by_verb(text: str, groups: list[list[Mention]]) -> list[Side | None]:
    """'can A run B' makes A the host, 'can A run on B' the image; 'A with B' and 'A and B' say nothing."""
    between = text[groups[0][-1].end : groups[1][0].start]
    if _PREPOSITION.search(between):
        return [Side.IMAGE, Side.HOST]
    if _RUNS.search(between):
        return [Side.HOST, Side.IMAGE]
    return [None, None]
