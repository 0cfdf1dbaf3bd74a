"""Rows of tables -> claims: what a cell says of the row's and the column's names."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.context import Context, Frame, Side
from assistant.claims.kinds import compatibility
from assistant.claims.kinds.readers import READERS
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token, tokens
from assistant.claims.reading import Plain, Unit
from assistant.claims.scope import View
from assistant.rules import Engine, Isolation

_SHORT = 6


@dataclass(slots=True)
class Column:
    """A column by its header."""

    view: View
    role: str = ""  # "host", "image", "isolation", "verdict", ""
    side: Side | None = None
    isolations: tuple[Isolation, ...] = ()


@dataclass(slots=True)
class Table:
    """The header of a table, read once."""

    columns: list[Column]

    @staticmethod
    def of(engine: Engine, header: tuple[Plain, ...]) -> "Table":
        """The table with that header."""
        return Table(columns=[_column(engine, cell) for cell in header])


def _column(engine: Engine, cell: Plain) -> Column:
    view = View(Clause(tokens=list(tokens(engine, cell.text))))
    isolations, _ = compatibility.isolations_of(view)
    side = None
    role = ""
    for group in view.groups:
        role = group.side or "?"
        side = compatibility.side_of(engine, group)
    if not view.groups:
        if view.has(W.HOST) and not view.has(W.IMAGE):
            role = "host"
        elif view.has(W.IMAGE) and not view.has(W.HOST):
            role = "image"
        elif view.has(W.HOST) and view.has(W.IMAGE):
            first = next(t for t in view.tokens if t.kind in (W.HOST, W.IMAGE))
            role = "host" if first.kind is W.HOST else "image"
        elif "isolation" in cell.text and not isolations:
            role = "isolation"
        elif view.predicates or any(
            w in cell.text for w in ("supported", "verdict", "works", "result", "status", "compatible")
        ):
            role = "verdict"
    return Column(view=view, role=role, side=side, isolations=isolations)


def cell_claims(
    engine: Engine,
    table: Table,
    unit: Unit,
    context: Context,
    sentence: Callable[[list[Token], Plain], tuple[list[Claim], str | None]],
) -> tuple[list[Claim], str | None]:
    """The claims of one row, and why it cannot be read where it smells."""
    claims: list[Claim] = []
    unresolved: str | None = None
    silent: list[int] = []  # cells that made no claim: a note there may limit the row
    views = [View(Clause(tokens=[t for t in tokens(engine, cell.text) if t.kind is not W.END])) for cell in unit.cells]
    host, image = _named_in_row(engine, table, views)
    around = context.around()
    isolation_cell = next(
        (
            compatibility.isolations_of(v)[0]
            for c, v in zip(table.columns, views, strict=False)
            if c.role == "isolation"
        ),
        (),
    )
    for number, view in enumerate(views):
        if number >= len(table.columns) or not view.tokens:
            continue
        column = table.columns[number]
        if (number == 0 and view.groups and not view.predicates) or (
            column.role in ("host", "image", "isolation") and column.side is None and not _says(view)
        ):
            silent.append(number)
            continue
        if not column.role and column.side is None and not column.isolations:
            if _of_build(column, view) and (stated := _attribute(engine, table, views, number, unit, context)):
                claims += stated
                continue
            if view.groups or len(view.tokens) > _SHORT:
                said, why = sentence(view.clause.tokens, unit.cells[number])
                claims += said
                unresolved = unresolved or why
                continue
        stated = (
            [] if host is not None and image is not None else _attribute(engine, table, views, number, unit, context)
        )
        if stated:
            claims += stated
            continue
        h = host or (column.side if column.role == "host" else None) or around.host
        i = image or (column.side if column.role == "image" else None) or around.image
        if column.side is not None and column.role == "?":
            h, i = (h or column.side, i) if i is not None else (h, column.side)
        if h is None or i is None:
            unresolved = unresolved or _smell(view)
            silent.append(number)
            continue
        made = _verdicts(
            engine, view, h, i, isolation_cell or column.isolations or around.isolations, unit.cells[number]
        )
        if made is None:
            unresolved = unresolved or _smell(view)
            silent.append(number)
            continue
        claims += made
    if claims and unresolved is None:
        unresolved = _limited(table, views, silent)
    return claims, unresolved


def _of_build(column: Column, view: View) -> bool:
    """A number under a header of builds."""
    return column.view.has(W.BUILD) and all(t.kind in (W.MENTION, W.NUMBER) for t in view.tokens)


def _limited(table: Table, views: list[View], silent: list[int]) -> str | None:
    """Why a row is left open although its cells were read: words in its notes, its names or the headers above them."""
    unread = [word for number in silent for word in views[number].limits]
    if any(view.has(W.PLATFORM) for view in (*views, *(column.view for column in table.columns))):
        unread.append("platform")
    unread += [word for column in table.columns if column.role in ("host", "image", "?") for word in column.view.limits]
    return f"Not understood: {', '.join(unread[:5])}." if unread else None


def _attribute(  # noqa: PLR0917
    engine: Engine, table: Table, views: list[View], number: int, unit: Unit, context: Context
) -> list[Claim]:
    """'Mainstream end' over a date beside a release: row, header and cell read as one statement."""
    column = table.columns[number]
    if (
        number == 0
        or not views[0].has(W.MENTION)
        or column.side is not None
        or column.role in ("host", "image")
        or column.isolations
    ):
        return []
    joined: list[Token] = []
    place = 0
    colon = Token(W.COLON, 0, 1, ":")
    subject = [t for t in views[0].tokens if t.kind in (W.MENTION, W.AND, W.COMMA, W.IMAGE, W.FAMILY, W.CHANNEL)]
    for token in (*subject, colon, *column.view.tokens, colon, *views[number].clause.tokens):
        if token.kind in (W.OPEN, W.CLOSE):
            continue
        joined.append(Token(token.kind, place, place + len(token.text), token.text, token.value))
        place += len(token.text) + 1
    clause = Clause(tokens=joined)
    view = View(clause)
    cell = unit.cells[number]
    found: list[Claim] = []
    for reader in READERS:
        found += reader(engine, clause, view, context)
    return [replace(c, start=cell.starts[0], end=cell.ends[-1]) for c in found]


def _named_in_row(engine: Engine, table: Table, views: list[View]) -> tuple[Side | None, Side | None]:
    host = image = None
    for number, view in enumerate(views[: len(table.columns)]):
        column = table.columns[number]
        if not view.groups or (number and column.role not in ("host", "image")):
            continue
        if column.side is not None:
            continue
        group = view.groups[0]
        others = {c.role for c in table.columns if c.side is not None}
        role = column.role if column.role in ("host", "image") else group.side
        if role not in ("host", "image") or (not column.role and not group.sure):
            role = "host" if "image" in others else "image" if "host" in others else role
        for g in view.groups:
            g.side = role
        sides = [compatibility.side_of(engine, g) for g in view.groups]
        known = [s for s in sides if s is not None]
        if len(known) != len(sides) or not known:
            continue
        side = (
            known[0]
            if len(known) == 1
            else Side(systems=tuple(dict.fromkeys(x for s in known for x in s.systems)), group=True)
        )
        if role == "host":
            host = host or side
        elif role == "image":
            image = image or side
    return host, image


def _says(view: View) -> bool:
    return bool(view.predicates) or view.has(W.ANSWER_YES, W.ANSWER_NO, W.PROCESS, W.HYPERV)


def _smell(view: View) -> str | None:
    if view.predicates or view.has(
        W.ANSWER_YES, W.ANSWER_NO, W.DATE, W.BUILD, W.MAINSTREAM, W.EXTENDED, W.OUT, W.UNTIL, W.DURATION
    ):
        return "A cell speaks of support, dates or versions in a table that was not understood."
    return None


def _verdicts(  # noqa: PLR0917
    engine: Engine,
    view: View,
    host: Side,
    image: Side,
    isolations: tuple[Isolation, ...],
    cell: Plain,
) -> list[Claim] | None:
    """The claims of a cell such as 'yes', 'process no, Hyper-V yes', 'Hyper-V only', 'no / yes'."""
    pieces = _pieces(view.tokens)
    frames: list[Frame] = []
    bare: list[int] = []
    for piece in pieces:
        part = View(Clause(tokens=piece))
        modes, _ = compatibility.isolations_of(part)
        conditions = frozenset(t.value for t in part.all(W.CONDITION)) | (
            frozenset({"some"}) if part.has(W.UNDER) else frozenset()
        )
        sign = _sign(part)
        unread = part.unread
        only = part.has(W.ONLY)
        if sign is None and not modes and not conditions:
            if part.has(W.BUT, W.IF, W.UNLESS) or unread:
                return None
            continue
        if sign is None:
            sign = 1
        if not modes and not conditions:
            bare.append(sign)
        frames.append(
            Frame(
                start=cell.starts[0] if cell.text else 0,
                end=cell.ends[-1] if cell.text else 0,
                host=host,
                image=image,
                isolations=modes or isolations,
                sign=sign,
                conditions=conditions,
                unread=unread,
                only="isolation" if only and modes else "",
            )
        )
    if not frames:
        return None
    if len(bare) == 2 and len(frames) == 2 and not isolations:
        # "no / yes": process first, as tables print it
        frames = [
            replace(frames[0], isolations=(Isolation.PROCESS,)),
            replace(frames[1], isolations=(Isolation.HYPERV,)),
        ]
    return [claim for frame in frames for claim in compatibility.claims_of(engine, frame)]


def _pieces(found: list[Token]) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for token in found:
        if token.kind in (W.COMMA, W.SLASH, W.SEMICOLON, W.BUT) or (token.kind is W.AND and _complete(pieces[-1])):
            pieces.append([])
        elif token.kind not in (W.OPEN, W.CLOSE, W.COLON):
            pieces[-1].append(token)
    return [p for p in pieces if p]


def _complete(piece: list[Token]) -> bool:
    kinds = {t.kind for t in piece}
    return bool(kinds & {W.YES, W.NO, W.ANSWER_YES, W.ANSWER_NO}) and bool(kinds & {W.PROCESS, W.HYPERV})


def _sign(view: View) -> int | None:
    negative = len([t for t in view.negations if t.text != "no"]) % 2
    if view.predicates:
        return view.sign or None
    if view.has(W.ANSWER_YES):
        return -1 if negative else 1
    if view.has(W.ANSWER_NO) or any(t.text in ("no", "none", "never", "not") for t in view.negations):
        return -1
    return None
