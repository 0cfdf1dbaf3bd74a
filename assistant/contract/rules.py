"""The contract's `rules` objects: the rules in words with their sources, and the certificate."""

from collections.abc import Iterable

from pydantic import BaseModel

from assistant.contract.source import SourceObject, source_objects
from assistant.rules.certificate import Certificate
from assistant.rules.engine import Engine
from assistant.rules.rule import Rule
from assistant.rules.rulebook import KINDS


class RuleObject(BaseModel):
    """One rule. `kind` is the claim kind it belongs to, `limits` the rules that it is an exception to."""

    id: str
    kind: str
    title: str
    statement: str
    limits: list[str]
    sources: list[SourceObject]


class RulesObject(BaseModel):
    """The rules, by number."""

    rules: list[RuleObject]


class CertificateCheck(BaseModel):
    """One property that was checked over all inputs. `cases` is how many, `findings` what was found against it."""

    name: str
    passed: bool
    cases: int
    statement: str
    findings: list[str]


class CertificateObject(BaseModel):
    """Whether every property holds for the facts with that hash."""

    certified: bool
    facts_hash: str
    checks: list[CertificateCheck]


def rules_object(engine: Engine, rules: Iterable[Rule]) -> RulesObject:
    """The rules as JSON."""
    kinds = {rule.id: kind.name for kind in KINDS for rule in kind.rules}
    return RulesObject(
        rules=[
            RuleObject(
                id=rule.id,
                kind=kinds[rule.id],
                title=rule.title,
                statement=rule.statement,
                limits=list(rule.limits),
                sources=source_objects(engine, rule.rests_on(engine.facts)),
            )
            for rule in rules
        ]
    )


def certificate_object(certificate: Certificate) -> CertificateObject:
    """The certificate as JSON."""
    return CertificateObject(
        certified=certificate.certified,
        facts_hash=certificate.facts_hash,
        checks=[
            CertificateCheck(
                name=check.name,
                passed=check.passed,
                cases=check.cases,
                statement=check.statement,
                findings=list(check.findings),
            )
            for check in certificate.checks
        ],
    )
