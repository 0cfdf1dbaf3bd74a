"""Clauses -> frames -> claims about which image runs on which host."""

from assistant.claims.kinds.compatibility.completing import completed, frame_of
from assistant.claims.kinds.compatibility.limits import other_side
from assistant.claims.kinds.compatibility.making import FEW, KIND, claims_of, pairs_of
from assistant.claims.kinds.compatibility.saying import WEAK, isolations_of, said_in, sign_of
from assistant.claims.kinds.compatibility.sides import as_role, side_of

__all__ = [
    "FEW",
    "KIND",
    "WEAK",
    "as_role",
    "claims_of",
    "completed",
    "frame_of",
    "isolations_of",
    "other_side",
    "pairs_of",
    "said_in",
    "side_of",
    "sign_of",
]
