"""Which group of names is the host and which the image: by nouns, prepositions, verbs and order."""

from assistant.claims.clauses import BESIDE, Group
from assistant.claims.lexicon import Meaning, W
from assistant.claims.mentions import Token
from assistant.rules import Form, Mention


def noun_after(tokens: list[Token], number: int) -> Meaning | None:
    """The noun for a host or an image that belongs to the name at `number`, None where there is none."""
    for token in tokens[number + 1 : number + 5]:
        if token.kind in (W.HOST, W.IMAGE):
            return token.kind
        if token.kind is W.FAMILY:
            return W.IMAGE
        if token.kind is W.SLASH or (token.kind not in BESIDE and token.kind not in (W.MENTION, W.AND, W.OR, W.COMMA)):
            return None
        if token.kind in (W.NEUTRAL, W.OF) and token.text in (
            "is",
            "are",
            "can",
            "will",
            "does",
            "do",
            "has",
            "have",
            "that",
            "then",
            "you",
            "we",
            "release",
            "releases",
            "of",
            "from",
            "based on",
            "for",
            "to",
            "i",
            "they",
        ):
            return None
        if token.kind in (W.AND, W.OR, W.COMMA):
            return None
    return None


def _inherent(mention: Mention) -> str | None:
    if mention.form is Form.IMAGE:
        return "image"
    if mention.form is Form.GROUP or mention.image is None:
        return "host"
    return "image" if mention.host is None else None


def assign_roles(tokens: list[Token], groups: list[Group]) -> None:
    """Give every group its side, and whether the wording leaves no doubt of it."""
    for group in groups:
        group.side, group.sure = _side(tokens, group, groups)
    open_groups = [g for g in groups if g.side is None]
    known = {g.side for g in groups if g.side}
    if open_groups and len(known) == 1:
        other = "image" if known == {"host"} else "host"
        for group in open_groups:
            group.side = other
    elif len(open_groups) == 2 and not known:
        _by_verb(tokens, open_groups)
    elif len(open_groups) == 1 and not known:
        _alone(tokens, open_groups[0])


def _side(tokens: list[Token], group: Group, groups: list[Group]) -> tuple[str | None, bool]:  # noqa: PLR0911
    inherent = {side for m in group.mentions if (side := _inherent(m))}
    before = _before(tokens, group.first)
    noun = noun_after(tokens, group.last)
    if inherent == {"image"} and noun is not W.HOST:
        return "image", True
    if inherent == {"host"}:
        return "host", True
    if noun is W.HOST:
        return "host", True
    if noun is W.IMAGE and not (before is not None and before.kind is W.ON and _has_other_image(tokens, group, groups)):
        return "image", True
    if before is not None:
        if before.kind is W.ON or (before.kind is W.BY and any(t.kind is W.YES for t in tokens[: group.first])):
            return "host", True
        if before.kind is W.HOST:
            return "host", True
        if before.kind in (W.IMAGE, W.OF, W.TAG, W.FAMILY):
            return "image", before.kind is not W.OF or True
    if any(m.form is Form.TAG for m in group.mentions):
        return "image", True
    return None, False


def _has_other_image(tokens: list[Token], group: Group, groups: list[Group]) -> bool:
    return any(
        g is not group
        and (any(m.form in (Form.TAG, Form.IMAGE) for m in g.mentions) or noun_after(tokens, g.last) is W.IMAGE)
        for g in groups
    )


def _before(tokens: list[Token], first: int) -> Token | None:  # noqa: PLR0911
    """The word before a group that may give it its role: a noun or preposition, with linking words passed over."""
    passed: list[Token] = []
    for token in reversed(tokens[max(0, first - 6) : first]):
        if token.kind is W.OF:
            # "images of 2022" are images, "hosts of 2022" are hosts, "based on 2022" speaks of an image
            earlier = [t for t in tokens[max(0, first - 8) : first] if t.kind in (W.HOST, W.IMAGE)]
            if earlier and earlier[-1].kind is W.HOST and token.text in ("of", "from"):
                return earlier[-1]
            if token.text in ("of", "from"):
                return earlier[-1] if earlier and token.start - earlier[-1].end < 12 else None
            return token
        if token.kind in (W.ON, W.BY):
            return token
        if token.kind in (W.HOST, W.IMAGE, W.TAG, W.FAMILY):
            if passed and any(t.kind in (W.NOT, W.NO) for t in passed):
                return None
            if any(t.kind is W.IS for t in passed) and token.kind is not W.HOST:
                return token if any(t.text in ("is", "are", "that") for t in passed) else None
            return token
        if token.kind in (
            W.DET,
            W.ALL,
            W.ONLY,
            W.CHANNEL,
            W.NEUTRAL,
            W.IS,
            W.COLON,
            W.WHICH,
            W.BUILD,
            W.WITH,
            W.ALSO,
            W.OTHER,
            W.IT,
            W.NEWER,
            W.OLDER,
            W.SAME,
            W.STILL,
            W.FROM,
        ):
            passed.append(token)
            continue
        return None
    return None


_TRANSITIVE = frozenset(
    "run runs running support supports host hosts accept accepts allow allows permit permits use uses used handle handles take takes start starts execute executes launch launches "  # noqa: E501
    "boot boots load loads serve serves tolerate tolerates deploy consume consumes carry carries hosting supporting".split()  # noqa: E501
)


def _by_verb(tokens: list[Token], groups: list[Group]) -> None:
    """'A runs B' makes A the host; 'A with B' leaves both readings open."""
    first, second = groups
    between = tokens[first.last + 1 : second.first]
    if any(t.kind is W.BY for t in between):
        first.side, second.side = "image", "host"
        return
    verbs = [t for t in between if t.kind in (W.YES, W.UNABLE, W.NO)]
    if verbs and verbs[-1].kind is not W.NO and (verbs[-1].text in _TRANSITIVE or verbs[-1].kind is W.UNABLE):
        rest = between[between.index(verbs[-1]) + 1 :]
        if not any(t.kind in (W.ON, W.WITH, W.BY) or t.text in ("with", "for", "together", "in") for t in rest):
            first.side, second.side = "host", "image"
            return
    first.side, second.side = "image", "host"
    first.alternatives = second.alternatives = True


def _alone(tokens: list[Token], group: Group) -> None:
    """A single release without a noun: 'it runs on there', '2022 runs it', or not said."""
    on_it = any(
        (t.kind is W.IT and t.text in ("there", "here", "thereon", "therein"))
        or (
            t.kind is W.ON
            and n + 1 < len(tokens)
            and tokens[n + 1].kind in (W.IT, W.DET)
            and _leads_to_host(tokens, n + 1)
        )
        for n, t in enumerate(tokens)
    )
    if on_it:
        group.side = "image"
        return
    verbs = [n for n, t in enumerate(tokens) if t.kind is W.YES and t.text in _TRANSITIVE]
    if verbs and group.last < verbs[0]:
        objects = [t for t in tokens[verbs[0] + 1 :] if t.kind in (W.IMAGE, W.IT, W.OTHER)]
        if objects:
            group.side = "host"
    elif verbs and group.first > verbs[-1] and any(t.kind in (W.IT, W.HOST) for t in tokens[: verbs[-1]]):
        group.side = "image"


def _leads_to_host(tokens: list[Token], number: int) -> bool:
    if tokens[number].kind is W.IT:
        return True
    return any(t.kind is W.HOST for t in tokens[number : number + 3])
