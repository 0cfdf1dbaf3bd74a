"""Who asks, and how often: tables over headers, addresses and settings."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.settings import load_settings
from ui.identity import identity
from ui.limits import VERIFY_BYTES, most_bytes
from ui.protection import policy
from ui.rate import MOST_CLIENTS, Rate

KEYS = f"ci=open-sesame, ann=sha256:{hashlib.sha256(b'other').hexdigest()}"


def basic(words: str) -> str:
    return "Basic " + base64.b64encode(words.encode()).decode()


SETTINGS = {"password": "hunter2 and more", "api_keys": KEYS}


@pytest.mark.parametrize(
    ("headers", "principal"),
    [
        ({}, None),
        ({"authorization": "Bearer open-sesame"}, "key:ci"),
        ({"authorization": "bearer  open-sesame "}, "key:ci"),
        ({"x-api-key": "open-sesame"}, "key:ci"),
        ({"x-api-key": "other"}, "key:ann"),
        ({"authorization": basic("anybody:open-sesame")}, "key:ci"),
        ({"authorization": basic("anybody:hunter2 and more")}, "password"),
        ({"authorization": basic(":hunter2 and more")}, "password"),
        ({"authorization": "Bearer hunter2 and more"}, "password"),
        ({"x-api-key": "open-sesam"}, None),
        ({"x-api-key": ""}, None),
        ({"x-api-key": hashlib.sha256(b"other").hexdigest()}, None),
        ({"authorization": "Bearer "}, None),
        ({"authorization": "Basic !!!"}, None),
        ({"authorization": "Basic /w=="}, None),
        ({"authorization": basic("open-sesame")}, None),
        ({"authorization": "Digest open-sesame"}, None),
        ({"x-forwarded-user": "ann"}, None),
    ],
)
def test_a_secret_names_its_principal_and_nothing_else_does(headers: dict[str, str], principal: str | None) -> None:
    assert identity(load_settings(**SETTINGS)).principal(headers, "127.0.0.1") == principal


@given(st.text(max_size=50))
def test_no_other_word_is_let_in(word: str) -> None:
    who = identity(load_settings(**SETTINGS))
    for headers in ({"x-api-key": word}, {"authorization": word}, {"authorization": f"Basic {word}"}):
        assert who.principal(headers, "127.0.0.1") is None


def test_without_secrets_everybody_is_nobody() -> None:
    assert identity(load_settings()).principal({}, "203.0.113.9") == ""


@pytest.mark.parametrize(
    ("peer", "header", "principal", "client"),
    [
        ("10.1.2.3", "ann@example.org", "user:ann@example.org", "198.51.100.7"),
        ("127.0.0.1", "ann@example.org", "user:ann@example.org", "198.51.100.7"),
        ("192.0.2.1", "ann@example.org", None, "192.0.2.1"),
        ("10.1.2.3", "", None, "198.51.100.7"),
        ("10.1.2.3", "x" * 201, None, "198.51.100.7"),
        ("", "ann@example.org", None, ""),
    ],
)
def test_a_name_is_believed_from_the_proxy_alone(peer: str, header: str, principal: str | None, client: str) -> None:
    settings = load_settings(proxy_header="X-Forwarded-User", proxy_addresses="10.0.0.0/8, 127.0.0.1")
    who = identity(settings)
    headers = {"x-forwarded-user": header, "x-forwarded-for": "203.0.113.5, 198.51.100.7"}
    assert who.principal(headers, peer) == principal
    assert who.client(headers, peer) == client


@pytest.mark.parametrize(
    "wrong",
    [
        {"api_keys": "no-name"},
        {"api_keys": "=secret-word"},
        {"api_keys": "ci=sha256:secret-word"},
        {"api_keys": "ci=sha256:abcd"},
        {"proxy_header": "X-Forwarded-User"},
        {"proxy_header": "X-Forwarded-User", "proxy_addresses": "here"},
    ],
)
def test_settings_that_cannot_be_used_are_refused_without_repeating_a_secret(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refused:
        identity(load_settings(**wrong))
    assert "CHANNEL_ASSISTANT_" in str(refused.value)
    assert "secret-word" not in str(refused.value)


@pytest.mark.parametrize(
    ("host", "more", "allowed"),
    [
        ("127.0.0.1", {}, True),
        ("0.0.0.0", {}, False),
        ("0.0.0.0", {"allow_remote": True}, True),
        ("0.0.0.0", {"password": "long enough"}, True),
        ("0.0.0.0", {"password": ""}, False),
        ("0.0.0.0", {"api_keys": "ci=open-sesame"}, True),
        ("0.0.0.0", {"proxy_header": "X-User", "proxy_addresses": "10.0.0.1"}, True),
    ],
)
def test_beyond_loopback_somebody_has_to_be_known(host: str, more: dict[str, str], allowed: bool) -> None:
    if allowed:
        assert policy(load_settings(**more), host)
    else:
        with pytest.raises(SettingsError, match="password"):
            policy(load_settings(**more), host)


def test_permits_fill_again_with_time_and_each_client_has_its_own() -> None:
    now = [0.0]
    rate = Rate(2, clock=lambda: now[0])
    assert [rate.take("a"), rate.take("a")] == [0.0, 0.0]
    assert rate.take("a") == pytest.approx(30.0)
    assert rate.take("b") == 0.0
    now[0] = 29.0
    assert rate.take("a") == pytest.approx(1.0)
    now[0] = 30.0
    assert rate.take("a") == 0.0
    now[0] = 1e6
    assert [rate.take("a") > 0 for _ in range(3)] == [False, False, True]


def test_no_limit_is_no_limit_and_clients_are_not_kept_for_ever() -> None:
    assert {Rate(0).take("a") for _ in range(100)} == {0.0}
    rate = Rate(1, clock=lambda: 0.0)
    for number in range(MOST_CLIENTS + 5):
        rate.take(str(number))
    assert rate.take("0") == 0.0
    assert rate.take(str(MOST_CLIENTS + 4)) > 0


@pytest.mark.parametrize(
    ("path", "least"), [("/api/ask", 240_000), ("/api/ask/stream", 240_000), ("/mcp", VERIFY_BYTES)]
)
def test_what_the_contract_allows_fits_into_a_body(path: str, least: int) -> None:
    assert most_bytes(path) >= least
    assert most_bytes(path) <= most_bytes("/api/verify")
