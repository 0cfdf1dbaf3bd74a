"""What a sentence bears on: which release is host in it, which is image, and whether it allows or forbids.

Two sentences may share every word and say the opposite: "2022 images run on a 2025 host", "2025 images do not run on a
2022 host". Support for a statement has to bear on the same pair in the same way.
"""

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """Releases by the part they play, as "host 2025" or "image 2022"; `names` are all releases named.

    `forbids` says whether the sentence denies, None where it does not speak of running or support at all.
    """

    parts: frozenset[str]
    names: frozenset[str]
    forbids: bool | None


def bearing(text: str) -> Bearing:
    """Read the bearing of a sentence, of a heading or of a table row with its header."""
    names = [
        (match.start(), match.end(), match.group(1).lower())
        for match in _RELEASE.finditer(text)
        if _EXCLUDED.search(text[max(0, match.start() - 40) : match.start()]) is None
    ]
    parts = frozenset(f"{part} {name}" for start, end, name in names if (part := _part(text, start, end)) is not None)
    speaks = _SPEAKS.search(text) is not None
    return Bearing(
        parts=parts,
        names=frozenset(name for _, _, name in names),
        forbids=_FORBIDS.search(text) is not None if speaks else None,
    )


def row_bearing(header: str, row: str) -> Bearing:
    """The bearing of a table row: what its first cell names plays the part that the first cell of the header says."""
    read = bearing(row)
    kind = _HEADED.match(header.strip().strip("|").strip())
    if kind is None:
        return read
    part = "image" if kind.group(1).lower() == "image" else "host"
    first = bearing(row.strip().strip("|").split("|", 1)[0])
    return replace(read, parts=frozenset(f"{part} {name}" for name in first.names))


def agreement(statement: Bearing, quote: Bearing, around: Bearing) -> float:
    """How well a quote in its surroundings bears on what a statement says, from -1 (the opposite) to 1 (the same).

    What the quote leaves open, its heading may settle; what it says itself goes first.
    """
    said = quote.parts or around.parts
    result = 0.0
    if statement.parts and said:
        turned = {_turned(part) for part in said - around.parts} & statement.parts - said
        result += 0.6 * len(statement.parts & (said | around.parts)) / len(statement.parts) - 0.8 * bool(turned)
        result -= 0.4 * sum(_another(statement.parts, said | around.parts, kind) for kind in ("host ", "image "))
    if statement.forbids is not None and quote.forbids is not None:
        result += 0.2 if statement.forbids == quote.forbids else -0.4
    if statement.names:
        result -= min(0.3, 0.1 * len(quote.names - statement.names))
    elsewhere = (quote.names | around.names) - statement.names
    if statement.names and elsewhere and not statement.names & (quote.names | around.names):
        result -= 0.3
    return max(-1.0, min(1.0, result))


def _part(text: str, start: int, end: int) -> str | None:
    """The part of the release at [start, end): by the noun after its list of releases, else by the words before it."""
    following = _REST_OF_LIST.sub("", text[end : end + 160], count=1)
    if (noun := _NOUN.match(following)) is not None:
        return "image" if noun.group(1).lower().startswith(("image", "container", "pod")) else "host"
    if _RUNS.match(following) is not None:
        return "host"
    return "host" if _ON.search(text[max(0, start - 150) : start]) is not None else None


def _another(wanted: frozenset[str], said: frozenset[str], kind: str) -> bool:
    """Whether both name a host (or an image), and never the same."""
    ours, theirs = ({part for part in parts if part.startswith(kind)} for parts in (wanted, said))
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _turned(part: str) -> str:
    kind, name = part.split(" ", 1)
    return f"{'host' if kind == 'image' else 'image'} {name}"


_RELEASE = re.compile(r"\b(?:ltsc)?(20(?:16|19|2[0-9]|04)|1[789]0[39]|\d\dH\d)\b", re.IGNORECASE)
# "2025, 2022 and Windows Server 2019 images": the noun after the list belongs to each.
_REST_OF_LIST = re.compile(
    r"\A(?:\)|,? (?:and|or) |, )?(?:(?:(?:,? (?:and|or) |, ))?"
    r"(?:Windows Server(?:, version)? |version |Windows 1[01],? ?(?:version )?|ltsc)?"
    r"(?:20\d\d|1[789]0[39]|\d\dH\d)(?:,? (?:and|or) |, )?)*",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"[^\w\n]{0,3}(?:Server Core |Nano Server |base |based |process-isolated |container )*"
    r"(images?|containers?|pods?|hosts?|nodes?|servers?)\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(r"\b(?:is not|are not|not) (?:an? )?(?:Windows Server(?:, version)? )?\Z", re.IGNORECASE)
_HEADED = re.compile(r"(host|client|node|image)\b", re.IGNORECASE)
_RUNS = re.compile(r"\s*(?:can |does |do |also |still |cannot |not )*(?:runs?|supports?|accepts?)\b", re.IGNORECASE)
_ON = re.compile(r"\bon (?:an? |the )?(?:[\w,()`]+ ){0,16}\Z", re.IGNORECASE)
_SPEAKS = re.compile(r"\b(?:run|runs|running|support(?:s|ed)?|unsupported|works?|start|yes|no)\b", re.IGNORECASE)
_FORBIDS = re.compile(
    r"\b(?:not|never|cannot|no|nothing|neither|unsupported|blocks?|refuses?|fails?)\b(?! longer| others?\b| other\b)",
    re.IGNORECASE,
)
