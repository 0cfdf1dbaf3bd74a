"""Do the documents cover it? A question is covered when retrieval found it by meaning or by words, not by chance.

The signal combines the best dense score (cosine), the best share of the question's weight that BM25 found in one
passage, and whether the turn names something of the field. Thresholds were chosen on questions written for that purpose
(see docs/retrieval.md); they err towards abstaining.
"""

from collections.abc import Sequence

from assistant.passage import ScoredPassage

_IN_FIELD = (0.42, 0.18)  # dense and lexical score from which a question of the field is taken as covered
_OUTSIDE = (0.58, 0.35)  # the same for a question that names nothing of the field


def covered(found: Sequence[ScoredPassage], in_field: bool) -> bool:
    """Whether the best passages are about what was asked."""
    if not found:
        return False
    dense = max(p.dense for p in found)
    lexical = max(p.lexical for p in found)
    need_dense, need_lexical = _IN_FIELD if in_field else _OUTSIDE
    return dense >= need_dense and lexical >= need_lexical * (1.0 if dense < need_dense + 0.12 else 0.4)
