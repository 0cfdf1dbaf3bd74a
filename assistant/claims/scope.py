"""What a word reaches: tokens -> clauses, and in a clause the groups of releases, their roles, isolation and polarity."""  # noqa: E501

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.rules import Form, Mention

_HARD = frozenset(
    {
        W.SEMICOLON,
        W.COLON,
        W.DASH,
        W.BUT,
        W.BECAUSE,
        W.SO,
        W.UNLESS,
        W.IF,
        W.EXCEPT,
        W.UNLIKE, W.CONTRARY,
        W.END,
        W.BREAK,
        W.SAME_GOES,
    }
)
_PREDICATES = frozenset({W.YES, W.NO, W.UNABLE, W.NEEDS, W.OUT})
_JOINERS = frozenset({W.AND, W.OR, W.COMMA, W.SLASH})
_IN_GROUP = frozenset({W.AND, W.OR, W.COMMA, W.SLASH, W.DET, W.ALL, W.LATER, W.ALSO, W.FAMILY, W.TAG})
_ISOLATION = frozenset({W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ONE_ISOLATION, W.ALONE})
_BESIDE = frozenset({W.CHANNEL, W.FAMILY, W.LATER, W.EARLIER, W.NEUTRAL, W.MATTER, W.ALSO, W.ALL, W.BUILD, W.TAG, W.OF})


@dataclass(slots=True)
class Clause:
    """A stretch of tokens with one statement. `lead` is the connective before it, `aside` says it stood in brackets."""

    tokens: list[Token]
    lead: Token | None = None
    aside: bool = False

    def has(self, *kinds: W) -> bool:
        """Whether a token of one of these kinds is in it."""
        return any(token.kind in kinds for token in self.tokens)

    def all(self, *kinds: W) -> list[Token]:
        """Every token of these kinds."""
        return [token for token in self.tokens if token.kind in kinds]

    def led_by(self, *kinds: W) -> bool:
        """Whether its connective is of one of these kinds."""
        return self.lead is not None and self.lead.kind in kinds

    @property
    def start(self) -> int:
        """Where it begins in plain text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends in plain text."""
        return self.tokens[-1].end


