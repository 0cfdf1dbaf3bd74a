"""The date a question is about: 'as of 2026-05-13', 'in May 2027', 'by next year', 'on 12 May 2026'."""

import re
from calendar import monthrange
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>20\d\d)-(?P<number>\d\d)(?:-(?P<day>\d\d))?\b",
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>20\d\d)\b",
        rf"\b{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)\b",
        rf"\b{_MONTH},?\s+(?P<year>20\d\d)\b",
    )
)
_YEAR = re.compile(
    r"\b(?:in|by|during|until|till|through|as of|before|after|since|end of|mid|early|late)\s+(?:the\s+year\s+)?"
    r"(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?P<which>next|last|this)\s+(?P<unit>year|month)\b", re.IGNORECASE)


def named_date(text: str, today: date, taken: tuple[tuple[int, int], ...] = ()) -> date | None:
    """The date that `text` names, or None. Ranges in `taken` belong to release names and are not read as dates.

    A month or a year without a day stands for its first day, except 'by', 'end of' and 'until', where it is the last.
    """

    def free(match: re.Match[str]) -> bool:
        return not any(start < match.end() and match.start() < end for start, end in taken)

    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if free(match) and (found := _resolve(match, text)):
                return found
    for match in _YEAR.finditer(text):
        if free(match):
            late = _means_end(text, match.start("year"))
            return date(int(match["year"]), 12 if late else 1, 31 if late else 1)
    match_relative = _RELATIVE.search(text)
    return _shift(today, match_relative["which"].lower(), match_relative["unit"].lower()) if match_relative else None


def _resolve(match: re.Match[str], text: str) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    month = int(parts["number"]) if parts.get("number") else _MONTHS.index(parts["month"][:3].lower()) + 1
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if parts.get("day"):
        day = int(parts["day"])
        return date(year, month, day) if 1 <= day <= last else None
    return date(year, month, last if _means_end(text, match.start()) else 1)


def _means_end(text: str, start: int) -> bool:
    return bool(
        re.search(
            r"\b(by|until|till|through|end of)\s+(the\s+end\s+of\s+)?(the\s+year\s+)?$", text[:start], re.IGNORECASE
        )
    )


def _shift(today: date, which: str, unit: str) -> date | None:
    step = {"next": 1, "last": -1, "this": 0}[which]
    if step == 0:
        return None
    if unit == "year":
        return today.replace(year=today.year + step, day=min(today.day, 28))
    months = today.year * 12 + today.month - 1 + step
    return date(months // 12, months % 12 + 1, min(today.day, 28))
