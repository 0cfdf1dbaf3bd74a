"""Whether a request comes from Slack: its signature over time and body, read so that no header can break the reading.

The stock verifier raises where a timestamp is no number or a signature is not ASCII, and takes numbers that Slack does
not write (`+5`, `1_0`, Arabic digits); what it is given here has Slack's shape already.
"""

import re
from collections.abc import Callable, Sequence
from time import time

from slack_sdk.signature import Clock, SignatureVerifier

TIMESTAMP = "x-slack-request-timestamp"
SIGNATURE = "x-slack-signature"

_TIMESTAMP = re.compile(r"[0-9]{1,11}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Guard:
    """Knows the signing secret. Requests older or newer than five minutes are not Slack's any more."""

    def __init__(self, secret: str, now: Callable[[], float] = time) -> None:
        self._verifier = SignatureVerifier(secret, _At(now))

    def admits(self, timestamps: Sequence[str], signatures: Sequence[str], body: bytes) -> bool:
        """Whether the body was signed by Slack just now; the headers are given with all their values."""
        if len(timestamps) != 1 or len(signatures) != 1:
            return False
        [timestamp], [signature] = timestamps, signatures
        shaped = _TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)
        if not shaped or not _is_text(body):
            return False
        return self._verifier.is_valid(body, timestamp, signature)


class _At(Clock):
    """The verifier's clock."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now()


def _is_text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
