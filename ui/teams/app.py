"""Mounts the bot at /api/messages where it is switched on and has its credentials."""

import importlib.util
import os
import warnings

from fastapi import FastAPI

from assistant.settings import Settings, variable
from ui.surface import Current, Off, On

NEEDED = ("microsoft_teams.apps", "jwt")

_GUIDE = "docs/teams.md says how to set the bot up."
_INSTALL = 'Install it with `pip install "channel-assistant[teams]"`.'


def mount(app: FastAPI, current: Current, settings: Settings) -> On | Off:
    """Add the bot to the application, or say what it lacks.

    Raises:
        SettingsError: one of its addresses cannot be used.
    """
    if not settings.teams:
        return Off(reason=f"{variable('teams')} is not on.", remedy=_GUIDE)
    if settings.teams_unauthenticated and settings.allow_remote:
        reason = f"{variable('teams_unauthenticated')} and {variable('allow_remote')} are both on."
        return Off(reason=reason, remedy="Requests without a token are for a server on loopback alone.", half=True)
    missing = _missing(settings)
    if missing and not settings.teams_unauthenticated:
        verb = "is" if len(missing) == 1 else "are"
        return Off(reason=f"{' and '.join(missing)} {verb} not set.", remedy=_GUIDE, half=True)
    if any(_absent(package) for package in NEEDED):
        return Off(reason="The package microsoft-teams-apps is not installed.", remedy=_INSTALL, half=True)
    os.environ.setdefault("PYTHON_DOTENV_DISABLED", "true")  # importing the SDK would copy .env into the environment
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*is in preview", category=FutureWarning)  # of parts not used here
        from ui.teams.wiring import wire  # noqa: PLC0415 - loads the SDK, which may not be installed

    return wire(app, current, settings)


def _missing(settings: Settings) -> list[str]:
    secret = settings.client_secret.get_secret_value() if settings.client_secret else ""
    given = {"client_id": settings.client_id, "client_secret": secret, "tenant_id": settings.tenant_id}
    return [variable(name) for name, value in given.items() if not value.strip()]


def _absent(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is None
    except ModuleNotFoundError:  # the package above it is not there
        return True
