"""The contract's objects, made once for every surface that gives them to programs: the HTTP API and MCP."""

from datetime import date

from assistant.claims.judge import judge_text
from assistant.contract.answer import AnswerObject, answer_object
from assistant.contract.check import CheckObject, check_object
from assistant.contract.lifecycle import LifecycleObject, lifecycle_object
from assistant.contract.search import SearchObject, search_object
from assistant.contract.text import given_text
from assistant.contract.verify import VerifyObject, checked_text, verify_object
from assistant.reply import Reply
from assistant.rules import Engine, Isolation, Platform
from assistant.service import Assistant


def ask(
    assistant: Assistant, question: str, as_of: date | None, *, conversation: str | None = None, principal: str = ""
) -> tuple[Reply, AnswerObject]:
    """One verified answer, and its object. Raises what `Assistant.ask` does."""
    reply = assistant.ask(given_text(question), as_of=as_of, conversation=conversation, principal=principal)
    return reply, answer_object(reply, assistant.engine)


def check(
    engine: Engine,
    host: str,
    image: str,
    *,
    isolation: Isolation | None,
    platform: Platform,
    as_of: date | None,
) -> CheckObject:
    """The verdict on a host and an image in any spelling. Raises UnresolvedNameError where one is not known."""
    verdict = engine.check(
        engine.resolve_host(host),
        engine.resolve_image(image),
        isolation=isolation,
        platform=platform,
        as_of=as_of or date.today(),
    )
    return check_object(verdict, engine)


def lifecycle(engine: Engine, release: str, as_of: date | None) -> LifecycleObject:
    """The lifecycle of a release in any spelling, with a note where the spelling was read in one of several ways."""
    named = engine.resolve(release)
    found = lifecycle_object(engine.lifecycle(named, as_of or date.today()), engine)
    if named.note:
        found.notes.insert(0, named.note)
    return found


def verify(engine: Engine, text: str, as_of: date | None) -> VerifyObject:
    """The claims in a text, judged. Raises InputError for a text that is empty, too long or not Unicode."""
    judged = judge_text(engine, checked_text(given_text(text, "The text")), as_of or date.today())
    return verify_object(judged, engine)


def search(assistant: Assistant, query: str, k: int) -> SearchObject:
    """The `k` best passages. Raises InputError for a query that `ask` would refuse."""
    given = given_text(query, "The query")
    return search_object(given, assistant.search(given, k))
