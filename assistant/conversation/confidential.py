"""Secrets in what people paste: found, so that they are neither read further, nor stored, nor sent to a chat model.

Too much is taken for a secret rather than too little: a word that is masked costs nothing, as no release, image or
date looks like one. What stands before a secret is bounded and the secret itself is not, so that anything is read in
one pass and nothing is left over.
"""

import re
from typing import Any

MASK = "[removed]"

_NAMES = (
    r"(?:pass(?:word|wd|phrase|code)|pwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|"
    r"client[_-]?key|encryption[_-]?key|license[_-]?key|credentials?|conn(?:ection)?[_-]?str(?:ing)?)"
)
_VALUE = r"(?P<value>\"[^\"\n]+\"?|'[^'\n]+'?|[^\s;,&\"']+)"

# Each marks the secret itself as `value`; the first that fits a place wins.
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        # keys and certificates as blocks, also where the end was not pasted
        (
            r"(?P<value>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:(?!-----END).)*"
            r"(?:-----END [A-Z0-9 ]{0,40}-----)?)",
            re.S,
        ),
        # https://user:password@host, Server=...;Password=..., -e SA_PASSWORD=..., "token": "..."
        (r"://[^\s/:@]{0,200}:(?P<value>[^\s/@]{1,500})@", 0),
        (_NAMES + r"[\w.-]{0,40}[\"']?\s{0,3}[=:]\s{0,3}" + _VALUE, re.I),
        # ENV SA_PASSWORD hunter2, --password hunter2, docker login -u me -p hunter2, curl -u me:hunter2, net user me x
        (r"\b(?:ENV|ARG)\s{1,3}\w{0,40}" + _NAMES + r"\w{0,40}\s{1,3}" + _VALUE, re.I),
        (r"(?<!\S)--?(?:" + _NAMES + r"|pass)\s{1,3}" + _VALUE, re.I),
        (r"\blogin\b[^\n]{0,200}?\s-p\s{0,3}" + _VALUE, re.I),
        (r"(?<!\S)-u\s{1,3}[^\s:]{1,100}:" + _VALUE, 0),
        (r"\bnet\s+user\s+\S{1,100}\s+(?P<value>[^\s/]\S*)", re.I),
        # 'my password is hunter2': said, not pasted; a digit or sign tells it from 'the password is wrong'
        (r"\b" + _NAMES + r"\s+(?:is|was)\s+(?P<value>(?=\S{0,100}[\d!@#$%^&*])\S{4,})", re.I),
        (r"\b(?:bearer|basic)\s+(?P<value>[\w.~+/=-]{8,})", re.I),
        (r"[?&](?:sig|code|key)=(?P<value>[^\s&\"']{6,})", re.I),
        # tokens that are known by their beginning, and product keys
        (
            r"\b(?P<value>gh[pousr]_\w{16,}|github_pat_\w{16,}|xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|"
            r"sk-[\w-]{16,}|glpat-[\w-]{16,}|npm_\w{16,}|dckr_pat_[\w-]{16,}|AIza[\w-]{20,}|"
            r"(?:AKIA|ASIA)[A-Z0-9]{12,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)",
            0,
        ),
        (r"\b(?P<value>[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4})\b", re.I),
        # anything as long and as mixed as a key; a digest in hexadecimal is not
        (
            r"(?<![\w+/=-])(?P<value>(?=[\w+/=-]{0,200}[A-Z])(?=[\w+/=-]{0,200}[a-z])(?=(?:[\w+/=-]{0,60}\d){3})"
            r"(?![\w+/=-]{0,200}[a-z]{12})[\w+/=-]{40,})",
            0,
        ),
    )
)


def secrets_in(text: str) -> tuple[str, ...]:
    """Every secret that `text` holds, longest first, each once."""
    found = {match["value"].strip("\"'") for pattern in _PATTERNS for match in pattern.finditer(text)}
    return tuple(sorted((value for value in found if value and value != MASK), key=lambda value: (-len(value), value)))


def masked(text: str) -> str:
    """The text with every secret in it replaced. Masking twice changes nothing more."""
    for pattern in _PATTERNS:
        text = pattern.sub(_mask, text)
    return text


def without(secrets: tuple[str, ...], value: Any) -> Any:
    """JSON with these secrets masked in every text, wherever else they were repeated."""
    if isinstance(value, str):
        for secret in secrets:
            if len(secret) >= 4:  # a shorter one could be part of any word, and its own place is masked by `masked`
                value = value.replace(secret, MASK)
        return masked(value) if secrets else value
    if isinstance(value, dict):
        return {name: without(secrets, entry) for name, entry in value.items()}
    return [without(secrets, entry) for entry in value] if isinstance(value, list) else value


def _mask(match: re.Match[str]) -> str:
    value = match["value"]
    quote = value[0] if value[0] in "\"'" else ""
    end = quote if len(value) > 1 and value.endswith(quote) else ""
    start, stop = match.start("value") - match.start(), match.end("value") - match.start()
    return f"{match[0][:start]}{quote}{MASK}{end}{match[0][stop:]}"
