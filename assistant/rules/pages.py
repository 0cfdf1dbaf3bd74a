"""Pages that are printed from the facts, so that they cannot differ from what the program does."""

from assistant.rules.engine import Engine
from assistant.rules.fact_pages import fact_pages
from assistant.rules.reference import reference_pages
from assistant.rules.release_pages import release_pages
from assistant.rules.rulebook import KINDS, RULES


def generated_pages(engine: Engine) -> dict[str, str]:
    """File name -> text of every page of the guidance that is printed from the facts.

    The cases in the words of answers (`reference`), what sources state outright (`fact_pages`), and a page a release.
    """
    return {**reference_pages(engine), **fact_pages(engine), **release_pages(engine)}


def rules_page(engine: Engine) -> str:
    """docs/rules.md: every rule with its statement, exceptions and sources, and the conflicts, as Markdown."""
    kinds = {rule.id: kind.name for kind in KINDS for rule in kind.rules}
    lines = [
        "# Rules",
        "",
        "Printed by `channel-assistant rules --markdown`; do not edit. The ids are permanent. "
        f"Facts reviewed on {engine.reviewed.isoformat()}.",
        "",
    ]
    for rule in RULES:
        lines += [f"## {rule.id} {rule.title}", "", f"About: {kinds[rule.id]}.", "", rule.statement, ""]
        if rule.limits:
            lines += [f"An exception to {', '.join(rule.limits)}.", ""]
        sources = engine.facts.cited(rule.rests_on(engine.facts))
        lines += [f"- [{source.title}, {source.section}]({source.url})" for source in sources]
        lines += [""] if sources else []
    lines += ["# Where sources disagree", ""]
    for conflict in sorted(engine.facts.conflicts.values(), key=lambda c: c.id):
        lines += [f"## {conflict.id} {conflict.title}", ""]
        for side in conflict.sides:
            links = ", ".join(f"[{engine.facts.sources[s].title}]({engine.facts.sources[s].url})" for s in side.sources)
            lines += [f"- {side.says} ({links})"]
        lines += ["", f"What governs here: {conflict.governs}. {conflict.why}", ""]
    return "\n".join(lines).rstrip() + "\n"
