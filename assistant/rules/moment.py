"""A day, a month or a year, as people name a date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.rules.wording import in_words


class Exactness(StrEnum):
    """How exactly a date is named."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date as named: with `month` or `year` only that part of `day` counts."""

    day: date
    exact: Exactness = Exactness.DAY

    def agrees_with(self, fact: "Moment") -> bool | None:
        """Whether a statement with this date is right where `fact` is true; None if the fact is too coarse to say."""
        if self.exact is Exactness.YEAR or fact.exact is Exactness.YEAR:
            same, coarser = self.day.year == fact.day.year, fact.exact is Exactness.YEAR
            return None if same and coarser and self.exact is not Exactness.YEAR else same
        if self.exact is Exactness.MONTH or fact.exact is Exactness.MONTH:
            same = (self.day.year, self.day.month) == (fact.day.year, fact.day.month)
            return None if same and self.exact is Exactness.DAY else same
        return self.day == fact.day

    def in_words(self) -> str:
        """'on 12 May 2026', 'in April 2024', 'in 2023'."""
        if self.exact is Exactness.DAY:
            return f"on {in_words(self.day)}"
        return f"in {self.day:%B %Y}" if self.exact is Exactness.MONTH else f"in {self.day.year}"
