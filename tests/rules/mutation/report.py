"""The result of a run as text: killed and survived by file and place, then each survivor."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.rules.rulebook import RULES
from tests.rules.mutation.run import Result


def report(results: Sequence[Result], explained: Mapping[str, str]) -> str:
    """Tables and lists, ready to print."""
    survived = [r for r in results if r.killer is None]
    open_ones = [r for r in survived if r.name not in explained]
    noticed = [r for r in results if r.killer is not None and r.name in explained]
    lines = [*_counts(results), "", *(f"Explained, but noticed by {r.killer}: {r.name}" for r in noticed)]
    for title, found in (
        ("Survived and not explained", open_ones),
        ("Survived, the same decisions", [r for r in survived if r not in open_ones]),
    ):
        lines.append(f"{title}: {len(found)}")
        for result in found:
            lines.append(f"  {result.name}")
            if result.name in explained:
                lines.append(f"      {explained[result.name]}")
    return "\n".join(lines)


def _counts(results: Sequence[Result]) -> list[str]:
    by_file: dict[str, dict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        by_file[result.file][_place(result)].append(result)
    lines = []
    for file, places in by_file.items():
        lines.append(_line(file, [r for found in places.values() for r in found]))
        if file.endswith(".py"):
            lines += [_line(f"  {place}", found) for place, found in places.items()]
    return [*lines, _line("all", list(results))]


def _place(result: Result) -> str:
    """The rule that a function is, or the function, or the entry."""
    place = result.place
    rules = [r.id for r in RULES if getattr(r.applies, "__name__", None) == place and _file(r.applies) == result.file]
    return f"{', '.join(rules)} {place}" if rules else place


def _file(function: object) -> str:
    module = getattr(function, "__module__", "")
    return module.removeprefix("assistant.rules.").replace(".", "/") + ".py"


def _line(name: str, results: list[Result]) -> str:
    killed = sum(r.killer is not None for r in results)
    return f"{name:60} {killed:5} killed {len(results) - killed:4} survived"
