"""A growing answer under the rules of Teams' streams, against a connector that checks them, and that misbehaves."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from microsoft_teams.api import ApiClient
from microsoft_teams.api.models.account import Account, ConversationAccount
from microsoft_teams.api.models.conversation import ConversationReference
from microsoft_teams.common import Client, ClientOptions

from assistant.errors import DeliveryError
from tests.loops import in_a_loop_of_its_own
from tests.servers.teams import BOT, GROUP, PERSONAL, FakeTeams, outgoing
from tests.ui.presenters.test_cards import LONG, RTL
from tests.ui.presenters.test_cards import answer as view_of
from ui.presenters.cards import Message, answer_messages
from ui.teams.chat import Chat
from ui.teams.growing import LATE, Growing

STOPPED = (403, {"error": {"code": "ContentStreamNotAllowed", "message": "Content stream was canceled by user."}}, {})
TOO_LONG = (403, {"error": {"code": "ContentStreamNotAllowed", "message": "Message exceeded streaming time."}}, {})
REFUSED = (403, {"error": {"code": "ContentStreamNotAllowed", "message": "Content stream is not allowed"}}, {})
BUSY = (429, {}, {"Retry-After": "1"})

Failure = tuple[int, dict[str, Any], dict[str, str]]
Work = Callable[[Growing, Chat], Awaitable[None]]


def run(teams: FakeTeams, work: Work, *, place: str = PERSONAL, lifetime: float = 100.0) -> list[float]:
    """Do something with an answer in a place; the seconds that were asked to be waited for."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def all_of_it() -> None:
        client = Client(ClientOptions(token=outgoing()))
        reference = ConversationReference(
            bot=Account(id=BOT), conversation=ConversationAccount(id=place), channel_id="msteams", service_url=teams.url
        )
        chat = Chat(ApiClient(teams.url, client), reference, sleep)
        await work(Growing(chat, streams=place == PERSONAL, lifetime=lifetime), chat)
        await client.http.aclose()

    in_a_loop_of_its_own(all_of_it())
    return waits


def whole(text: str) -> Callable[[str, bool], Sequence[Message]]:
    """The messages of an answer with that text."""

    def make(begun: str, ended: bool) -> Sequence[Message]:
        assert text.startswith(begun)
        return (Message(text=text[len(begun) :] if ended else text, answers=True, last=True),)

    return make


def test_an_answer_streams_by_the_rules(teams: FakeTeams) -> None:
    async def work(growing: Growing, _: Chat) -> None:
        await growing.say("Looking…")
        for word in ("One. ", "Two. ", "Three. "):
            await asyncio.sleep(0.6)
            await growing.add(word)
        assert await growing.finish(whole("One. Two. Three. Four.")) == "m0"

    run(teams, work)
    assert [m["text"] for m in teams.shown()] == ["One. Two. Three. Four."]
    assert not teams.violations
    assert len(teams.made("typing")) < 4


def test_several_people_get_one_message(teams: FakeTeams) -> None:
    async def work(growing: Growing, _: Chat) -> None:
        await growing.say("Looking…")
        await growing.add("One.")
        await growing.finish(whole("One."))

    run(teams, work, place=GROUP)
    assert [name for name, _ in teams.calls] == ["message"]
    assert not teams.violations


@pytest.mark.parametrize("failure", [REFUSED, (500, {}, {}), (400, {"error": "x"}, {})])
def test_where_no_stream_is_taken_the_answer_is_a_message(teams: FakeTeams, failure: Failure) -> None:
    teams.failing = [failure]

    async def work(growing: Growing, _: Chat) -> None:
        await growing.say("Looking…")
        await growing.add("One.")
        await growing.finish(whole("One. Two."))

    run(teams, work)
    assert [m["text"] for m in teams.shown()] == ["One. Two."]
    assert not teams.streams


def test_a_person_who_stops_the_stream_hears_no_more(teams: FakeTeams) -> None:
    teams.failing = [None, STOPPED]

    async def work(growing: Growing, _: Chat) -> None:
        await growing.add("One. ")
        assert await growing.finish(whole("One. Two.")) == ""

    run(teams, work)
    assert [m["text"].strip() for m in teams.shown()] == ["One."]


def test_an_end_that_comes_too_late_is_put_in_place(teams: FakeTeams) -> None:
    teams.failing = [None, TOO_LONG]

    async def work(growing: Growing, _: Chat) -> None:
        await growing.add("One. ")
        assert await growing.finish(whole("One. Two.")) == "m0"

    run(teams, work)
    assert [m["text"] for m in teams.shown()] == ["One. Two."]
    assert len(teams.made("update")) == 1


@pytest.mark.parametrize(("shown", "expected"), [("One. ", ["One.", "Two."]), ("", [LATE, "One. Two."])])
def test_a_stream_is_closed_before_its_time_is_up(teams: FakeTeams, shown: str, expected: list[str]) -> None:
    async def work(growing: Growing, _: Chat) -> None:
        await growing.say("Looking…")
        if shown:
            await asyncio.sleep(1.1)
            await growing.add(shown)
        while not any(stream["closed"] for stream in teams.streams.values()):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0)
        await growing.finish(whole("One. Two."))

    run(teams, work, lifetime=1.5)
    assert [m["text"].strip() for m in teams.shown()] == expected


def test_a_failure_ends_the_stream_and_what_was_shown_stays(teams: FakeTeams) -> None:
    async def work(growing: Growing, _: Chat) -> None:
        await growing.add("One. ")
        await growing.fail(Message(text="It failed."))
        await growing.fail(Message(text="Again."))

    run(teams, work)
    assert [m["text"].strip() for m in teams.shown()] == ["One.", "It failed."]


def test_what_teams_asks_to_wait_is_waited(teams: FakeTeams) -> None:
    teams.failing = [BUSY, BUSY, (503, {}, {})]

    async def work(_: Growing, chat: Chat) -> None:
        await chat.post(Message(text="One."))

    assert run(teams, work) == [1.0, 1.0, 4.0]
    assert [m["text"] for m in teams.shown()] == ["One."]


@pytest.mark.parametrize(
    ("failures", "code"), [([BUSY] * 5, "429"), ([(413, {}, {})], "413"), ([(404, {}, {})], "404")]
)
def test_what_teams_does_not_take_is_an_error_of_ours(teams: FakeTeams, failures: list[Failure], code: str) -> None:
    teams.failing = list(failures)

    async def work(_: Growing, chat: Chat) -> None:
        with pytest.raises(DeliveryError) as raised:
            await chat.post(Message(text="One."))
        assert raised.value.code == code

    run(teams, work)
    assert not teams.messages


@pytest.mark.parametrize("text", ["Yes. [1]", LONG, RTL])
@pytest.mark.parametrize(("pairs", "sources"), [(0, 0), (1, 40), (20, 40)])
def test_what_is_sent_of_any_answer_is_within_the_limits(teams: FakeTeams, text: str, pairs: int, sources: int) -> None:
    shown = view_of(text, pairs=pairs, sources=sources, quote=RTL)

    async def work(growing: Growing, _: Chat) -> None:
        await growing.add(text[:100])
        await growing.finish(lambda begun, ended: answer_messages(shown, begun, ended=ended))

    run(teams, work)
    assert "".join(message.get("text", "") for message in teams.shown()) == text
    assert not [
        found for found in teams.violations if found != "faster than one a second"
    ]  # nothing is waited for here
