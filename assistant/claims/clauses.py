"""Tokens -> clauses: where another statement begins, and what stands beside the main one.

The steps are in the order in which `clauses` takes them. They stay in one file because each relies on what the one
before has put aside: brackets, then hard breaks, then what is joined again, then soft breaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.claims.lexicon import Meaning, W
from assistant.claims.mentions import Token
from assistant.rules import Mention

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
        W.UNLIKE,
        W.CONTRARY,
        W.END,
        W.BREAK,
        W.SAME_GOES,
    }
)
_PREDICATES = frozenset({W.YES, W.NO, W.UNABLE, W.NEEDS, W.OUT})
_JOINERS = frozenset({W.AND, W.OR, W.COMMA, W.SLASH})
IN_GROUP = frozenset({W.AND, W.OR, W.COMMA, W.SLASH, W.DET, W.ALL, W.LATER, W.ALSO, W.FAMILY, W.TAG})
_ISOLATION = frozenset({W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ONE_ISOLATION, W.ALONE})
BESIDE = frozenset({W.CHANNEL, W.FAMILY, W.LATER, W.EARLIER, W.NEUTRAL, W.MATTER, W.ALSO, W.ALL, W.BUILD, W.TAG, W.OF})


@dataclass(slots=True)
class Clause:
    """A stretch of tokens with one statement. `lead` is the connective before it, `aside` says it stood in brackets."""

    tokens: list[Token]
    lead: Token | None = None
    aside: bool = False

    def has(self, *kinds: Meaning) -> bool:
        """Whether a token of one of these kinds is in it."""
        return any(token.kind in kinds for token in self.tokens)

    def all(self, *kinds: Meaning) -> list[Token]:
        """Every token of these kinds."""
        return [token for token in self.tokens if token.kind in kinds]

    def led_by(self, *kinds: Meaning) -> bool:
        """Whether its connective is of one of these kinds."""
        return self.lead is not None and self.lead.kind in kinds

    @property
    def start(self) -> int:
        """Where it begins in plain text."""
        first = self.tokens[0] if self.tokens else self.lead
        return first.start if first is not None else 0

    @property
    def end(self) -> int:
        """Where it ends in plain text."""
        last = self.tokens[-1] if self.tokens else self.lead
        return last.end if last is not None else 0


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
    return [clause for clause in found if clause.tokens or clause.led_by(*_DANGLING)]


_NAMING = frozenset({W.MENTION, W.AND, W.OR, W.COMMA, W.DET, W.HOST, W.IMAGE, W.NEUTRAL})


def _names_after_colon(found: list[Clause]) -> list[Clause]:
    """'In mainstream support: X and Y.': names after a colon belong to the words before it, where those name nothing."""  # noqa: E501
    joined: list[Clause] = []
    for clause in found:
        if (
            joined
            and clause.led_by(W.COLON, W.DASH)
            and all(t.kind in _NAMING for t in clause.tokens)
            and clause.has(W.MENTION)
            and not joined[-1].has(W.MENTION)
        ):
            joined[-1].tokens += [clause.lead, *clause.tokens] if clause.lead else clause.tokens
        else:
            joined.append(clause)
    return joined


_REWRITTEN = frozenset({W.COMMA, W.SINCE, W.OPEN, W.NOT, W.OTHER, W.BUT})


def _rewritten(tokens: list[Token]) -> list[Token]:
    """Turns of phrase that are one word in meaning: 'no image other than' is 'only', a comma after 'and' is nothing."""
    found: list[Token] = []
    number = 0
    while number < len(tokens):
        token = tokens[number]
        if token.kind not in _REWRITTEN:
            found.append(token)
            number += 1
            continue
        ahead = tokens[number : number + 4]
        kinds = [t.kind for t in ahead]
        if token.kind is W.COMMA and found and found[-1].kind in (W.AND, W.OR, W.BUT):
            number += 1
            continue
        if (
            token.kind is W.SINCE
            and len(ahead) > 1
            and (kinds[1] not in (W.DATE, W.MENTION) or (kinds[1] is W.MENTION and kinds[2:3] == [W.IS]))
            and not (kinds[1] is W.DET and W.DATE in kinds)
        ):
            token = Token(W.BECAUSE, token.start, token.end, token.text)
        if (
            token.kind is W.OPEN
            and kinds[1:3] == [W.MENTION, W.CLOSE]
            and found
            and found[-1].kind in (W.HOST, W.IMAGE)
        ):
            found.append(ahead[1])  # "the image (Windows Server 2022)" names the image
            number += 3
            continue
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
        if token.kind is W.COMMA and (aside := _apposition(tokens, number)):
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
    return [c for c in _rejoined(found) if c.tokens or c.led_by(W.SAME_GOES, W.REVERSE, *_DANGLING)]


# Connectives that say something even where nothing follows: '..., with one exception', '... for a while'.
_DANGLING = (W.IF, W.UNLESS, W.EXCEPT, W.BECAUSE, W.CONTRARY, W.BUT)
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
    complete = False  # whether it says something by now, or names something to be listed
    for token in tokens[start:]:
        if complete and token.kind in _JOINTS:
            if token.kind is not W.COMMA or not all(t.kind in _ADVERBIAL for t in rest):
                break
            continue
        rest.append(token)
        complete = complete or token.kind in _SAYING or (token.kind is W.MENTION and not strong)
    return rest


_JOINTS = frozenset({W.COMMA, W.AND, W.OR})
_SAYING = frozenset({W.YES, W.NO, W.SUPPORT, W.IS, W.DATE, *_ISOLATION})
_ADVERBIAL = frozenset({*_ISOLATION, W.WITH, W.NEUTRAL, W.HEDGE, W.ALSO, W.ONLY})


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
    if kinds & _ISOLATION and earlier & _ISOLATION and kinds & {W.UNDER, W.CONDITION}:
        return True  # "with Hyper-V isolation, and in process isolation under conditions"
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
        t.kind is W.SUPPORT and t.text == "support" and n + 1 < len(tokens) and tokens[n + 1].kind in AFTER_SUPPORT
        for n, t in enumerate(tokens)
    )


AFTER_SUPPORT = frozenset(
    {
        W.MENTION, W.DET, W.ALL, W.ONLY, W.IMAGE, W.OLDER, W.NEWER, W.NOT, W.NUMBER, W.OTHER, W.PROCESS,
        W.HYPERV, W.IT, W.CHANNEL, W.FAMILY, W.BOTH_ISOLATIONS, W.SAME, W.NOT_ALL, W.NOT_ONLY, W.ALSO, W.HOST,
    }
)  # fmt: skip
