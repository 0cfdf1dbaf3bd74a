"""Days, months, years and lengths of time as texts write them, with the precision they are written in."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Grain(StrEnum):
    """How exactly a date is written."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date at [start, end). `day` is the first day it may mean, `last` the last. `other` is the day it is if the
    month comes second. `exists` is False for a day that no calendar has."""

    start: int
    end: int
    grain: Grain
    day: date
    last: date
    other: date | None = None
    exists: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time at [start, end), in months; `days` where it was written in days."""

    start: int
    end: int
    months: float


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NAMED_MONTH = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# each with a sign without which it fits nowhere
_PATTERNS = tuple(
    (re.compile(sign), re.compile(pattern))
    for sign, pattern in (
        ("-", r"(?<![\w.-])(?P<year>(?:19|20)\d\d)-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?![\w-])"),
        ("/", r"(?<![\w./-])(?P<first>\d{1,2})[/](?P<second>\d{1,2})[/](?P<year>(?:19|20)\d\d)(?![\w/])"),
        (r"\.", r"(?<![\w./-])(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?![\w/])"),
        (
            _NAMED_MONTH,
            rf"(?<![\w./-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?{_MONTH},?[ -](?P<year>(?:19|20)\d\d)\b",
        ),
        (_NAMED_MONTH, rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?:of )?)(?P<year>(?:19|20)\d\d)\b"),
        ("-", r"(?<![\w.-])(?P<year>20\d\d)-(?P<number>0[1-9]|1[0-2])(?![\w-])"),
        (_NAMED_MONTH, rf"\b{_MONTH},? (?:of )?(?P<year>(?:19|20)\d\d)\b"),
    )
)
_YEAR = re.compile(
    r"\b(?:in|by|during|until|till|through|as of|before|after|since|end of|of|mid|early|late|from|to|year|into|around|throughout|"  # noqa: E501
    r"beyond|past|of the year|autumn|spring|summer|winter|and|or) (?:the year |the end of |mid-|early |late )?(?P<year>20[0-4]\d)(?![-\w]|\.\d)"  # noqa: E501
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-four": 24, "thirty": 30,
    "thirty-six": 36, "sixty": 60, "half a": 0.5, "one and a half": 1.5,
}  # fmt: skip
_LENGTH = re.compile(
    rf"(?<![\w.-])(?P<number>\d{{1,3}}(?:\.\d)?|{'|'.join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))})"
    r"[ -](?:full |calendar |more |further |additional )?(?P<unit>years?|months?|decades?|weeks?|days?)(?:' | |-|\b)"
)
_UNITS = {"year": 12.0, "month": 1.0, "decade": 120.0, "week": 0.23, "day": 0.033}
_UNIT = re.compile(r"year|month|decade|week|day")
_HINT = re.compile(r"(?:19|20)\d\d")


def dates(text: str, taken: tuple[tuple[int, int], ...] = ()) -> Iterator[Written]:
    """Every date in plain text; a bare year only after a word such as 'until' and outside the ranges in `taken`."""
    if not _HINT.search(text):
        return
    covered: list[tuple[int, int]] = []
    for sign, pattern in _PATTERNS:
        for match in pattern.finditer(text) if sign.search(text) else ():
            if not any(s < match.end() and match.start() < e for s, e in covered):
                covered.append(match.span())
                yield _written(match)
    for match in _YEAR.finditer(text):
        start, end = match.span("year")
        if not any(s < end and start < e for s, e in (*covered, *taken)):
            covered.append((start, end))
            year = int(match["year"])
            yield Written(start=start, end=end, grain=Grain.YEAR, day=date(year, 1, 1), last=date(year, 12, 31))


def lengths(text: str) -> Iterator[Length]:
    """Every length of time in plain text."""
    if not _UNIT.search(text):
        return
    for match in _LENGTH.finditer(text):
        number = _NUMBERS.get(match["number"])
        amount = float(match["number"]) if number is None else float(number)
        yield Length(start=match.start(), end=match.end("unit"), months=amount * _UNITS[match["unit"].rstrip("s")])


def _written(match: re.Match[str]) -> Written:
    parts = match.groupdict()
    year = int(parts["year"])
    start, end = match.span()
    other = None
    if parts.get("first"):
        month, day = int(parts["first"]), int(parts["second"])
        other = _day(year, day, month)
        if month > 12 and other is not None:  # only the other order exists
            return Written(start=start, end=end, grain=Grain.DAY, day=other, last=other)
    else:
        month = int(parts["number"]) if parts.get("number") else _MONTHS.index(parts["month"][:3]) + 1
        if not parts.get("day"):
            last = monthrange(year, month)[1]
            return Written(
                start=start, end=end, grain=Grain.MONTH, day=date(year, month, 1), last=date(year, month, last)
            )
        day = int(parts["day"])
    found = _day(year, month, day)
    if found is None:
        never = date(1, 1, 1)
        return Written(start=start, end=end, grain=Grain.DAY, day=never, last=never, exists=False)
    return Written(
        start=start, end=end, grain=Grain.DAY, day=found, last=found, other=other if other != found else None
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
