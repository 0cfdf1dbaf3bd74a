"""Do the documents cover it? Only if something near was found, and what the question turns on is in what was found.

Two signs. The fused score of the best passage says whether anything near was found; a question that names something of
the field needs less of a reason to be refused, as it could be about anything there. And a question that turns on a
subject of its own (a price, a firewall, another product) is covered only where a passage found speaks of that subject:
the pages on licences are near every question of a price, and none states one.

The thresholds were chosen on the half `tune` of evals/retrieval/questions; docs/retrieval.md has the figures.
"""

import re
from collections.abc import Sequence

from assistant.passage import ScoredPassage

IN_FIELD = 0.25
"""Least fused score of the best passage for a question that names something of the field."""

ELSEWHERE = 0.18
"""The same for one that names nothing of it: most such questions find next to nothing, paraphrases a little more."""


def covered(question: str, found: Sequence[ScoredPassage], in_field: bool) -> bool:
    """Whether the best passages are about what was asked."""
    best = max((passage.score for passage in found), default=0.0)
    return best >= (IN_FIELD if in_field else ELSEWHERE) and not _missing(question, found)


def _missing(question: str, found: Sequence[ScoredPassage]) -> bool:
    """Whether the question turns on a subject that no passage found speaks of."""
    subjects = {match.group().lower() for match in _SUBJECTS.finditer(question)}
    if not subjects:
        return False
    said = " ".join(f"{one.passage.context}\n{one.passage.text}" for one in found).lower()
    return any(re.search(rf"\b{re.escape(subject)}", said) is None for subject in subjects)


_SUBJECTS = re.compile(
    r"\b(?:"
    # what pages of facts about releases do not know
    r"price[sd]?|pricing|costs?|discounts?|phone|e-?mail|employees?|logos?|colou?rs?|salary|stock|ceo|benchmarks?|"
    r"fastest|performance|speed|best laptop|gaming|how large|how big|"
    # administration beside containers
    r"antivirus|defender|firewalls?|ports?|back ?up|backups?|restor\w+|checkpoints?|snapshots?|encrypt\w*|bitlocker|"
    r"certificates?|tls|ssl|vpn|dns|dhcp|static ip|subnets?|vlans?|proxy|proxies|load balancers?|domain controllers?|"
    r"active directory|group polic(?:y|ies)|gmsa|passwords?|remote desktop|rds|failover|witness|storage spaces|"
    r"storage drivers?|raid|printers?|smb|nfs|time zones?|performance monitor|computer groups|transparent|overlay|"
    r"limit the (?:memory|cpu)|cpu usage|monitoring|"
    # other products
    r"sql(?: server)?|oracle|postgres\w*|mysql|mongodb|redis|exchange|outlook|sharepoint|onedrive|excel|powerpoint|"
    r"intune|entra|linux|ubuntu|debian|red hat|rhel|centos|alpine|podman|macos|ios|iphone|android|raspberry|python|"
    r"java|node\.js|npm|git|github actions|terraform|ansible|jenkins|aws|s3|google cloud|gcp|nginx|apache|helm"
    r")\b",
    re.IGNORECASE,
)
"""Subjects that questions near ours turn on. Being here refuses nothing: a passage found that names it covers it."""
