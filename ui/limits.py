"""How large a request may be, by its address: refused by its bytes, before anything of it is parsed.

A character takes up to 12 bytes as escaped JSON (a surrogate pair), so the limits are those of the contract times 12,
with room for the other keys; what is within them is counted in characters by whoever reads it.
"""

KIB = 1024
QUESTION_BYTES = 20_000 * 12 + 16 * KIB
VERIFY_BYTES = 1_000_000 * 12 + 64 * KIB
CHAT_BYTES = 4 * 1024 * KIB
"""Of a request with a whole conversation in it."""

OTHER_BYTES = 1024 * KIB


def most_bytes(path: str) -> int:
    """The most bytes that the body of a request to `path` may have."""
    return next((limit for prefix, limit in LIMITS if path.startswith(prefix)), OTHER_BYTES)


LIMITS: tuple[tuple[str, int], ...] = (
    ("/api/verify", VERIFY_BYTES),
    ("/mcp", VERIFY_BYTES),
    ("/v1/", CHAT_BYTES),
    ("/gradio_api/", CHAT_BYTES),
    ("/api/ask", QUESTION_BYTES),
    ("/api/search", QUESTION_BYTES),
)
