"""Hosts that change: 'if I upgrade the host from 2019 to 2022', 'built on X and deployed to Y'.

Such a question is about the host that there will be. The one before it says at most which image the containers have.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.rules import Form, Mention

_CHANGE = r"(?:upgrad|mov|migrat|switch|chang|go|replac|swap|transition|convert|refresh|reinstall|re-?deploy)\w*"
_TO = r"(?:to|onto|into|with|by)"
_NAMED = r"(?:(?:an?|the|our|my|your|new|windows\s+server|servers?|hosts?|nodes?|running)\s+)*"
_CHANGES = re.compile(rf"\b{_CHANGE}\b", re.I)
_LEADS_TO = re.compile(rf"\b{_TO}\s+{_NAMED}$", re.I)
_BARE_YEAR = re.compile(
    rf"(\b{_CHANGE}\b[^.?!]{{0,60}}\b{_TO}\s+)(20(?:16|19|22|25))\b(?!\s*(?:images?|containers?|tags?))", re.I
)
_TODAY = re.compile(r"^[^.?!,;]{0,12}\b(?:today|now|currently|at\s+present|at\s+the\s+moment)\b", re.I)
_LATER = re.compile(
    r"^[^.?!]{0,24}\b(?:next|later|soon|tomorrow|afterwards|from\s+\w+\s+on|in\s+(?:the\s+)?(?:\w+\s+)?20\d\d)\b", re.I
)
_BUILDS = re.compile(r"\b(?:build(?:s|ing)?|built|compiled?|develop\w*)\b[^.?!]{0,40}$", re.I)
_DEPLOYS = re.compile(
    r"\b(?:deploy\w*|ship\w*|roll\w*\s+(?:it\s+)?out|push\w*|production|prod|target\w*)\b[^.?!]{0,30}"
    rf"(?:\b(?:to|on|onto|is|are|in|runs?)\s+)?{_NAMED}$",
    re.I,
)
_CONTAINERS = re.compile(r"\b(?:images?|containers?|workloads?|apps?|pods?|rebuil\w+)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The host that was and the host that will be."""

    source: Mention
    target: Mention


def written_out(text: str) -> str:
    """'upgrade the host to 2022' names a release, although a bare year does not."""
    return _BARE_YEAR.sub(r"\1Windows Server \2", text)


def moved(text: str, mentions: tuple[Mention, ...]) -> Move | None:
    """The change of hosts that a question about containers speaks of, None where it speaks of none."""
    if not (_CONTAINERS.search(text) or any(_tagged(m) for m in mentions)):
        return None
    hosts = [m for m in mentions if not _tagged(m) and m.host is not None]
    for source, target in pairwise(hosts):
        between, after = text[source.end : target.start], text[target.end :]
        changes = _CHANGES.search(text[: source.start]) or _CHANGES.search(between)
        if changes and _LEADS_TO.search(between):
            return Move(source=source, target=target)
        if _TODAY.match(between) and _LATER.match(after):
            return Move(source=source, target=target)
        if _BUILDS.search(text[: source.start]) and _DEPLOYS.search(between):
            return Move(source=source, target=target)
    return None


def _tagged(mention: Mention) -> bool:
    return mention.form in (Form.TAG, Form.IMAGE)
