"""The hosts and images as a grid of verdicts, and one verdict explained, as HTML fragments.

A cell is a button with a sign, a colour and a spoken name, so that no reader depends on one of them. Everything that
comes from facts or users is escaped here; links lead only to absolute https addresses.
"""

from collections.abc import Sequence
from datetime import date
from html import escape

from assistant.contract.check import CheckObject, ReasonObject, SystemObject, VerdictObject
from assistant.contract.source import SourceObject
from assistant.rules.release import Isolation, Platform, Release, Role
from assistant.rules.verdict import Check, Outcome
from assistant.rules.wording import IN_ISOLATION, host_name, image_name
from ui.presenters.view import ISOLATION_NAMES, OUTCOME_SYMBOLS, OUTCOME_WORDS, PLATFORM_NAMES, https_only

CELL_CLASSES = {
    Outcome.SUPPORTED: "ca-cell-yes",
    Outcome.CONDITIONAL: "ca-cell-if",
    Outcome.UNKNOWN: "ca-cell-unknown",
    Outcome.UNSUPPORTED: "ca-cell-no",
}

_LEGEND = {
    Outcome.SUPPORTED: "supported",
    Outcome.CONDITIONAL: "supported under conditions",
    Outcome.UNKNOWN: "the facts do not say",
    Outcome.UNSUPPORTED: "not supported",
}

_LANES = {Isolation.PROCESS: "process", Isolation.HYPERV: "Hyper-V"}


def short_name(release: Release) -> str:
    """The shortest name that people use: '2022' and '23H2' of servers, 'Windows 11 24H2' of clients."""
    if release.role is Role.CLIENT:
        return release.name.replace(", version", "")
    return release.name.split()[-1]


def grid_html(checks: Sequence[Check], isolation: Isolation | None) -> str:
    """The grid of the checks, a row a host and a column an image, in the order in which they first occur.

    Each check has both isolations; `isolation` says which one is shown, None the better of the two. The checks are of
    one platform and one day, and there is one for every host and image.
    """
    hosts = list(dict.fromkeys(check.host.release for check in checks))
    images = list(dict.fromkeys(check.image.system.release for check in checks))
    by_pair = {(check.host.release.id, check.image.system.release.id): check for check in checks}
    head = "".join(_column_head(by_pair[hosts[0].id, image.id]) for image in images)
    rows = []
    for place, host in enumerate(hosts):
        row = [by_pair[host.id, image.id] for image in images]
        cells = "".join(_cell(check, isolation, first=place + at == 0) for at, check in enumerate(row))
        rows.append(f"<tr>{_row_head(row[0])}{cells}</tr>")
    return (
        f'{_legend(checks, isolation)}<div class="ca-grid-scroll"><table class="ca-matrix">'
        f'<caption class="ca-unseen">{escape(_caption(checks[0], isolation))}</caption>'
        f'<thead><tr><th scope="col" class="ca-corner"><span>Host</span> <span>Image</span></th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
        '<p class="ca-quiet">Choose a cell to see why. With the keyboard: the arrow keys move, Enter explains.</p>'
    )


def shown_outcome(check: Check, isolation: Isolation | None) -> Outcome:
    """The verdict that a cell shows: that of the isolation, or the better of the two."""
    return check.outcome if isolation is None else check.by_isolation[isolation].outcome


def question_of(check: Check, isolation: Isolation | None) -> str:
    """The cell as a question to the chat; the isolation is named where one was chosen."""
    where = f" {IN_ISOLATION[isolation]}" if isolation else ""
    return f"Can a {host_name(check.host, check.platform)} run a {image_name(check.image)}{where}?"


def explanation_html(found: CheckObject, question: str) -> str:
    """One verdict: under each isolation the rules, conditions and fixes, then phases and sources with their dates.

    `question` is what the button 'Ask about this' puts to the chat.
    """
    lanes = "".join(_lane(Isolation(name), verdict) for name, verdict in found.by_isolation.items())
    return (
        f'<article class="ca-explained" aria-label="The verdict explained"><h2>{escape(found.image.name)} image on '
        f"{escape(found.host.name)}</h2>"
        f'<p class="ca-quiet">On {escape(PLATFORM_NAMES[Platform(found.platform)])}, as of {_day(found.as_of)}</p>'
        f'<div class="ca-lanes-side">{lanes}</div>'
        f'<dl class="ca-sides">{_system("Host", found.host)}{_system("Image", found.image)}</dl>'
        f"{_changes(found)}{_list('ca-notes', found.notes)}"
        f'<button type="button" class="ca-ask" data-question="{escape(question)}">Ask about this</button>'
        f"{sources_html(found.sources)}</article>"
    )


def sources_html(sources: Sequence[SourceObject]) -> str:
    """The sources as a list that opens, each with its own date where it has one."""
    if not sources:
        return ""
    items = "".join(f"<li>{source_html(source)}</li>" for source in sources)
    count = f"{len(sources)} source{'s' if len(sources) > 1 else ''}"
    return f'<details class="ca-found-in"><summary>{count}</summary><ol>{items}</ol></details>'


def source_html(source: SourceObject) -> str:
    """One source, linked where its address may be linked to."""
    name = escape(source.title)
    url = https_only(source.url)
    linked = f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer nofollow">{name}</a>' if url else name
    dated = f", dated {escape(source.dated)}" if source.dated else ""
    return f'{linked} <span class="ca-quiet">{escape(source.section)}{dated}</span>'


