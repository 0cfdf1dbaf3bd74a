"""The manifest asks for what the bot uses, names what the bot answers to, and the guide explains each scope."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.settings import variable
from ui.slack.wiring import PATH

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = (DOCS / "slack.md").read_text("utf-8")
MANIFEST: dict[str, Any] = yaml.safe_load((DOCS / "slack-manifest.yaml").read_text("utf-8"))

# What each event and each call of the bot needs, from Slack's reference of events and of methods.
SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "app_home_opened": None,
}
CALLS = {
    "chat.postMessage": "chat:write",
    "assistant.threads.setStatus": "assistant:write",
    "a slash command": "commands",
}


def test_scopes_are_those_that_events_and_calls_need_and_no_other() -> None:
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == set(SCOPES)
    needed = {*SCOPES.values(), *CALLS.values()} - {None}
    assert MANIFEST["oauth_config"]["scopes"] == {"bot": sorted(needed)}


def test_every_address_is_the_bots() -> None:
    features, settings = MANIFEST["features"], MANIFEST["settings"]
    addresses = [
        features["slash_commands"][0]["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
    ]
    assert addresses == [f"https://assistant.example.com{PATH}"] * 3


def test_it_is_within_slacks_limits() -> None:
    features, shown = MANIFEST["features"], MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert len(features["agent_view"]["agent_description"]) <= 300
    [command], [shortcut] = features["slash_commands"], features["shortcuts"]
    assert (command["command"], shortcut["callback_id"], shortcut["type"]) == ("/channel", "verify_claims", "message")
    assert len(command["description"]) <= 150
    assert len(command["usage_hint"]) <= 1000
    assert len(shortcut["description"]) <= 150


@pytest.mark.parametrize("scope", MANIFEST["oauth_config"]["scopes"]["bot"])
def test_the_guide_explains_each_scope(scope: str) -> None:
    assert re.search(rf"^\|.*`{scope}`.*\|", GUIDE, re.M)


def test_the_guide_names_each_setting() -> None:
    for name in ("slack_bot_token", "slack_signing_secret", "slack_app_token", "slack_workspaces", "slack_api_url"):
        assert variable(name) in GUIDE
