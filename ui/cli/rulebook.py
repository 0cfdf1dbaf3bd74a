"""The command `rules`: lists, explains and certifies. Apart from `check`, which needs only a part of the rulebook."""

import click

from assistant.contract.rules import certificate_object, rules_object
from assistant.errors import InputError
from assistant.rules.certificate import certify
from assistant.rules.engine import Engine
from assistant.rules.pages import rules_page
from assistant.rules.rulebook import RULES
from ui.cli import tables

NOT_CERTIFIED = 1


@click.command()
@click.argument("rule", metavar="[ID]", required=False)
@click.option("--certify", "wants_certificate", is_flag=True, help="Check the whole table and print the certificate.")
@click.option("--markdown", is_flag=True, help="Write the page of all rules and conflicts, docs/rules.md.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.pass_context
def rules(ctx: click.Context, rule: str | None, wants_certificate: bool, markdown: bool, as_json: bool) -> None:
    """List the rules, explain one, or certify them all.

    \b
    Example:
      channel-assistant rules R7
    """
    engine = Engine.load()
    if rule and (wants_certificate or markdown):
        raise click.UsageError("--certify and --markdown take no rule: they are about all of them.")
    if markdown:
        click.echo(rules_page(engine), nl=False)
        return
    if wants_certificate:
        certificate = certificate_object(certify(engine))
        if as_json:
            click.echo(certificate.model_dump_json())
        else:
            tables.print_certificate(certificate)
        ctx.exit(0 if certificate.certified else NOT_CERTIFIED)
    chosen = [r for r in RULES if rule is None or r.id.lower() == rule.strip().lower()]
    if not chosen:
        raise InputError(
            f"There is no rule {rule!r}.", f"The ids go from {RULES[0].id} to {RULES[-1].id}; `rules` lists them."
        )
    listed = rules_object(engine, chosen)
    if as_json:
        click.echo(listed.model_dump_json())
    elif rule is None:
        tables.print_rules(listed)
    else:
        tables.print_rule(listed.rules[0])
