"""One clause as the kinds look at it: its words by what they do, its groups of names, the parity of its negations."""

from collections.abc import Callable
from typing import Generic, TypeVar

from assistant.claims.clauses import Clause, Group
from assistant.claims.groups import grouped
from assistant.claims.lexicon import Meaning, W
from assistant.claims.mentions import Token
from assistant.claims.roles import assign_roles
from assistant.claims.senses import senses_of

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
        self.tokens = senses_of(clause.tokens)
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
        found = grouped(self.tokens)
        assign_roles(self.tokens, found)
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
        """Words of a clause that makes a turn of another: unread ones, and 'mostly'."""
        return (*self.unread, *(token.text for token in self.all(W.UNDER)))

    @_Once
    def remarks(self) -> tuple[str, ...]:
        """Words of a clause that makes no claim which may yet limit, deny or doubt the claims beside it."""
        return tuple(token.text for token in self.tokens if token.kind not in _INNOCENT)

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


# What may stand in a clause without a claim and leave the claims beside it as they are.
_INNOCENT = frozenset(
    {
        W.MENTION, W.HOST, W.IMAGE, W.FAMILY, W.CHANNEL, W.PLATFORM, W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.IN_FACT,
        W.AND, W.ON, W.BY, W.WITH, W.OF, W.TO, W.DET, W.COMMA, W.COLON, W.DASH, W.IS, W.IT, W.TRUE, W.NEUTRAL, W.QUOTE,
        W.BUILD, W.REVISION, W.TAG, W.MATTER, W.SUPPORT, W.YES, W.ANSWER_YES, W.ASK, W.COMMAND, W.SO, W.SLASH, W.WHICH,
        W.SAME, W.DIFFERENT, W.END, W.STILL,
    }
)  # fmt: skip
_RELATIVES = frozenset({"successor", "predecessor"})


_HARDWARE = frozenset("laptop laptops pc pcs desktop desktops workstation workstations".split())


_TURNING = frozenset({W.NOT, W.DENY, W.NO_LONGER})
