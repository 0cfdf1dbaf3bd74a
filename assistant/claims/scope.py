"""What a word reaches in a clause: groups of names with their roles, verbs told from nouns, and the parity of negation."""  # noqa: E501

from collections.abc import Callable
from typing import Generic, TypeVar

from assistant.claims.clauses import AFTER_SUPPORT, BESIDE, IN_GROUP, Clause, Group
from assistant.claims.lexicon import Meaning, W
from assistant.claims.mentions import Token
from assistant.rules import Form, Mention

_T = TypeVar("_T")


class _Once(Generic[_T]):
    """A property that is worked out when it is first asked for; unlike the standard library's, without a lock."""

    def __init__(self, work: Callable[["View"], _T]) -> None:
        self.work = work
        self.name = work.__name__

    def __get__(self, view: "View", owner: type["View"]) -> _T:
        value = view.__dict__[self.name] = self.work(view)
        return value


class View:
    """One clause as the kinds look at it: verbs sorted out from nouns, groups with their roles, parity of negation."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.tokens = _sorted_out(clause.tokens)
        self._kinds = frozenset(token.kind for token in self.tokens)

    def has(self, *kinds: Meaning) -> bool:
        """Whether a token of one of these kinds is in it."""
        return not self._kinds.isdisjoint(kinds)

    def all(self, *kinds: Meaning) -> list[Token]:
        """Every token of these kinds, in order."""
        if self._kinds.isdisjoint(kinds):
            return []
        return [token for token in self.tokens if token.kind in kinds]

    @_Once
    def groups(self) -> list[Group]:
        """The groups of mentions with the roles that the wording gives them."""
        if W.MENTION not in self._kinds:
            return []
        found = _grouped(self.tokens)
        _assign(self.tokens, found)
        return found

    @_Once
    def words(self) -> str:
        """The words of the clause, one blank between them."""
        return " ".join([token.text for token in self.tokens])

    @_Once
    def unread(self) -> tuple[str, ...]:
        """Words that were not understood, and nouns for a host beside the one that is named: 'on every laptop'."""
        return tuple(token.text for token in (*self.all(W.UNREAD, W.NUMBER), *self.loose))

    @_Once
    def limits(self) -> tuple[str, ...]:
        """Words that limit a statement in a way that only a clause on a pair can take in: unread ones, 'mostly'."""
        return (*self.unread, *(token.text for token in self.all(W.UNDER)))

    @_Once
    def loose(self) -> tuple[Token, ...]:
        """Nouns for a host that no name belongs to, where another host is named: they narrow what is said of it."""
        if W.HOST not in self._kinds:
            return ()
        named = any(group.side != "image" for group in self.groups) or (not self.groups and len(self.all(W.HOST)) > 1)
        found = []
        for number, token in enumerate(self.tokens):
            if token.kind is not W.HOST or number == 0:
                continue
            before = self.tokens[number - 1]
            hardware = token.text in _HARDWARE and before.kind in (W.ON, W.ALL, W.NEUTRAL)
            every = named and before.kind is W.ALL and number > 1 and self.tokens[number - 2].kind in (W.ON, W.NEUTRAL)
            ahead = [t.kind for t in self.tokens[number + 1 : number + 6] if t.kind not in (W.DET, W.NEUTRAL, W.WHICH)]
            if (hardware or every) and W.MENTION not in ahead[:2]:
                found.append(token)
        return tuple(found)

    @_Once
    def negations(self) -> list[Token]:
        """The words that turn the clause round, 'nor' after another negation not counted again."""
        found: list[Token] = []
        if self._kinds.isdisjoint(_TURNING):
            return found
        for number, token in enumerate(self.tokens):
            if token.kind is W.NOT:
                if token.text == "nor" and found:
                    continue
                if (
                    token.text in ("not", "never")
                    and number
                    and self.tokens[number - 1].kind is W.NOT
                    and self.tokens[number - 1].text == "not"
                ):
                    continue
                found.append(token)
            elif token.kind in (W.DENY, W.NO_LONGER):
                if token.kind is W.NO_LONGER and found and token.text in ("any longer", "anymore", "any more"):
                    continue
                found.append(token)
        return found

    @_Once
    def misfits(self) -> tuple[str, ...]:
        """Names that do not mean what they name: 'the SAC release 23H2', 'the successor of Windows Server 2022'."""
        found = [t.text for t in self.all(W.NEWER, W.OLDER) if t.text.rstrip("s") in _RELATIVES]
        if W.CHANNEL not in self._kinds:
            return tuple(found)
        for number, token in enumerate(self.tokens):
            if token.kind is not W.CHANNEL:
                continue
            before = self.tokens[number - 1 : number] if number else []
            ahead = [t for t in self.tokens[number + 1 : number + 4] if t.kind not in (W.DET, W.NEUTRAL)][:1]
            for other in (*before, *ahead):
                named = other.kind is W.MENTION and other.value.host is not None and "1809" not in other.text
                if named and other.value.host.release.channel.value != token.value:
                    found.append(token.text)
        return tuple(found)

    @_Once
    def predicates(self) -> list[Token]:
        """The predicates of support in order."""
        return self.all(W.YES, W.NO, W.UNABLE)

    @_Once
    def sign(self) -> int:
        """+1 for a statement that it works, -1 that it does not, 0 where there is no predicate or they disagree."""
        if not self.predicates:
            return 0
        signs = []
        for number, token in enumerate(self.predicates):
            following = self.predicates[number + 1] if number + 1 < len(self.predicates) else None
            if following is not None and token.kind is W.YES and self._is_subject(token, following):
                continue  # "running it is impossible"
            if (
                token.kind is W.NO
                and following is not None
                and following.kind is W.YES
                and self._infinitive(token, following)
            ):
                signs.append(-1)
                break
            if token.kind is W.UNABLE:
                if following is not None and following.kind is W.YES:
                    signs.append(-1)
                    continue
                signs.append(-1)
            elif number and self.predicates[number - 1].kind is W.UNABLE:
                continue  # the verb that 'fails to' denies
            else:
                signs.append(1 if token.kind is W.YES else -1)
        if len(set(signs)) != 1:
            return self._coordinated(signs)
        return -signs[0] if len(self.negations) % 2 else signs[0]

    def _is_subject(self, token: Token, following: Token) -> bool:
        """Whether a verb is a gerund or infinitive of which the next predicate says something."""
        place, later = self.tokens.index(token), self.tokens.index(following)
        infinitive = place > 0 and self.tokens[place - 1].kind is W.TO and place <= 1
        gerund = token.text.endswith("ing") and (
            place == 0 or self.tokens[place - 1].kind in (W.DET, W.NEUTRAL, W.DENY, W.TRUE)
        )
        between = self.tokens[place:later]
        return (gerund or infinitive) and any(t.kind is W.IS or t.kind in (W.NOT, W.HEDGE) for t in between)

    def _infinitive(self, token: Token, following: Token) -> bool:
        place, later = self.tokens.index(token), self.tokens.index(following)
        return any(t.kind is W.TO for t in self.tokens[place:later])

    def _coordinated(self, signs: list[int]) -> int:
        """Predicates of different sign: 'does not run and fails' agrees once the negation is counted for the first."""
        if len(self.negations) == 1 and len(self.predicates) == len(signs) == 2:
            at = self.negations[0].start
            turned = [
                s * (-1 if at < p.start and (n == 0 or self.predicates[n - 1].end < at) else 1)
                for n, (s, p) in enumerate(zip(signs, self.predicates, strict=True))
            ]
            if turned[0] == turned[1]:
                return turned[0]
        return 0

    @_Once
    def doubly_negated(self) -> bool:
        """Whether two plain negations stand in one clause: dialect or logic, that cannot be told."""
        if len(self.negations) < 2:
            return False
        plain = [t for t in self.negations if t.kind is W.NOT]
        deny = [t for t in self.negations if t.kind is W.DENY] + self.all(W.TRUE)
        return len(plain) >= 2 and not deny


_RELATIVES = frozenset({"successor", "predecessor"})
_HARDWARE = frozenset("laptop laptops pc pcs desktop desktops workstation workstations".split())
_TURNING = frozenset({W.NOT, W.DENY, W.NO_LONGER})


def _sorted_out(tokens: list[Token]) -> list[Token]:
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
        W.AND, W.OR, W.SLASH, W.ANSWER_YES, W.ANSWER_NO, W.NOT, W.COLON, W.COMMA, W.ONLY, W.YES, W.NO, W.CONDITION, W.UNDER, W.END, W.HYPERV,  # noqa: E501
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
        and _links(before, following, earlier, later, text)
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
    if (
        kind is W.FROM
        and text in ("from", "as of", "at least")
        and after not in (W.MENTION, W.DATE, W.DET, W.BUILD, W.NEUTRAL)
    ):
        return W.NEUTRAL
    if kind is W.NO_LONGER and text in ("anymore", "any more", "any longer") and any(t.kind is W.NOT for t in earlier):
        return W.NEUTRAL
    return kind


def _links(before: Token | None, following: Token | None, earlier: list[Token], later: list[Token], text: str) -> bool:  # noqa: ARG001
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


def _grouped(tokens: list[Token]) -> list[Group]:
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
    if last.kind in (W.FROM, W.SINCE) and any(
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
        and _led_by_on(tokens, last)
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
    after = _noun_after(tokens, number)
    if all(t.kind in (W.COMMA, W.DET, W.ALL, W.ALSO) for t in between) and _led_by_on(tokens, last):
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


def _led_by_on(tokens: list[Token], number: int) -> bool:
    """Whether a preposition of place leads the mention at `number` or the list it ends."""
    for token in reversed(tokens[max(0, number - 8) : number]):
        if token.kind in (W.ON, W.FROM):
            return True
        if token.kind not in (W.DET, W.ALL, W.NEUTRAL, W.CHANNEL, W.HOST, W.MENTION, W.COMMA, W.AND, W.OR):
            return False
    return False


def _noun_after(tokens: list[Token], number: int) -> Meaning | None:
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


def _assign(tokens: list[Token], groups: list[Group]) -> None:
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
    noun = _noun_after(tokens, group.last)
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
        and (any(m.form in (Form.TAG, Form.IMAGE) for m in g.mentions) or _noun_after(tokens, g.last) is W.IMAGE)
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
