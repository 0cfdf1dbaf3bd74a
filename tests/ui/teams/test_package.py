"""The app package: what Teams demands of a manifest and its icons, and that the same input gives the same bytes."""

import json
import struct
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from assistant.errors import InputError
from tests.servers.teams import CLIENT
from ui.teams.package import SCHEMA, SCHEMA_VERSION, main, manifest, package

SITE = "https://www.example.org"


def text(most: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": most}


def record(required: str, optional: str = "", **kinds: Any) -> dict[str, Any]:
    assert set(kinds) == {*required.split(), *optional.split()}
    return {"type": "object", "properties": kinds, "required": required.split(), "additionalProperties": False}


ADDRESS = {"type": "string", "pattern": "^https://", "maxLength": 2048}
ID = {"type": "string", "pattern": "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"}
SCOPES = {"type": "array", "minItems": 1, "maxItems": 3, "items": {"enum": ["team", "personal", "groupChat"]}}
CONTEXTS = {
    "type": "array",
    "uniqueItems": True,
    "maxItems": 3,
    "items": {"enum": ["message", "compose", "commandBox"]},
}

# The published schema as far as the manifest uses it, in our own words.
RESTATED = record(
    "$schema manifestVersion version id developer name description icons accentColor bots composeExtensions "
    "permissions validDomains",
    **{
        "$schema": {"const": SCHEMA},
        "manifestVersion": {"const": SCHEMA_VERSION},
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$", "maxLength": 256},
        "id": ID,
        "developer": record(
            "name websiteUrl privacyUrl termsOfUseUrl",
            name=text(32),
            websiteUrl=ADDRESS,
            privacyUrl=ADDRESS,
            termsOfUseUrl=ADDRESS,
        ),
        "name": record("short full", short=text(30), full=text(100)),
        "description": record("short full", short=text(80), full=text(4000)),
        "icons": record("color outline", color=text(2048), outline=text(2048)),
        "accentColor": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
        "bots": {
            "type": "array",
            "maxItems": 1,
            "items": record(
                "botId scopes supportsFiles isNotificationOnly commandLists",
                botId=ID,
                scopes=SCOPES,
                supportsFiles={"type": "boolean"},
                isNotificationOnly={"type": "boolean"},
                commandLists={
                    "type": "array",
                    "maxItems": 3,
                    "items": record(
                        "scopes commands",
                        scopes=SCOPES,
                        commands={
                            "type": "array",
                            "maxItems": 10,
                            "items": record("title description", title=text(32), description=text(128)),
                        },
                    ),
                },
            ),
        },
        "composeExtensions": {
            "type": "array",
            "maxItems": 1,
            "items": record(
                "botId commands",
                botId=ID,
                commands={
                    "type": "array",
                    "maxItems": 10,
                    "items": record(
                        "id type title description context fetchTask",
                        id=text(64),
                        type={"enum": ["query", "action"]},
                        title=text(32),
                        description=text(128),
                        context=CONTEXTS,
                        fetchTask={"type": "boolean"},
                    ),
                },
            ),
        },
        "permissions": {"type": "array", "items": {"enum": ["identity", "messageTeamMembers"]}},
        "validDomains": {"type": "array", "maxItems": 16},
    },
)


def test_the_manifest_is_what_teams_takes() -> None:
    made = manifest(CLIENT, SITE)
    jsonschema.validate(made, RESTATED)
    assert made["id"] == made["bots"][0]["botId"] == made["composeExtensions"][0]["botId"] == CLIENT


def test_the_package_holds_manifest_and_icons_at_its_top() -> None:
    content = package(CLIENT, SITE)
    assert content == package(CLIENT, SITE)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == manifest(CLIENT, SITE)
        for name, side in (("color.png", 192), ("outline.png", 32)):
            icon = archive.read(name)
            assert icon.startswith(b"\x89PNG")
            assert struct.unpack(">II", icon[16:24]) == (side, side)


@pytest.mark.parametrize(
    ("client", "site"),
    [
        ("", SITE),
        ("me", SITE),
        (f"{CLIENT}0", SITE),
        (CLIENT, "http://example.org"),
        (CLIENT, ""),
        (CLIENT, "https://"),
    ],
)
def test_what_teams_would_refuse_is_refused(client: str, site: str) -> None:
    with pytest.raises(InputError):
        manifest(client, site)


def test_the_command_writes_the_file_or_says_why_not(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    given = ["--client-id", CLIENT, "--website", SITE, "--out", str(out)]
    assert CliRunner().invoke(main, given).exit_code == 0
    assert out.read_bytes() == package(CLIENT, SITE)
    for wrong in (["--client-id", "x", "--website", SITE], [*given[:-1], str(tmp_path / "no" / "app.zip")]):
        failed = CliRunner().invoke(main, wrong)
        assert failed.exit_code == 2
        assert "Error: " in failed.output
