"""Words that rows of several files ask for."""

import re

from assistant.rules.kinds.activation import Edition

EDITIONS = (
    (re.compile(r"\bazure edition\b"), Edition.AZURE),
    (re.compile(r"\bdatacenter\b"), Edition.DATACENTER),
    (re.compile(r"\bstandard\b"), Edition.STANDARD),
)
NEEDED = re.compile(
    r"\b(?:needs?|requires?|required|must|has to|have to|necessary|needed|mandatory|depends on|prerequisite)\b"
)
