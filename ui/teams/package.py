"""The Teams app package: manifest and icons in a zip file, with the client id filled in.

    python -m ui.teams.package --client-id ID --website https://example.org --out channel-assistant-teams.zip

The same input gives the same bytes.
"""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from assistant.errors import AssistantError, InputError, StorageError
from ui.presenters.bot import NAME
from ui.teams.icons import ACCENT, color_icon, outline_icon
from ui.teams.incoming import START_OVER
from ui.teams.routes import VERIFY_TITLE

SCHEMA_VERSION = "1.19"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json"

VERSION = "1.0.0"

SHORT = "Which Windows container image runs on which host, until when, and why."
FULL = (
    "Ask which container image runs on which Windows Server host, in which isolation, until when a release is "
    "supported, and what to move to. Every sentence is checked against dated, sourced rules before it is shown. "
    "Choose a message and let its claims be verified, sentence by sentence."
)

EXAMPLES = ("Which images run on WS2025?", "Is 23H2 still supported?")
"""Offered as commands: Teams writes the title of a command, of 32 characters at most, into the message."""

VERIFY_COMMAND = "verify"

_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_THEN = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip file knows


def manifest(client_id: str, website: str) -> dict[str, Any]:
    """The manifest of the app whose bot has that id; `website` is shown as its developer's.

    Raises:
        InputError: the id is none, or the address is not absolute https.
    """
    if not _ID.fullmatch(client_id):
        raise InputError("The client id is not one of Microsoft Entra.", "It has the form of 8-4-4-4-12 hex digits.")
    parts = urlsplit(website)
    if parts.scheme != "https" or not parts.hostname:
        raise InputError("The website is not an https address.", "Teams shows it; give your organisation's.")
    site, scopes = website.rstrip("/"), ["personal", "team", "groupChat"]
    asking = [{"title": title, "description": f"Ask: {title}"} for title in EXAMPLES]
    forget = {"title": START_OVER, "description": "Forget what was asked in this conversation."}
    return {
        "$schema": SCHEMA,
        "manifestVersion": SCHEMA_VERSION,
        "version": VERSION,
        "id": client_id,
        "developer": {
            "name": NAME,
            "websiteUrl": site,
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": NAME, "full": f"{NAME}: Windows Server channels and containers"},
        "description": {"short": SHORT, "full": FULL},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "bots": [
            {
                "botId": client_id,
                "scopes": scopes,
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": scopes, "commands": [*asking, forget]}],
            }
        ],
        "composeExtensions": [
            {
                "botId": client_id,
                "commands": [
                    {
                        "id": VERIFY_COMMAND,
                        "type": "action",
                        "title": VERIFY_TITLE,
                        "description": "Check each sentence against the rules.",
                        "context": ["message", "compose", "commandBox"],
                        "fetchTask": True,
                    }
                ],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [],
    }


def package(client_id: str, website: str) -> bytes:
    """The zip file to upload. Raises InputError as `manifest` does."""
    files = {
        "manifest.json": json.dumps(manifest(client_id, website), indent=2, ensure_ascii=False).encode(),
        "color.png": color_icon(),
        "outline.png": outline_icon(),
    }
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _THEN), content)
    return written.getvalue()


@click.command()
@click.option("--client-id", envvar="CLIENT_ID", required=True, help="Application (client) id; default CLIENT_ID.")
@click.option("--website", required=True, help="Your organisation's https address, which Teams shows.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default="channel-assistant-teams.zip")
def main(client_id: str, website: str, out: Path) -> None:
    """Write the app package that is uploaded to Teams."""
    try:
        content = package(client_id, website)
        try:
            out.write_bytes(content)
        except OSError as error:
            raise StorageError(
                f"{out} cannot be written: {error.strerror}.", "Name another file with --out."
            ) from error
    except AssistantError as error:
        raise click.UsageError(str(error)) from error
    click.echo(str(out))


if __name__ == "__main__":
    main()