@dataclass(slots=True)
class Group:
    """Mentions that share one role, at the tokens [first, last]. `side` is "host", "image" or None for not said.

    `reach` is "later" or "earlier" where "or newer", "or older" follows; `sure` says that the wording itself names the
    role.
    """

    mentions: list[Mention]
    first: int
    last: int
    side: str | None = None
    sure: bool = False
    reach: str = ""
    alternatives: bool = field(default=False)


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of a sentence in order; what stood in brackets follows the clause it stood in."""
    main, asides = _without_brackets(_rewritten(list(tokens)))
    found: list[Clause] = []
    for piece in _hard(main):
        found += _soft(piece)
    found = _names_after_colon(found)
    for aside in asides:
        found += [Clause(tokens=c.tokens, lead=c.lead, aside=True) for p in _hard(aside) for c in _soft(p)]
    return [clause for clause in found if clause.tokens]


def _names_after_colon(found: list[Clause]) -> list[Clause]:
    """'In mainstream support: X and Y.': names after a colon belong to the words before it, where those name nothing."""  # noqa: E501
    joined: list[Clause] = []
    for clause in found:
        names = all(
            t.kind in (W.MENTION, W.AND, W.OR, W.COMMA, W.DET, W.HOST, W.IMAGE, W.NEUTRAL) for t in clause.tokens
        )
        if (
            joined
            and clause.led_by(W.COLON, W.DASH)
            and names
            and clause.has(W.MENTION)
            and not joined[-1].has(W.MENTION)
        ):
            joined[-1].tokens += [clause.lead, *clause.tokens] if clause.lead else clause.tokens
        else:
            joined.append(clause)
    return joined


def _rewritten(tokens: list[Token]) -> list[Token]:
    """Turns of phrase that are one word in meaning: 'no image other than' is 'only', a comma after 'and' is nothing."""
    found: list[Token] = []
    number = 0
    while number < len(tokens):
        token = tokens[number]
        ahead = tokens[number : number + 4]
        kinds = [t.kind for t in ahead]
        if token.kind is W.COMMA and found and found[-1].kind in (W.AND, W.OR, W.BUT):
            number += 1
            continue
        if (
            token.kind is W.SINCE
            and len(ahead) > 1
            and kinds[1] not in (W.DATE, W.MENTION)
            and not (kinds[1] is W.DET and W.DATE in kinds)
        ):
            token = Token(W.BECAUSE, token.start, token.end, token.text)
        none = token.kind is W.NOT and token.text in ("no", "nothing", "none", "not any", "nowhere", "no single")
        if none and len(ahead) > 1 and kinds[1] is W.EXCEPT:
            found.append(Token(W.ONLY, token.start, ahead[1].end, "only"))
            number += 2
            continue
        if none and len(ahead) > 2 and kinds[1] in (W.HOST, W.IMAGE) and kinds[2] in (W.EXCEPT, W.THAN):
            found.append(Token(W.ONLY, token.start, ahead[2].end, "only"))
            number += 3
            continue
        if (
            token.kind is W.OTHER
            and token.text == "no other"
            and len(ahead) > 2
            and kinds[1] in (W.HOST, W.IMAGE)
            and kinds[2] in (W.THAN, W.EXCEPT)
        ):
            found.append(Token(W.ONLY, token.start, ahead[2].end, "only"))
            number += 3
            continue
        if (
            token.kind is W.BUT
            and token.text == "but"
            and len(ahead) > 1
            and kinds[1] in (W.MENTION, W.DET, W.PROCESS, W.HYPERV)
        ):
            last = next((t for t in reversed(found) if t.kind not in (W.HOST, W.IMAGE, W.NEUTRAL)), None)
            if last is not None and last.kind is W.ALL and last.text != "both":
                token = Token(W.EXCEPT, token.start, token.end, token.text)
            elif last is not None and last.kind is W.NOT and last.text in ("no", "nothing", "none", "nowhere"):
                found = found[: found.index(last)]
                token = Token(W.ONLY, last.start, token.end, "only")
        found.append(token)
        number += 1
    return found


def _without_brackets(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    main: list[Token] = []
    asides: list[list[Token]] = []
    depth = 0
    skipped = -1
    for number, token in enumerate(tokens):
        if token.kind is W.QUOTE:
            continue
        if aside := _apposition(tokens, number):
            skipped = number + aside
            asides.append(list(tokens[number + 1 : skipped]))
        if number <= skipped:
            continue
        if token.kind is W.OPEN:
            depth += 1
            if depth == 1:
                asides.append([])
        elif token.kind is W.CLOSE:
            depth = max(0, depth - 1)
        elif depth:
            asides[-1].append(token)
        else:
            main.append(token)
    return main, [aside for aside in asides if aside]


def _apposition(tokens: Sequence[Token], number: int) -> int:
    """The length of ', an LTSC release,' after a name, 0 where there is none: it says what the name is."""
    if tokens[number].kind is not W.COMMA or not number or tokens[number - 1].kind is not W.MENTION:
        return 0
    for length, token in enumerate(tokens[number + 1 : number + 7], start=1):
        if token.kind is W.COMMA:
            inside = tokens[number + 1 : number + length]
            return length if any(t.kind is W.CHANNEL for t in inside) else 0
        if token.kind not in (W.DET, W.CHANNEL, W.NEUTRAL, W.ONLY, W.OF):
            return 0
    return 0


def _hard(tokens: list[Token]) -> list[Clause]:
    """Cut at connectives. An 'if', 'unless', 'unlike' or 'except' part that comes first ends at its comma."""
    found = [Clause(tokens=[])]
    for number, token in enumerate(tokens):
        current = found[-1]
        if token.kind in _HARD and not _is_list_exception(tokens, number):
            if current.tokens and current.tokens[-1].kind in (W.COMMA, W.AND):
                current.tokens.pop()
            if not current.tokens and current.lead is not None and token.kind in (W.END, W.COLON, W.DASH, W.SEMICOLON):
                continue
            if current.tokens or current.lead is None:
                if current.tokens:
                    found.append(Clause(tokens=[], lead=token))
                else:
                    current.lead = token
            else:
                current.lead = (
                    token if current.lead.kind in (W.BUT, W.SO, W.END, W.COLON, W.DASH, W.SEMICOLON) else current.lead
                )
        elif (
            token.kind is W.COMMA
            and current.led_by(W.IF, W.UNLESS, W.UNLIKE, W.EXCEPT, W.BECAUSE, W.CONTRARY)
            and _ends_aside(tokens, number)
        ):
            found.append(Clause(tokens=[], lead=token))
        elif token.kind is W.WHICH and current.tokens and current.tokens[-1].kind is W.COMMA:
            current.tokens.pop()
            found.append(Clause(tokens=[], lead=token))
        else:
            current.tokens.append(token)
    return [c for c in _rejoined(found) if c.tokens or (c.lead is not None and c.lead.kind in (W.SAME_GOES, W.REVERSE))]


_VERBAL = frozenset({W.YES, W.NO, W.NOT, W.UNABLE, W.IS, W.NEEDS, W.HEDGE})


def _rejoined(found: list[Clause]) -> list[Clause]:
    """'All images except 2016 run on ...': the words after an exception in the middle belong to the clause around it."""  # noqa: E501
    for number, clause in enumerate(found):
        if not number or not clause.led_by(W.EXCEPT, W.UNLIKE):
            continue
        main = found[number - 1]
        if main.has(W.YES, W.NO, W.UNABLE, W.NEEDS) or not main.tokens:
            continue
        cut = next(
            (
                n
                for n, t in enumerate(clause.tokens)
                if t.kind in _VERBAL or (t.kind is W.SUPPORT and t.text == "support")
            ),
            None,
        )
        if cut:
            main.tokens += clause.tokens[cut:]
            del clause.tokens[cut:]
    return found


def _is_list_exception(tokens: list[Token], number: int) -> bool:
    """A colon in '10:30' or after a label such as 'Note:' cuts too; nothing is an exception yet but 'since <date>'."""
    token = tokens[number]
    if token.kind is W.SAME_GOES and token.text in (
        "like",
        "just like",
        "just as",
        "equally",
        "as is",
        "so is",
        "so are",
    ):
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        before = tokens[number - 1] if number else None
        at_start = before is None or before.kind in (W.COMMA, W.AND, W.END, W.COLON, W.SEMICOLON)
        return following is None or not at_start
    return False


def _ends_aside(tokens: list[Token], comma: int) -> bool:
    """Whether a comma ends a leading part: what follows is not one more item of a list of mentions."""
    following = tokens[comma + 1 : comma + 4]
    if not following:
        return True
    if following[0].kind is not W.MENTION:
        return following[0].kind not in (W.AND, W.OR) or following[1:2] == [] or following[1].kind is not W.MENTION
    # "except 2016, 2019 and 20H2": the list goes on; "unlike 2022, 2025 runs": a verb follows
    rest = tokens[comma + 1 :]
    for token in rest:
        if token.kind in (W.YES, W.NO, W.NOT, W.UNABLE, W.IS, W.NEEDS, W.SUPPORT, W.HEDGE):
            return True
        if token.kind not in (W.MENTION, W.AND, W.OR, W.COMMA, W.HOST, W.IMAGE, W.DET, W.NEUTRAL, W.ON, W.CHANNEL):
            return True
    return False


def _soft(clause: Clause) -> list[Clause]:
    """Cut at 'and', 'or' and commas where what follows says something of its own."""
    led = clause.led_by(W.EXCEPT, W.UNLIKE, W.IF, W.UNLESS, W.BECAUSE)
    found = [Clause(tokens=[], lead=clause.lead)]
    tokens = clause.tokens
    for number, token in enumerate(tokens):
        current = found[-1]
        if token.kind in (W.AND, W.COMMA, W.OR) and current.tokens:
            strong = token.kind is W.COMMA and number + 1 < len(tokens) and tokens[number + 1].kind in (W.AND, W.OR)
            rest = _until_next_joiner(tokens, number + 1 + strong, strong=strong)
            if _own_statement(current.tokens, rest, tokens[number + 1 :], token, led=led and len(found) == 1):
                if current.tokens and current.tokens[-1].kind in _JOINERS:
                    current.tokens.pop()
                found.append(Clause(tokens=[], lead=token))
                continue
        if not current.tokens and token.kind in (W.AND, W.COMMA):
            continue
        current.tokens.append(token)
    return [c for c in found if c.tokens or c.lead is not None]


def _until_next_joiner(tokens: list[Token], start: int, *, strong: bool = False) -> list[Token]:
    """The tokens up to the next comma, 'and' or 'or' that does not continue a list of mentions or isolations."""
    rest: list[Token] = []
    for number in range(start, len(tokens)):
        token = tokens[number]
        said = any(t.kind in (W.YES, W.NO, W.SUPPORT, W.IS, W.DATE, *_ISOLATION) for t in rest)
        listed = not strong and any(t.kind is W.MENTION for t in rest)
        if token.kind in (W.COMMA, W.AND, W.OR) and rest and (said or listed):
            adverbial = all(t.kind in (*_ISOLATION, W.WITH, W.NEUTRAL, W.HEDGE, W.ALSO, W.ONLY) for t in rest)
            if not (adverbial and token.kind is W.COMMA):
                break
            continue
        rest.append(token)
    return rest


def _own_statement(  # noqa: PLR0911, PLR0912
    before: list[Token], rest: list[Token], all_rest: list[Token], joint: Token, *, led: bool = False
) -> bool:
    """Whether the tokens after a joint make a statement of their own and do not only lengthen a list."""
    kinds = {t.kind for t in rest}
    earlier = {t.kind for t in before}
    predicate = bool(kinds & {W.YES, W.NO, W.UNABLE, W.NEEDS, W.ENDS, W.BEGINS, W.OUT}) or _support_verb(rest)
    negated = W.NOT in kinds and not any(t.text == "nor" for t in rest)
    has_mention = W.MENTION in kinds
    had_predicate = led or bool(
        earlier & {W.YES, W.NO, W.UNABLE, W.NEEDS, W.ENDS, W.BEGINS, W.SUPPORT, W.IS, W.OUT, W.BUILD, W.CHANNEL}
    )
    if (
        W.DATE in kinds
        and W.DATE in earlier
        and kinds & {W.UNTIL, W.MAINSTREAM, W.EXTENDED, W.ENDS, W.MENTION, W.BEGINS, W.OUT}
    ):
        return not any(t.text == "between" for t in before)
    answers = {W.ANSWER_YES, W.ANSWER_NO, W.NOT}
    if W.MENTION in earlier and has_mention and earlier & answers and kinds & answers and before[-1].kind in answers:
        return True  # "2022 yes, 2019 no"
    if not had_predicate and W.MENTION in earlier and not earlier & _ISOLATION:
        return False  # the subject is still being listed
    if not had_predicate:
        return bool(earlier & _ISOLATION and kinds & _ISOLATION and has_mention and W.MENTION in earlier)
    if not predicate and has_mention and _new_subjects(all_rest) and (earlier & {W.MENTION} or led):
        return True
    if rest and rest[0].kind is W.NOT and rest[0].text != "nor":
        return True
    if has_mention and kinds & _ISOLATION and W.MENTION in earlier:
        modes = [n for n, t in enumerate(rest) if t.kind in _ISOLATION]
        names = [n for n, t in enumerate(rest) if t.kind is W.MENTION]
        if modes[0] < names[0]:
            return True  # "2022 images and, with Hyper-V isolation, 2019 images"
    if predicate and (has_mention or negated or kinds & _ISOLATION or kinds & {W.DATE, W.IT, W.NOT}):
        return True
    if predicate and W.COMMA is joint.kind and kinds & {W.IMAGE, W.HOST}:
        return True
    if has_mention and kinds & _ISOLATION and earlier & _ISOLATION and W.MENTION in earlier:
        return True  # "2022 in process isolation and 2019 with Hyper-V isolation"
    if kinds & {W.DATE} and earlier & {W.DATE}:
        return True
    if W.IS in kinds and has_mention and joint.kind is not W.OR:
        return True
    return negated and (has_mention or bool(kinds & _ISOLATION))


_LISTED = frozenset(
    {W.MENTION, W.AND, W.OR, W.DET, W.HOST, W.IMAGE, W.CHANNEL, W.FAMILY, W.ALL, W.LATER, W.TO, W.SLASH, W.COMMA}
)


def _new_subjects(rest: list[Token]) -> bool:
    """'..., B, C and D are ...': a list of names that a verb follows begins a statement of its own."""
    for number, token in enumerate(rest):
        if token.kind in (W.IS, W.YES, W.NO, W.UNABLE, W.NEEDS):
            return number > 0
        if token.kind is W.COMMA and number + 1 < len(rest) and rest[number + 1].kind in (W.AND, W.OR, W.BUT):
            return False
        if token.kind not in _LISTED and not (
            token.kind is W.NEUTRAL and token.text in ("version", "versions", "release", "releases")
        ):
            return False
    return False


def _support_verb(tokens: list[Token]) -> bool:
    return any(
        t.kind is W.SUPPORT and t.text == "support" and n + 1 < len(tokens) and tokens[n + 1].kind in _AFTER_SUPPORT
        for n, t in enumerate(tokens)
    )


_AFTER_SUPPORT = frozenset(
    {
        W.MENTION, W.DET, W.ALL, W.ONLY, W.IMAGE, W.OLDER, W.NEWER, W.NOT, W.NUMBER, W.OTHER, W.PROCESS,
        W.HYPERV, W.IT, W.CHANNEL, W.FAMILY, W.BOTH_ISOLATIONS, W.SAME, W.NOT_ALL, W.NOT_ONLY, W.ALSO, W.HOST,
    }
)  # fmt: skip


class View:
    """One clause as the kinds look at it: verbs sorted out from nouns, groups with their roles, parity of negation."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.tokens = _sorted_out(clause.tokens)
        self._kinds = frozenset(token.kind for token in self.tokens)

    def has(self, *kinds: W) -> bool:
        """Whether a token of one of these kinds is in it."""
        return not self._kinds.isdisjoint(kinds)

    def all(self, *kinds: W) -> list[Token]:
        """Every token of these kinds, in order."""
        if self._kinds.isdisjoint(kinds):
            return []
        return [token for token in self.tokens if token.kind in kinds]

    @cached_property
    def groups(self) -> list[Group]:
        """The groups of mentions with the roles that the wording gives them."""
        found = _grouped(self.tokens)
        _assign(self.tokens, found)
        return found

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Words that were not understood."""
        return tuple(token.text for token in self.tokens if token.kind in (W.UNREAD, W.NUMBER))

    @cached_property
    def negations(self) -> list[Token]:
        """The words that turn the clause round, 'nor' after another negation not counted again."""
        found: list[Token] = []
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

    @cached_property
    def predicates(self) -> list[Token]:
        """The predicates of support in order."""
        return [t for t in self.tokens if t.kind in (W.YES, W.NO, W.UNABLE)]

    @cached_property
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

    @cached_property
    def doubly_negated(self) -> bool:
        """Whether two plain negations stand in one clause: dialect or logic, that cannot be told."""
        plain = [t for t in self.negations if t.kind is W.NOT]
        deny = [t for t in self.negations if t.kind is W.DENY] + self.all(W.TRUE)
        return len(plain) >= 2 and not deny


def _sorted_out(tokens: list[Token]) -> list[Token]:
    """Verbs and nouns that are spelt alike, told apart by their neighbours."""
    found: list[Token] = []
    for number, token in enumerate(tokens):
        before = found[-1] if found else None
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        kind = _sorted_kind(token, before, following, found, tokens[number + 1 :])
        found.append(token if kind is token.kind else Token(kind, token.start, token.end, token.text, token.value))
    return found


_AUXILIARIES = frozenset(
    "can could will would may might must does do did cannot can't won't doesn't don't not to should never".split()
)


def _sorted_kind(  # noqa: PLR0911, PLR0912
    token: Token, before: Token | None, following: Token | None, earlier: list[Token], later: list[Token]
) -> W:
    kind, text = token.kind, token.text
    after = following.kind if following else None
    if kind is W.SUPPORT and text == "support" and after in _AFTER_SUPPORT and before is not None:
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
    if any(t.kind is W.ON for t in between) and any(t.kind in (W.AND, W.OR, W.COMMA) for t in between) and _led_by_on(tokens, last):
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
    if any(t.kind not in (*_IN_GROUP, W.HOST, W.IMAGE, W.NEUTRAL, W.CHANNEL, W.NOT, W.EARLIER) for t in between):
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
    "version versions release releases windows server on in with based basic for base either then the a full core image-based host-based well their hosts of from".split()
)


def _led_by_on(tokens: list[Token], number: int) -> bool:
    """Whether a preposition of place leads the mention at `number` or the list it ends."""
    for token in reversed(tokens[max(0, number - 8) : number]):
        if token.kind in (W.ON, W.FROM):
            return True
        if token.kind not in (W.DET, W.ALL, W.NEUTRAL, W.CHANNEL, W.HOST, W.MENTION, W.COMMA, W.AND, W.OR):
            return False
    return False


def _noun_after(tokens: list[Token], number: int) -> W | None:
    for token in tokens[number + 1 : number + 5]:
        if token.kind in (W.HOST, W.IMAGE):
            return token.kind
        if token.kind is W.FAMILY:
            return W.IMAGE
        if token.kind is W.SLASH or (token.kind not in _BESIDE and token.kind not in (W.MENTION, W.AND, W.OR, W.COMMA)):
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
