"""What the rules say, in words: the sentences that an answer made from verdicts may use, and no others.

`state(engine, subject, as_of)` is a pure function, so the gate re-derives the statements of a subject and compares them
word for word with what a drafter wrote: a sentence that the rules did not make cannot pass as theirs.
"""

import re
from collections.abc import Iterator
from datetime import date

from assistant.rules.engine import Engine
from assistant.rules.statements import dates, grids, pairs
from assistant.rules.statements.subjects import (
    Asserted,
    HostRow,
    Identity,
    ImageColumn,
    Misnamed,
    Need,
    Pair,
    Part,
    Statement,
    Subject,
    SupportDates,
    SupportOverview,
)
from assistant.rules.verdict import Check

__all__ = [
    "Asserted",
    "HostRow",
    "Identity",
    "ImageColumn",
    "Misnamed",
    "Need",
    "Pair",
    "Part",
    "Statement",
    "Subject",
    "SupportDates",
    "SupportOverview",
    "checks",
    "state",
]


def state(engine: Engine, subject: Subject, as_of: date) -> tuple[Statement, ...]:
    """Every statement the rules make about `subject` on `as_of`, in reading order; each text occurs once."""
    return tuple({s.text: s for s in reversed(tuple(_stated(engine, subject, as_of)))}.values())[::-1]


def _stated(engine: Engine, subject: Subject, as_of: date) -> Iterator[Statement]:
    match subject:
        case Pair():
            return pairs.pair(engine, subject, as_of)
        case HostRow():
            return grids.row(engine, subject, as_of)
        case ImageColumn():
            return grids.column(engine, subject, as_of)
        case SupportDates():
            return dates.support_dates(engine, subject, as_of)
        case SupportOverview():
            return dates.support_overview(engine, as_of)
        case Identity():
            return dates.identity(subject)
        case Misnamed():
            return _misnamed(engine, subject)


def _misnamed(engine: Engine, subject: Misnamed) -> Iterator[Statement]:
    problems = (m.problem for m in engine.find(subject.name) if m.problem)
    return (Statement(text=text, part=Part.ANSWER) for problem in problems for text in _SENTENCE_END.split(problem))


_SENTENCE_END = re.compile(r"(?<=\.) (?=[A-Z])")


def checks(engine: Engine, subject: Subject, as_of: date) -> tuple[Check, ...]:
    """The compatibility checks that the statements about `subject` rest on, always with both isolations."""
    if isinstance(subject, Pair):
        return (engine.check(subject.host, subject.image, platform=subject.platform, as_of=as_of),)
    if isinstance(subject, HostRow | ImageColumn):
        return grids.cells_of(engine, subject, as_of)
    return ()
