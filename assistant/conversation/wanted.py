"""What kind of thing a turn wants to know, read from its words: the table of signs, and one function to read them."""

import re
from dataclasses import dataclass

from assistant.rules.release import Isolation, Platform

_COMPATIBLE = re.compile(
    r"\b(?:runs?|running|runnable|ran|compat\w*|incompat\w*|support(?:s|ed|ing)?|works?|working|starts?|started|launch\w*|host(?:s|ed|ing)?|"
    r"execut\w+|boots?|deploy\w*|pull\w*|use[sd]?|using|allow\w*|possible|goes?\s+with|mix\w*|match\w*|mismatch\w*|ok(?:ay)?|fine|accept\w*|"
    r"schedul\w+|put|place)\b",
    re.I,
)
_LIFECYCLE = re.compile(
    r"\b(?:end[\s-]+of[\s-]+(?:life|support|service|servicing|updates?|mainstream|extended)|eol|eos|life\s*-?cycle|mainstream|"
    r"extended\s+(?:support|end)|(?:until|till)\s+when|(?:which|what)\s+(?:date|day|year)\b|how\s+(?:much\s+)?long(?:er)?|how\s+many\s+(?:years|months)|"
    r"when\b.{0,80}?\b(?:ends?|ended|finish\w*|expires?|expired|retire\w*|stops?|stopped|die[sd]?|releas\w+|available|availability|come\s+out|came\s+out|over|run\s+out|runs\s+out)|"
    r"(?:still|already|no\s+longer|yet|currently|now)\s+(?:be\s+|being\s+|get\w*\s+)?(?:(?:un)?supported|in\s+support|out\s+of\s+support|serviced|updat\w+|maintained|alive|patch\w*)|"
    r"(?:in|out\s+of|under|within|into)\s+(?:mainstream\s+|extended\s+|active\s+|microsoft\s+)?(?:support|service|servicing)\b|"
    r"support(?:ed)?\s+(?:until|till|through|ends?\b|ending|dates?|phase|period|status|over|window)|expir\w+|end\s+dates?|"
    r"(?:security|monthly|free)\s+(?:updates|fixes|patches)|(?:get|gets|getting|receive\w*)\s+(?:any\s+|more\s+)?(?:updates|patches|fixes)|"
    r"released?\s+(?:on|date)|release\s+dates?|general(?:ly)?\s+availab\w+|\bga\b)\b",
    re.I,
)
_PLAIN_SUPPORTED = re.compile(r"^\W*(?:is|are|was|were|will|would)\b.{0,80}\b(?:un)?supported\b", re.I)
_IDENTITY = re.compile(
    r"\b(?:which|what)(?:'s|\s+is|\s+are|\s+was)?\s+(?:the\s+)?(?:windows\s+|os\s+|servicing\s+|release\s+)?(?:build|channel)s?\b|"
    r"\bbuild\s+(?:number|of)\b|\bbuild\s+and\s+channel\b|\bchannel\s+and\s+build\b|\bchannel\s+(?:of|is|does)\b|\b(?:an?|the)\s+(?:ltsc|sac|annual\s+channel|lts)\s+(?:release|version)\b",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:upgrad\w+|migrat\w+|mov(?:e|ing)\s+(?:from|to)|licen[cs]\w+|activat\w+|product\s+keys?|keys?\b|gvlk|kms|csvlk|install\w*|download\w*|obtain|"
    r"buy|purchas\w+|\biso\b|media|subscri\w+|software\s+assurance|0x[0-9a-f]{4,}|error|patch\s+tuesday|revisions?|nested|differ\w*|compare[ds]?|versus|\bvs\b|"
    r"explain|define|meaning|means?\b|replac\w+|instead|successor|next\s+(?:ltsc|release|version|windows)|(?:release|ltsc|version)\s+after|hcs(?:shim)?::|no\s+matching\s+manifest|does\s+not\s+match\s+the\s+host|incompatible\s+with\s+a\s+10|desktop\s+experience|server\s+core\s+(?:only|option)|discontinued|cancel\w*|edition\w*|default\w*|"
    r"requirements?|require\w*|prerequisites?|need(?:s|ed)?\s+(?:for|to)|tell\s+(?:which|what|if)|find\s+out|identify|see\s+which|know\s+which|how\s+(?:do|can|to)\b|check\s+(?:which|what|the\s+version)|"
    r"history|who\b|cost|price|portab\w+|abi\b|2b\b|baseline|node\s+image|os[\s-]?sku|why\b)",
    re.I,
)
_UNBORN = re.compile(
    r"\b(?:successor|vnext|(?:release|ltsc|version)\s+after|next\s+(?:ltsc|release|version|windows))\b", re.I
)
_HYPERV = re.compile(r"\bhyper[\s-]*v\b(?!\s+(?:hosts?|servers?|manager|role)\b)", re.I)
_WITHOUT_HYPERV = re.compile(r"\b(?:without|no|not\s+using|instead\s+of|not)\s+(?:the\s+)?hyper[\s-]*v\b", re.I)
_NEEDS = re.compile(
    r"\b(?:need\w*|requir\w+|necessary|mandatory|have\s+to\s+use|must\s+(?:i|we)\s+use)\b.{0,30}\b(?:hyper[\s-]*v|isolation)",
    re.I,
)
_PROCESS = re.compile(
    r"\bprocess(?:[\s-]+(?:isolat\w+|mode|containers?|level)|es\s+isolation)\b|isolat\w+[=\s:]+[\"'`]?process\b", re.I
)
_AKS = re.compile(
    r"\baks\b|\bazure\s+kubernetes\b|\bos-?sku\b|\bnode\s*pools?\b|\bwindows(?:annual|20(?:19|22|25))\b", re.I
)
_KUBERNETES = re.compile(r"\b(?:kubernetes|k8s|kubelet)\b", re.I)
_FIELD = re.compile(
    r"\b(?:containers?|images?|docker\w*|containerd|hcsshim|kubernetes|k8s|aks|windows|annual\s+channel|ltsc|sac|servicing|isolation|hyper-?v|"
    r"nano\s*server|server\s+core|portab\w+|vlsc|software\s+assurance|visual\s+studio|volume\s+licen\w+|licen[cs]\w+|activat\w+|kms|gvlk|csvlk|"
    r"runtime|node\s*pools?|hosts?|dockerfile|mcr|abi|desktop\s+experience|clean\s+install\w*|in-place|life\s*cycle|channels?|0x[0-9a-f]{6,})\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the words ask for. `elsewhere` says that they ask about something that documents answer, not verdicts,
    `unborn` that they ask about a release that is still to come.
    """

    compatibility: bool
    lifecycle: bool
    identity: bool
    elsewhere: bool
    in_field: bool
    unborn: bool
    isolation: Isolation | None
    platform: Platform


def wanted(text: str) -> Wanted:
    """Read the signs in one turn; both isolations named is as good as none."""
    return Wanted(
        compatibility=bool(_COMPATIBLE.search(text)),
        lifecycle=bool(_LIFECYCLE.search(text) or _PLAIN_SUPPORTED.search(text)),
        identity=bool(_IDENTITY.search(text)),
        elsewhere=bool(_ELSEWHERE.search(text)),
        in_field=bool(_FIELD.search(text)),
        unborn=bool(_UNBORN.search(text)),
        isolation=_isolation(text),
        platform=_platform(text),
    )


def _isolation(text: str) -> Isolation | None:
    if _NEEDS.search(text):
        return None  # whether an isolation is needed is answered by both
    process = bool(_PROCESS.search(text) or _WITHOUT_HYPERV.search(text))
    hyperv = bool(_HYPERV.search(_WITHOUT_HYPERV.sub(" ", text)))
    if process == hyperv:
        return None
    return Isolation.PROCESS if process else Isolation.HYPERV


def _platform(text: str) -> Platform:
    if _AKS.search(text):
        return Platform.AKS
    return Platform.KUBERNETES if _KUBERNETES.search(text) else Platform.WINDOWS
