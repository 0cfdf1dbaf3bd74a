"""A day, a month or a year, as people name a date."""

from dataclasses import dataclass
from datetime import date

from assistant.rules.kinds.lifecycle import Precision
from assistant.rules.wording import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date as named: with the precision of a month or a year only that part of `day` counts."""

    day: date
    precision: Precision = Precision.DAY

    def agrees_with(self, fact: "Moment") -> bool | None:
        """Whether a statement with this date is right where `fact` is true; None if the fact is too coarse to say."""
        shared = max(self.precision, fact.precision, key=_COARSER.index)
        if self._part(shared) != fact._part(shared):
            return False
        return True if shared is self.precision else None

    def in_words(self) -> str:
        """'on 12 May 2026', 'in April 2024', 'in 2023'."""
        if self.precision is Precision.DAY:
            return f"on {in_words(self.day)}"
        return f"in {self.day:%B %Y}" if self.precision is Precision.MONTH else f"in {self.day.year}"

    def _part(self, precision: Precision) -> tuple[int, ...]:
        """Year, month and day, as far as that precision goes."""
        return (self.day.year, self.day.month, self.day.day)[: len(_COARSER) - _COARSER.index(precision)]


_COARSER = (Precision.DAY, Precision.MONTH, Precision.YEAR)
