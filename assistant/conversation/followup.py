"""The rules of ellipsis: when a turn goes on with the topic before it, and what it takes over from there."""

import re

from assistant.conversation.state import Topic

_OPENING = re.compile(
    r"^\W*(?:and|or|but|so|also|then|ok(?:ay)?|what\s+about|how\s+about|what\s+if|same|with|without|on|in|for|why|until\s+when|since\s+when|"
    r"no,|yes,|sorry|i\s+mean|i\s+meant|instead|what\s+else|even|the\s+other\s+way|vice\s+versa|and\s+if|if)\b",
    re.I,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|that|this|these|those|there|the\s+(?:same|host|image|latter|former|other)|one|both|either)\b",
    re.I,
)
_THERE = re.compile(r"\b(?:there|on\s+it|in\s+that\s+(?:cluster|pool))\b", re.I)
_SWAP = re.compile(
    r"\b(?:other\s+way\s+(?:round|around)|vice\s+versa|reverse[d]?|opposite\s+way|swapped|conversely)\b", re.I
)


def goes_on(text: str, names_nothing: bool, topic: Topic) -> bool:
    """Whether the turn has to be read with what was talked about before it."""
    if not (topic.hosts or topic.images):
        return False
    if _SWAP.search(text) or _OPENING.search(text):
        return True
    return names_nothing and bool(_POINTS_BACK.search(text))


def stays_there(text: str) -> bool:
    """Whether the turn speaks of the place that was talked about, such as AKS."""
    return bool(_THERE.search(text))


def swaps(text: str) -> bool:
    """Whether the turn exchanges host and image."""
    return bool(_SWAP.search(text))
