"""What an answer's sentences hold: values and names that a source has to vouch for, and ordinary words."""

import re
from dataclasses import dataclass

from assistant.rules import Engine, Form
from evals.matching import folded

_DATE = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
_BUILD = re.compile(r"\b(?:10\.0\.)?\d{5}(?:\.\d+)*\b")
_ISOLATION = re.compile(r"\b(?:hyper-v|process)(?:-| )(?:isolation|isolated)\b")
_WORD = re.compile(r"[a-z][a-z0-9-]{3,}")
_COMMON = frozenset({
    "that", "this", "with", "from", "have", "been", "were", "which", "when", "what", "does", "into", "than", "then",
    "them", "they", "their", "there", "these", "those", "also", "only", "more", "most", "such", "other", "each",
    "every", "both", "must", "should", "would", "could", "will",
})  # fmt: skip
_BOTH_ISOLATIONS = re.compile(r"\b(?:both|either|neither|any) (?:isolations?|modes?)\b")
_DENIES = re.compile(
    r"\b(?:not (?:be )?support\w*|unsupported|no longer supported|cannot|can't|does not|do not|neither|never|"
    r"out of support)\b"
)
_AFFIRMS = re.compile(
    r"\b(?:is|are) supported\b|\bsupports\b|\bruns?\b|\bin (?:extended|mainstream) support\b|\bonly\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a text holds: critical words (releases by id), ordinary words by their beginning, and its stance.

    `reach`: the releases and those of the groups that it names, such as all of Windows 11.
    `affirms` is None where it says neither, or both: "supported with Hyper-V isolation, and not supported without".
    """

    plain: str
    dates: frozenset[str]
    builds: frozenset[str]
    releases: frozenset[str]
    reach: frozenset[str]
    isolations: frozenset[str]
    words: frozenset[str]
    affirms: bool | None

    @property
    def critical(self) -> bool:
        """Whether it holds a version, build, date or isolation word, which somebody has to vouch for."""
        return bool(self.dates or self.builds or self.releases or self.isolations)


def read(text: str, engine: Engine) -> Wording:
    """The wording of a sentence or quote."""
    plain = folded(text)
    mentions = engine.find(text)
    single = frozenset(r.id for m in mentions if m.form is not Form.GROUP for r in m.releases)
    return Wording(
        plain=plain,
        dates=frozenset(_DATE.findall(plain)),
        builds=frozenset(b.removeprefix("10.0.") for b in _BUILD.findall(plain)),
        releases=single,
        reach=single | {r.id for m in mentions for r in m.releases},
        isolations=_isolations(plain),
        words=frozenset(word[:5] for word in _WORD.findall(plain) if word not in _COMMON),
        affirms=_stance(plain),
    )


def _isolations(plain: str) -> frozenset[str]:
    if _BOTH_ISOLATIONS.search(plain):
        return frozenset({"hyper", "process"})
    return frozenset(found.split("-")[0].split()[0] for found in _ISOLATION.findall(plain))


def _stance(plain: str) -> bool | None:
    denies, affirms = _DENIES.search(plain), _AFFIRMS.search(_DENIES.sub(" ", plain))
    return None if bool(denies) == bool(affirms) else bool(affirms)
