"""Questions after a need: 'is Hyper-V isolation needed?', 'do I have to rebuild?'. Their 'yes' is not that it runs."""

import re

from assistant.rules.statements import Need

_NEED = (
    r"(?:need(?:ed|s)?|necessary|required?|requires|mandatory|must|have\s+to|has\s+to|forced\s+to|obliged\s+to|"
    r"get\s+away\s+without|do\s+without|avoid)"
)
_HYPERV = r"hyper-?\s?v(?:[\s-]+isolat\w+)?"
_REBUILD = r"(?:re-?buil[dt]\w*|re-?creat\w+|re-?compil\w+|new\s+(?:base\s+)?image|another\s+(?:base\s+)?image)"
_NEGATIVE = re.compile(r"\bwithout\b|\bavoid\b", re.I)
_ABOUT = ((Need.HYPERV, re.compile(rf"\b{_HYPERV}\b", re.I)), (Need.REBUILD, re.compile(rf"\b{_REBUILD}\b", re.I)))
# "Do I need": what is asked begins with the need, not with whether something can be done.
_POLAR = re.compile(
    rf"\b(?:do|does|did|will|would|is|are|must|should)\s+(?:i|we|you|they|it|one|the\s+\w+|my\s+\w+|our\s+\w+|{_HYPERV}|"
    rf"{_REBUILD}|an?\s+\w+)(?:\s+\w+){{0,6}}?\s*{_NEED}|\b(?:must|should|do)\s+(?:i|we|they)\s+{_REBUILD}",
    re.I,
)


def need_asked(text: str) -> Need | None:
    """What a question asks the need of, None where it asks whether something runs."""
    if _POLAR.search(text) is None or _NEGATIVE.search(text):
        return None
    about = [need for need, pattern in _ABOUT if pattern.search(text)]
    return about[0] if len(about) == 1 else Need.OTHER
