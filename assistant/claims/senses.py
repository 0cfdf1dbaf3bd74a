"""Verbs and nouns that are spelt alike, told apart by their neighbours: 'hosts', 'support', 'process', 'runs'."""

from assistant.claims.clauses import AFTER_SUPPORT
from assistant.claims.lexicon import Meaning, W
from assistant.claims.mentions import Token
from assistant.rules import Form


def senses_of(tokens: list[Token]) -> list[Token]:
    """Verbs and nouns that are spelt alike, told apart by their neighbours."""
    found: list[Token] = []
    for number, token in enumerate(tokens):
        if token.kind not in _TWOFOLD:
            found.append(token)
            continue
        before = found[-1] if found else None
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        kind = _sorted_kind(token, before, following, found, tokens[number + 1 : number + 7])
        found.append(token if kind is token.kind else Token(kind, token.start, token.end, token.text, token.value))
    return found


# The kinds of the words that `_sorted_kind` tells apart.
_TWOFOLD = frozenset({W.PROCESS, W.SUPPORT, W.HOST, W.YES, W.IT, W.HEDGE, W.UP_TO, W.FROM, W.NO_LONGER})


_AUXILIARIES = frozenset(
    "can could will would may might must does do did cannot can't won't doesn't don't not to should never".split()
)


def _is_isolation(before: Token | None, following: Token | None) -> bool:
    """Whether the bare word 'process' means the isolation: 'process yes', 'process and Hyper-V isolation', '(process)'."""  # noqa: E501
    if before is not None and (
        before.kind in (W.DET, W.MATTER, W.UNREAD, W.IT)
        or (before.kind is W.NEUTRAL and before.text not in ("in", "with", "for", "under"))
    ):
        return False
    return following is None or following.kind in (
        W.AND, W.OR, W.SLASH, W.ANSWER_YES, W.ANSWER_NO, W.NOT, W.COLON, W.COMMA, W.ONLY, W.YES, W.NO, W.CONDITION, W.UNDER, W.END, W.HYPERV, W.ON,  # noqa: E501
    )  # fmt: skip


def _sorted_kind(  # noqa: PLR0911, PLR0912
    token: Token, before: Token | None, following: Token | None, earlier: list[Token], later: list[Token]
) -> Meaning:
    kind, text = token.kind, token.text
    if kind is W.PROCESS and text == "process" and not _is_isolation(before, following):
        return W.NEUTRAL
    after = following.kind if following else None
    if kind is W.SUPPORT and text == "support" and after in AFTER_SUPPORT and before is not None:
        if before.kind in (W.MAINSTREAM, W.EXTENDED) or before.text in ("in", "out", "into", "for", "of"):
            return kind
        return W.YES
    if kind is W.HOST and text in ("host", "hosts"):
        auxiliary = before is not None and before.text in _AUXILIARIES
        if auxiliary or (
            text == "hosts"
            and before is not None
            and before.kind in (W.MENTION, W.HOST)
            and after in (W.MENTION, W.DET, W.IMAGE, W.ALL)
        ):
            return W.YES
    if kind is W.YES and text in ("use", "uses", "used", "using"):  # noqa: SIM102
        if after in (W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS) or any(t.kind in (W.PROCESS, W.HYPERV) for t in later[:3]):
            return W.WITH
    if (
        kind is W.YES
        and text in ("run", "runs", "running", "ran", "go", "goes", "start", "take")
        and _links(before, earlier, later, text)
    ):
        return W.NEUTRAL
    if (
        kind is W.YES
        and text.endswith("ing")
        and before is not None
        and before.text in ("for", "by", "of", "about", "in", "while", "when", "before", "after", "from", "start")
    ):
        return W.NEUTRAL
    if (
        kind is W.YES
        and text in ("support", "supports", "supported")
        and before is not None
        and before.kind in (W.MAINSTREAM, W.EXTENDED)
    ):
        return W.SUPPORT
    if (
        kind is W.IT
        and token.value == "that"
        and before is not None
        and before.kind in (W.HOST, W.IMAGE, W.TRUE, W.DENY, W.HEDGE, W.REPORT, W.NOT, W.NEUTRAL, W.MENTION)
    ):
        return W.NEUTRAL
    if kind is W.IT and token.value == "that" and before is None:
        return W.NEUTRAL
    if kind is W.HEDGE and text == "may" and after in (W.DATE, W.NUMBER):
        return W.NEUTRAL
    if kind is W.UP_TO and text == "through" and after is not W.MENTION:
        return W.NEUTRAL
    if kind is W.FROM and text in ("from", "as of") and after not in (W.MENTION, W.DATE, W.DET, W.BUILD, W.NEUTRAL):
        return W.NEUTRAL
    if kind is W.NO_LONGER and text in ("anymore", "any more", "any longer") and any(t.kind is W.NOT for t in earlier):
        return W.NEUTRAL
    return kind


def _links(before: Token | None, earlier: list[Token], later: list[Token], text: str) -> bool:
    """'a host running Windows Server 2022': the verb only says what the host is."""
    if before is None:
        return False
    relative = (before.kind is W.NEUTRAL and before.text == "that") or before.kind is W.WHICH
    noun = earlier[-2] if relative and len(earlier) > 1 else before
    if noun.kind is not W.HOST:
        return False
    if text in ("run", "runs") and not relative and any(t.kind is W.MENTION for t in earlier):
        return False
    ahead = [t for t in later[:6] if t.kind not in (W.DET, W.NEUTRAL)]
    if not ahead or ahead[0].kind is not W.MENTION:
        return False
    return not (len(ahead) > 1 and ahead[1].kind in (W.IMAGE, W.FAMILY)) and ahead[0].value.form not in (
        Form.TAG,
        Form.IMAGE,
    )
