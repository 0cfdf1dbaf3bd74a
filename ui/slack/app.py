"""Mounts the bot where its credentials are set: requests at /slack/events, or Socket Mode with an app-level token."""

import importlib.util

from fastapi import FastAPI
from pydantic import SecretStr

from assistant.settings import Settings
from ui.surface import Current, Off, On

NEEDED = ("slack_bolt", "aiohttp")

_GUIDE = "docs/slack.md says how to set the bot up."
_INSTALL = 'Install it with `pip install "channel-assistant[slack]"`.'


def mount(app: FastAPI, current: Current, settings: Settings) -> On | Off:
    """Add the bot to the application, or say what it lacks."""
    token, secret = _value(settings.slack_bot_token), _value(settings.slack_signing_secret)
    app_token = _value(settings.slack_app_token)
    if not (token or secret or app_token):
        return Off(reason="SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are not set.", remedy=_GUIDE)
    if not token:
        return Off(reason="SLACK_BOT_TOKEN is not set.", remedy=_GUIDE, half=True)
    if not (secret or app_token):
        return Off(reason="Neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set.", remedy=_GUIDE, half=True)
    if any(importlib.util.find_spec(package) is None for package in NEEDED):
        return Off(reason="The package slack-bolt is not installed.", remedy=_INSTALL, half=True)
    from ui.slack.wiring import wire  # noqa: PLC0415 - loads slack-bolt, which may not be installed

    return wire(app, current, settings, token=token, secret=secret, app_token=app_token)


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value().strip() if secret else ""
