"""What the deciding commands print for people: short tables with colour on a terminal, plain words in a pipe."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.contract.check import CellsObject, CheckObject, SystemObject, VerdictObject
from assistant.contract.lifecycle import LifecycleObject
from assistant.contract.source import SourceObject

if TYPE_CHECKING:
    # Importing it imports the whole rulebook, which `check` does without.
    from assistant.contract.rules import CertificateObject, RuleObject, RulesObject

_STYLES = {"supported": "green", "conditional": "yellow", "unknown": "magenta", "unsupported": "red"}
_SHORT = {"supported": "yes", "conditional": "cond", "unknown": "unknown", "unsupported": "no"}
_PIPE_WIDTH = 160
_SOURCES = 5
_ISOLATION = {"process": "process", "hyperv": "Hyper-V"}


def print_check(found: CheckObject) -> None:
    """One verdict: a row an isolation, with the reasons, conditions and fixes in words."""
    console = _console()
    console.print(Text(f"{found.image.name} image on a {found.host.name} host", style="bold"))
    table = _table("isolation", "verdict", "why")
    for isolation, verdict in found.by_isolation.items():
        table.add_row(_ISOLATION[isolation], _coloured(verdict.verdict), _why(verdict))
    console.print(table)
    for role, system in (("host", found.host), ("image", found.image)):
        console.print(Text(f"{role}: {_system(system)}"))
    _print_notes(console, found.notes)
    if found.changes_on:
        console.print(Text(f"The support of host or image changes next on {found.changes_on.isoformat()}."))
    _print_sources(console, found.sources)


def print_cells(found: CellsObject) -> None:
    """A row, a column or the grid: process / Hyper-V in each cell."""
    console = _console()
    hosts = list(dict.fromkeys(cell.host.id for cell in found.cells))
    images = list(dict.fromkeys(cell.image.id for cell in found.cells))
    isolations = list(found.cells[0].by_isolation)
    by_pair = {(cell.host.id, cell.image.id): cell for cell in found.cells}
    if len(hosts) == 1 or len(images) == 1:
        table = _table("host" if len(hosts) > 1 else "image", *(_ISOLATION[i] for i in isolations), "phase")
        for cell in found.cells:
            shown = cell.host if len(hosts) > 1 else cell.image
            verdicts = [_coloured(cell.by_isolation[i].verdict) for i in isolations]
            table.add_row(shown.name, *verdicts, shown.phase)
        side = found.cells[0].image if len(hosts) > 1 else found.cells[0].host
        console.print(Text(side.name, style="bold"))
    else:
        table = _table("host", *images)
        for host in hosts:
            table.add_row(host, *(_cell(by_pair[host, image], isolations) for image in images))
        legend = f"image by host: {'/'.join(_ISOLATION[i] for i in isolations)} isolation; cond: under conditions"
        console.print(Text(legend, style="bold"))
    console.print(table)


def print_lifecycle(found: LifecycleObject) -> None:
    """The dates of a release, its phase, and the notes."""
    console = _console()
    name = f"{found.name} ({found.family} image)" if found.family else found.name
    console.print(Text(name, style="bold"))
    table = _table("on", "phase", "available", "mainstream end", "extended end", "channel", "build")
    days = (found.available, found.mainstream_end, found.extended_end)
    table.add_row(
        found.as_of.isoformat(), found.phase, *(d.isoformat() if d else "-" for d in days), found.channel, found.build
    )
    console.print(table)
    _print_notes(console, found.notes)
    _print_sources(console, found.sources)


def print_rules(found: "RulesObject") -> None:
    """All rules, a line each."""
    table = _table("id", "about", "rule")
    for rule in found.rules:
        table.add_row(rule.id, rule.kind, rule.title)
    _console().print(table)


def print_rule(rule: "RuleObject") -> None:
    """One rule with everything behind it."""
    console = _console()
    console.print(Text(f"{rule.id}  {rule.title}", style="bold"))
    console.print(Text(rule.statement))
    if rule.limits:
        console.print(Text(f"It is an exception to {', '.join(rule.limits)}."))
    _print_sources(console, rule.sources)


def print_certificate(found: "CertificateObject") -> None:
    """The certificate: every property with the number of cases, and what was found against it."""
    console = _console()
    table = _table("property", "holds", "cases", "what was checked")
    for check in found.checks:
        holds = Text("yes", style="green") if check.passed else Text("no", style="red")
        table.add_row(check.name, holds, str(check.cases), "\n".join((check.statement, *check.findings)))
    console.print(table)
    word = Text("certified", style="bold green") if found.certified else Text("NOT certified", style="bold red")
    console.print(Text.assemble(word, f" for the facts {found.facts_hash}"))


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _coloured(verdict: str) -> Text:
    return Text(verdict, style=_STYLES[verdict])


def _cell(cell: CheckObject, isolations: list[str]) -> Text:
    words = [(_SHORT[v], _STYLES[v]) for v in (cell.by_isolation[i].verdict for i in isolations)]
    return Text("/").join(Text(word, style=style) for word, style in words)


def _why(verdict: VerdictObject) -> Text:
    """Reasons, then conditions, then fixes; a condition that only repeats a reason is not said twice."""
    said = [f"{reason.text} ({reason.rule})" for reason in verdict.reasons]
    if verdict.verdict in ("supported", "conditional"):
        said = [f"{reason.text} ({reason.rule})" for reason in verdict.reasons[:1]]
    said += [f"Condition: {condition}" for condition in verdict.conditions]
    said += [f"Instead: {fix}" for fix in verdict.fixes]
    return Text("\n".join(said))


def _system(system: SystemObject) -> str:
    parts = [system.name, f"build {system.build}", system.channel, system.phase]
    parts += [system.family] if system.family else []
    return f"{', '.join(parts)}.{f' {system.note}' if system.note else ''}"


def _print_notes(console: Console, notes: list[str]) -> None:
    for note in notes:
        console.print(Text(f"note: {note}", style="dim"))


def _print_sources(console: Console, sources: list[SourceObject]) -> None:
    for source in sources[:_SOURCES]:
        console.print(Text(f"source: {source.title}, {source.section}: {source.url}", style="dim"), soft_wrap=True)
    if len(sources) > _SOURCES:
        console.print(Text(f"and {len(sources) - _SOURCES} more sources, see --json", style="dim"))
