"""Names that stand together in a clause, with what bounds them: lists, ranges, 'or newer', 'older than'."""

from assistant.claims.clauses import IN_GROUP, Group
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.roles import _inherent, noun_after
from assistant.rules import Form


def grouped(tokens: list[Token]) -> list[Group]:
    """The mentions of a clause, those of one list or range together."""
    groups: list[Group] = []
    for number, token in enumerate(tokens):
        if token.kind is not W.MENTION:
            continue
        if groups and _same_group(tokens, groups[-1].last, number):
            groups[-1].mentions.append(token.value)
            groups[-1].last = number
        else:
            groups.append(Group(mentions=[token.value], first=number, last=number))
    for group in groups:
        group.reach = _bound(tokens, group.first)
        if len(group.mentions) == 2 and _is_range(tokens, group):
            group.reach = "range"
        following = tokens[group.last + 1 : group.last + 3]
        for token in following:
            if token.kind is W.LATER and not group.reach:
                group.reach = "later"
            elif token.kind is W.EARLIER:
                group.reach = "earlier"
            elif token.kind not in (W.HOST, W.IMAGE, W.CHANNEL, W.NEUTRAL):
                break
    return groups


def _bound(tokens: list[Token], first: int) -> str:
    """'older than X', 'before X', 'from X on', 'up to X': the releases that X bounds."""
    before = [t for t in tokens[max(0, first - 4) : first] if t.kind not in (W.DET, W.NEUTRAL)]
    if not before:
        return ""
    last = before[-1]
    if last.kind is W.THAN and len(before) > 1 and before[-2].kind in (W.OLDER, W.NEWER):
        return "below" if before[-2].kind is W.OLDER else "above"
    if last.kind in (W.OLDER, W.NEWER) and last.text in (
        "before",
        "after",
        "prior",
        "preceding",
        "following",
        "above",
        "below",
    ):
        return "below" if last.kind is W.OLDER else "above"
    if last.kind is W.UP_TO:
        return "earlier"
    following = tokens[first + 1 : first + 4]
    if (last.kind in (W.FROM, W.SINCE) or last.text == "from") and any(
        t.text in ("on", "onwards", "onward", "up", "upwards", "and up", "on up") for t in following
    ):
        return "later"
    return "later" if last.kind is W.FROM and last.text not in ("from", "as of") else ""


def _is_range(tokens: list[Token], group: Group) -> bool:
    between = tokens[group.first + 1 : group.last]
    return bool(between) and all(
        t.kind in (W.TO, W.UP_TO, W.DASH, W.HOST, W.IMAGE) or t.text in ("-", "through", "until") for t in between
    )


def _same_group(tokens: list[Token], last: int, number: int) -> bool:  # noqa: PLR0911
    between = tokens[last + 1 : number]
    left, right = tokens[last].value, tokens[number].value
    if (
        any(t.kind is W.ON for t in between)
        and any(t.kind in (W.AND, W.OR, W.COMMA) for t in between)
        and led_by_on(tokens, last)
    ):
        between = [t for t in between if t.kind is not W.ON]  # "on 2022, on 23H2 and on 2025"
    if not between:
        # "Windows Server 2022 ltsc2022": one thing named twice, or a release with its build
        return bool({r.id for r in left.releases} & {r.id for r in right.releases})
    if all(t.kind in (W.TO, W.UP_TO, W.DASH) or t.text in ("-", "through") for t in between) and len(between) == 1:
        return left.form is not Form.GROUP and right.form is not Form.GROUP
    if not any(t.kind in (W.AND, W.OR, W.COMMA, W.SLASH) or t.text == "nor" for t in between):
        return False
    if _inherent(left) and _inherent(right) and _inherent(left) != _inherent(right):
        return False
    if (left.form is Form.TAG) != (right.form is Form.TAG) and all(t.kind is W.COMMA for t in between):
        listed = tokens[number + 1 : number + 3]
        if not any(t.kind in (W.AND, W.OR) for t in listed):
            return False  # "Windows Server 2022, ltsc2022: ..." names a pair
    nouns = [t.kind for t in between if t.kind in (W.HOST, W.IMAGE)]
    if any(t.kind not in (*IN_GROUP, W.HOST, W.IMAGE, W.NEUTRAL, W.CHANNEL, W.NOT, W.EARLIER) for t in between):
        return False
    if any(t.kind is W.NOT and t.text != "nor" for t in between):
        return False
    if any(t.kind is W.NEUTRAL and t.text not in _IN_LISTS for t in between):
        return False
    after = noun_after(tokens, number)
    if all(t.kind in (W.COMMA, W.DET, W.ALL, W.ALSO) for t in between) and led_by_on(tokens, last):
        # "on 2022, 2019 images run": a comma after a place does not make a list, unless an 'and' follows
        listed = tokens[number + 1 : number + 3]
        if (
            after is W.IMAGE
            or right.form in (Form.TAG, Form.IMAGE)
            or not any(t.kind in (W.AND, W.OR, W.COMMA) for t in listed)
        ):
            return False
    return not nouns or after is None or nouns[-1] is after


# The plain words that may stand between two names of one list.
_IN_LISTS = frozenset(
    "version versions release releases windows server on in with based basic for base either then the a full core image-based host-based well their hosts of from".split()  # noqa: E501
)


def led_by_on(tokens: list[Token], number: int) -> bool:
    """Whether a preposition of place leads the mention at `number` or the list it ends."""
    for token in reversed(tokens[max(0, number - 8) : number]):
        if token.kind in (W.ON, W.FROM):
            return True
        if token.kind not in (W.DET, W.ALL, W.NEUTRAL, W.CHANNEL, W.HOST, W.MENTION, W.COMMA, W.AND, W.OR):
            return False
    return False
