"""What reaches /slack/events: forged, stale and malformed requests are refused and leave no trace."""

import json
import time
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import text

from assistant.settings import load_settings
from tests.servers.slack import SECRET, direct, form, signed
from tests.ui.slack.conftest import Running
from ui.slack import app as surface
from ui.slack.signature import SIGNATURE, TIMESTAMP, Guard
from ui.surface import Off

BODY = direct("Ev1", "Can a 23H2 host run a Windows Server 2019 image?", ts="1.1")
NOW = 1_800_000_000.0
GOOD = signed(BODY, at=NOW)


def guard() -> Guard:
    return Guard(SECRET, lambda: NOW)


def test_what_slack_signed_is_let_in() -> None:
    timestamp, signature = GOOD.values()
    assert guard().admits([timestamp], [signature], BODY)


@pytest.mark.parametrize("off", [-301, 301, -86_400, 10**9])
def test_stale_and_future_requests_are_refused(off: int) -> None:
    timestamp, signature = signed(BODY, at=NOW + off).values()
    assert not guard().admits([timestamp], [signature], BODY)


FORGED: list[tuple[Any, Any]] = [
    ([], []),
    (["1800000000"], []),
    ([], ["v0=" + "0" * 64]),
    (["1800000000", "1800000000"], None),
    (None, ["v0=" + "0" * 64, "v0=" + "0" * 64]),
    (["abc"], None),
    ([""], None),
    (["1800000000.0"], None),
    (["+1800000000"], None),
    (["1_800_000_000"], None),
    ([" 1800000000"], None),
    (["1800000000\n"], None),
    (["١٨٠٠٠٠٠٠٠٠"], None),
    (["9" * 5000], None),
    (["-1"], None),
    (["nan"], None),
    (None, [""]),
    (None, ["v0="]),
    (None, ["v0=" + "0" * 64]),
    (None, ["v1=" + "0" * 64]),
    (None, ["v0=" + "é" * 64]),
    (None, ["v0=" + "0" * 63 + "\u00ff"]),
    (None, [GOOD["X-Slack-Signature"].upper()]),
    (None, [GOOD["X-Slack-Signature"] + "\n"]),
]


@pytest.mark.parametrize(("timestamps", "signatures"), FORGED)
def test_forged_headers_are_refused(timestamps: list[str] | None, signatures: list[str] | None) -> None:
    timestamp, signature = GOOD.values()
    given_timestamps = [timestamp] if timestamps is None else timestamps
    given_signatures = [signature] if signatures is None else signatures
    assert not guard().admits(given_timestamps, given_signatures, BODY)


def test_another_body_or_secret_is_refused() -> None:
    timestamp, signature = GOOD.values()
    for body in (BODY + b" ", b"", b"\xff\xfe", BODY.replace(b"2019", b"2022")):
        assert not guard().admits([timestamp], [signature], body)
    timestamp, signature = signed(BODY, secret="another", at=NOW).values()
    assert not guard().admits([timestamp], [signature], BODY)


def stored(running: Running) -> int:
    with running.assistant.store().database.reading() as connection:
        tables = ("events", "threads", "conversations", "turns", "feedback")
        return sum(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables)


BYTES = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f"), max_size=90).map(
    lambda s: s.encode("latin-1")
)
MALFORMED = st.one_of(
    # unsigned, or signed by somebody else
    st.tuples(st.sampled_from([BODY, b"", b"{}", form(payload="{}")]) | st.binary(max_size=200), BYTES, BYTES),
    # signed by Slack's secret, but nothing that Slack would send
    st.sampled_from(
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"{}",
            b"{]}",
            b"[" * 5000,
            b'{"type": 5}',
            b'{"type": "event_callback", "event": 5}',
            b'{"type": "event_callback", "event": {"type": "message"}, "team": 7}',
            b'{"actions": 5, "type": "block_actions"}',
            b'{"authorizations": {"a": 1}, "type": "event_callback", "event": {}}',
            form(payload="{"),
            form(payload="5"),
            form(payload='{"type": "block_actions", "user": 3, "actions": []}'),
            b"payload=%FF",
        ]
    ).map(lambda body: (body, None, None)),
)


def test_200_malformed_requests_are_refused_and_leave_nothing(running: Running) -> None:
    statuses: list[int] = []

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(MALFORMED)
    def refused(request: tuple[bytes, bytes | None, bytes | None]) -> None:
        body, timestamp, signature = request
        headers = signed(body) if timestamp is None else {}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        if timestamp is not None and signature is not None:
            raw = [(TIMESTAMP.encode(), timestamp), (SIGNATURE.encode(), signature)]
        response = running.post(body, [(b"content-type", b"application/json"), *raw])
        assert 400 <= response.status_code < 500, response.text
        assert set(response.json()) <= {"error", "remedy"}
        statuses.append(response.status_code)

    refused()
    assert len(statuses) >= 200
    assert {400, 401} <= set(statuses)
    assert running.slack.calls == []
    assert stored(running) == 0


def test_the_handshake_for_the_address_is_answered(running: Running) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    assert running.send(body).json() == {"challenge": "abc"}
    assert running.send(body, **{"X-Slack-Signature": "v0=" + "0" * 64}).status_code == 401


def test_what_is_old_is_refused_though_it_was_signed(running: Running) -> None:
    response = running.send(BODY, **signed(BODY, at=time.time() - 301))
    assert response.status_code == 401
    assert response.json()["error"] == "The request is not signed by Slack."


OFF: list[tuple[dict[str, str], bool, str]] = [
    ({}, False, "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET"),
    ({"slack_bot_token": ""}, False, "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET"),
    ({"slack_signing_secret": "s"}, True, "SLACK_BOT_TOKEN"),
    ({"slack_app_token": "xapp-1"}, True, "SLACK_BOT_TOKEN"),
    ({"slack_bot_token": "xoxb-1"}, True, "SLACK_SIGNING_SECRET"),
    ({"slack_bot_token": "xoxb-1", "slack_signing_secret": "  "}, True, "SLACK_SIGNING_SECRET"),
]


@pytest.mark.parametrize(("given", "half", "named"), OFF)
def test_without_credentials_it_is_off_and_says_what_is_missing(given: dict[str, str], half: bool, named: str) -> None:
    secrets = {name: SecretStr(value) for name, value in given.items()}
    nothing: dict[str, Any] = {"slack_bot_token": None, "slack_signing_secret": None, "slack_app_token": None}
    state = surface.mount(FastAPI(), lambda: pytest.fail("not needed"), load_settings(**nothing | secrets))
    assert isinstance(state, Off)
    assert (state.half, named in state.reason) == (half, True)
    assert "docs/slack.md" in state.remedy
