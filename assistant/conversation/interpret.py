"""A turn -> what it asks: who is host, who is image, which isolation, platform and date, and which subjects follow."""

import re
from datetime import date

from assistant.conversation.dates import named_date
from assistant.conversation.roles import Cast, Side, cast
from assistant.conversation.state import Interpretation, Slot, Topic, Turn
from assistant.rules import Engine, ImageRef, Isolation, Mention, Platform, System
from assistant.rules.release import Release
from assistant.rules.statements import HostRow, Identity, ImageColumn, Lifespan, Pair, Subject
from assistant.rules.wording import host_name, image_name

_COMPATIBLE = re.compile(
    r"\b(?:run(?:s|ning|nable)?|ran|compatib\w*|incompatib\w*|support(?:s|ed|ing)?|works?|working|start(?:s|ed)?|launch(?:es|ed)?|"
    r"host(?:s|ed|ing)?|execut\w+|boots?|deploy\w*|pull\w*|use|uses|allowed|possible|go\s+with|goes\s+with|mix|match(?:es)?|isolation|"
    r"mismatch\w*|ok(?:ay)?|fine|accept\w*|schedul\w+)\b",
    re.I,
)
_LIFECYCLE = re.compile(
    r"\b(?:end[\s-]of[\s-](?:life|support|service|servicing|updates?)|eol|eos|lifecycle|life\s*cycle|mainstream|extended\s+(?:support|end)|"
    r"(?:until|till)\s+when|how\s+long|when\b.{0,60}\b(?:end|ends|ended|expire|expires|expired|retire\w*|stop\w*|die|release\w*|available|out)|"
    r"(?:still|already|no\s+longer|yet)\s+(?:be\s+)?(?:(?:un)?supported|in\s+support|out\s+of\s+support|serviced|updated|maintained|alive)|"
    r"(?:in|out\s+of|under|into)\s+(?:mainstream\s+|extended\s+)?(?:support|service)|support(?:ed)?\s+(?:until|till|through|end\w*|date\w*|phase|period|status|over)|"
    r"(?:security|monthly)\s+(?:updates|fixes|patches)|get(?:s|ting)?\s+(?:updates|patches)|expir\w+|end\s+date\w*|support\s+(?:for|of)\b.{0,40}\bend|unsupported)\b",
    re.I,
)
_IDENTITY = re.compile(r"\b(?:which|what)(?:'s|\s+is|\s+are)?\s+(?:the\s+)?(?:\w+\s+){0,3}?(?:build|channel)s?\b|\bbuild\s+(?:number|of)\b|\bwhich\s+release\b", re.I)
_HYPERV = re.compile(r"\bhyper[\s-]?v\b(?!\s+(?:host|server|manager|role))", re.I)
_WITHOUT_HYPERV = re.compile(r"\b(?:without|no|not\s+using|instead\s+of)\s+hyper[\s-]?v\b", re.I)
_PROCESS = re.compile(r"\bprocess(?:[\s-]+(?:isolat\w+|mode|containers?)|es\s+isolation)\b|isolation[=\s:]+[\"']?process\b|\bargon\b", re.I)
_AKS = re.compile(r"\baks\b|\bazure\s+kubernetes\b", re.I)
_KUBERNETES = re.compile(r"\b(?:kubernetes|k8s|kubelet)\b", re.I)
_CONCERNS = re.compile(
    r"\b(?:upgrad\w+|migrat\w+|licen[cs]\w+|activat\w+|product\s+keys?|gvlk|kms|csvlk|install\w*|download\w*|obtain|buy|purchas\w+|"
    r"get\s+(?:hold|it|the\s+media|media|iso)|iso\b|error|0x[0-9a-f]{4,}|patch\w*|revisions?|nested|differ\w*|compare\w*|versus|vs|why|"
    r"how\s+(?:do|can|to|should)|what\s+is|what's|what\s+are|explain|define|meaning)\b",
    re.I,
)
_FIELD = re.compile(
    r"\b(?:containers?|images?|docker\w*|containerd|hcsshim|kubernetes|aks|windows|annual\s+channel|ltsc|sac|servicing|isolation|hyper-?v|"
    r"nano\s*server|server\s+core|portab\w+|vlsc|software\s+assurance|visual\s+studio|volume\s+licen\w+|licen[cs]\w+|activat\w+|kms|gvlk|csvlk|"
    r"base\s+os|runtime|node\s*pools?|host\w*|dockerfile|tags?|mcr|abi|desktop\s+experience|clean\s+install\w*|in-place|lifecycle|channels?)\b",
    re.I,
)


def interpret(engine: Engine, turn: Turn) -> Interpretation:
    """Read one turn; what it leaves open is taken from the topic before it, where the wording says that it goes on."""
    mentions = engine.find(turn.text)
    taken = tuple((m.start, m.end) for m in mentions)
    day = named_date(turn.text, turn.as_of, taken)
    isolation, platform = _isolation(turn.text), _platform(turn.text)
    hosts, images, releases = _roles(turn.text, mentions)
    reading = _Reading(turn, hosts, images, releases, isolation, platform, day)
    if _goes_on(turn, mentions):
        reading.carry(turn.topic)
    subjects, missing = _subjects(reading, mentions)
    as_of = reading.as_of
    return Interpretation(
        text=turn.text,
        standalone=turn.text if not reading.carried else _standalone(turn.text, subjects, reading),
        as_of=as_of,
        subjects=subjects,
        missing=missing,
        choices=tuple(dict.fromkeys(c for m in mentions for c in m.candidates)),
        in_field=bool(mentions) or bool(_FIELD.search(turn.text)) or bool(reading.carried),
        assumed=(),
        topic=reading.topic(),
    )