def problem_html(what: str, remedy: str) -> str:
    """An error of the contract: what happened, and below it what to do."""
    more = f"<p>{escape(remedy)}</p>" if remedy else ""
    return f'<div class="ca-problem" role="alert"><p><b>{escape(what)}</b></p>{more}</div>'


def _caption(check: Check, isolation: Isolation | None) -> str:
    mode = ISOLATION_NAMES[isolation] if isolation else "The better of process and Hyper-V isolation"
    place = PLATFORM_NAMES[check.platform]
    return f"Which image runs on which host. {mode}, on {place}, as of {check.as_of.isoformat()}."


def _legend(checks: Sequence[Check], isolation: Isolation | None) -> str:
    """The signs with their meaning and how often each occurs; a sign that does not occur is left out."""
    shown = [shown_outcome(check, isolation) for check in checks]
    items = "".join(
        f'<li><span class="ca-sign {CELL_CLASSES[outcome]}" aria-hidden="true">{OUTCOME_SYMBOLS[outcome]}</span> '
        f'{word} <span class="ca-quiet">({shown.count(outcome)})</span></li>'
        for outcome, word in _LEGEND.items()
        if outcome in shown
    )
    return f'<ul class="ca-legend" aria-label="Signs">{items}</ul>'


def _column_head(check: Check) -> str:
    release = check.image.system.release
    return (
        f'<th scope="col" title="{escape(release.name)}: {escape(check.image_phase)}"><span class="ca-unseen">'
        f'{escape(release.name)} image, </span><span class="ca-short">{escape(short_name(release))}</span>'
        f"{_phase(check.image_phase)}</th>"
    )


def _row_head(check: Check) -> str:
    release = check.host.release
    name = short_name(release)
    product = "" if release.role is Role.CLIENT else '<span class="ca-product">Windows Server </span>'
    return f'<th scope="row"><span class="ca-short">{product}{escape(name)}</span>{_phase(check.host_phase)}</th>'


def _phase(phase: str) -> str:
    return f' <span class="ca-phase ca-phase-{phase.replace(" ", "-")}">{escape(phase)}</span>'


def _cell(check: Check, isolation: Isolation | None, *, first: bool) -> str:
    outcome = shown_outcome(check, isolation)
    spoken = f"{image_name(check.image)} on a {host_name(check.host, check.platform)}: {_spoken(check, isolation)}"
    small = "" if isolation or outcome is Outcome.UNSUPPORTED else f"<small>{_best_lanes(check)}</small>"
    return (
        f'<td><button type="button" class="ca-cell {CELL_CLASSES[outcome]}" tabindex="{0 if first else -1}" '
        f'data-host="{check.host.release.id}" data-image="{check.image.system.release.id}" '
        f'data-verdict="{outcome.value}" aria-label="{escape(spoken)}" title="{escape(spoken)}">'
        f'<span aria-hidden="true">{OUTCOME_SYMBOLS[outcome]}{small}</span></button></td>'
    )


def _spoken(check: Check, isolation: Isolation | None) -> str:
    lanes = [isolation] if isolation else list(check.by_isolation)
    return ", ".join(f"{OUTCOME_WORDS[check.by_isolation[lane].outcome]} {IN_ISOLATION[lane]}" for lane in lanes)


def _best_lanes(check: Check) -> str:
    """Under which isolation the better verdict holds."""
    best = [lane for lane, verdict in check.by_isolation.items() if verdict.outcome is check.outcome]
    return "both" if len(best) > 1 else _LANES[best[0]]


def _lane(isolation: Isolation, verdict: VerdictObject) -> str:
    outcome = Outcome(verdict.verdict)
    return (
        f'<section class="ca-lane-side"><h3><span class="ca-sign {CELL_CLASSES[outcome]}" aria-hidden="true">'
        f"{OUTCOME_SYMBOLS[outcome]}</span> {ISOLATION_NAMES[isolation]}: {OUTCOME_WORDS[outcome]}</h3>"
        f"<h4>Why</h4><ul>{''.join(_reason(reason) for reason in verdict.reasons)}</ul>"
        f"{_titled('Conditions', verdict.conditions)}{_titled('What would help', verdict.fixes)}</section>"
    )


def _reason(reason: ReasonObject) -> str:
    conflict = (
        f' <span class="ca-quiet">({escape(reason.conflict)}: sources disagree)</span>' if reason.conflict else ""
    )
    return f'<li><code class="ca-rule">{escape(reason.rule)}</code> {escape(reason.text)}{conflict}</li>'


def _titled(title: str, texts: Sequence[str]) -> str:
    return f"<h4>{title}</h4><ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""


def _list(kind: str, texts: Sequence[str]) -> str:
    return f'<ul class="{kind}">{"".join(f"<li>{escape(text)}</li>" for text in texts)}</ul>' if texts else ""


def _system(role: str, system: SystemObject) -> str:
    detail = " · ".join(part for part in (system.family, f"build {system.build}", system.channel) if part)
    note = f"<br>{escape(system.note)}" if system.note else ""
    return (
        f"<dt>{role}</dt><dd><b>{escape(system.name)}</b>{_phase(system.phase)}"
        f'<span class="ca-quiet"><br>{escape(detail)}{note}</span></dd>'
    )


def _changes(found: CheckObject) -> str:
    if found.changes_on is None:
        return '<p class="ca-quiet">No later day is known on which the support of host or image changes.</p>'
    return f"<p>The support of host or image changes next on <b>{_day(found.changes_on)}</b>.</p>"


def _day(day: date) -> str:
    return f'<time datetime="{day.isoformat()}">{day.isoformat()}</time>'
