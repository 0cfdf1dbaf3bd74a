"""Days on the command line."""

from datetime import date, datetime

import click


class Day(click.ParamType[date]):
    """A day that exists, written YYYY-MM-DD; a date that is already parsed passes through."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that says what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{str(value)[:40]!r} is not a day that exists, written YYYY-MM-DD.", param, ctx)


DAY = Day()
