"""Settings: `CHANNEL_ASSISTANT_*` variables and `.env`, each with its default and meaning.

Read once, at a surface's start, and passed down; nothing below this module reads the environment.
"""

import os
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

PREFIX = "CHANNEL_ASSISTANT_"
DEFAULT_MODEL = "all-MiniLM-L6-v2"


class Settings(BaseSettings):
    """All settings of the program. Unknown `CHANNEL_ASSISTANT_*` variables are ignored, wrong values are an error."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("channel-assistant", appauthor=False),
        description="Folder of the index and of stored conversations; created when it is first written.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="Where conversations are kept, such as `postgresql://user:password@host/database`; "
        "unset, an SQLite file in the data folder.",
    )
    keep_days: int = Field(
        default=90,
        ge=0,
        le=36_500,
        description="Days that a conversation is kept after its last turn, and feedback after it was given; "
        "0 keeps them for good.",
    )
    embedding_model: str = Field(
        default=DEFAULT_MODEL,
        description="Sentence-transformers model: the packaged one, or the folder of another.",
    )
    chat_model: str | None = Field(
        default=None,
        description="LangChain name of a chat model that drafts answers, such as `openai:gpt-5.4`; unset, none does.",
    )
    chat_base_url: str | None = Field(
        default=None,
        description="Address of an OpenAI-compatible or Ollama server; unset, the provider's own.",
    )
    chat_timeout: float = Field(
        default=30.0,
        gt=0,
        description="Seconds that a chat model may take for an answer before the extractive one is given.",
    )
    allow_remote: bool = Field(
        default=False,
        description="Let `serve` listen where other machines can reach it without password, key or proxy header.",
    )
    password: SecretStr | None = Field(
        default=None,
        description="Password of chat and API (basic authentication, any user name); unset, none is asked for.",
    )
    api_keys: SecretStr | None = Field(
        default=None,
        description="API keys as `NAME=KEY` or `NAME=sha256:HEX`, separated by commas; each is a principal of its own, "
        "given as bearer token, in `X-API-Key`, or as password.",
    )
    proxy_header: str = Field(
        default="",
        description="Header in which a reverse proxy names whom it has signed in, such as `X-Forwarded-User`.",
    )
    proxy_addresses: str = Field(
        default="",
        description="Addresses or networks of the reverse proxy, separated by commas: from them alone the header "
        "above and `X-Forwarded-For` are believed.",
    )
    allowed_hosts: str = Field(
        default="",
        description="Names under which the server may be called, separated by commas; empty, the loopback names where "
        "it listens on loopback, else any.",
    )
    rate_limit: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="Requests a minute and client, 0 for no limit; unset, none on loopback and 60 elsewhere.",
    )
    threads: int | None = Field(
        default=None,
        ge=1,
        le=256,
        description="Questions that a server works on at once; more of them wait, and beyond that are refused (503). "
        "Unset, 2, and 16 with a chat model, which is mostly waited for.",
    )
    chroma_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/@]+/?$",
        description="Address of a Chroma server that keeps the vectors, such as `http://127.0.0.1:8001`; unset, "
        "Chroma runs inside the program.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        description="How `serve` writes its log to standard error: lines for people, or one JSON object a line.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning",
        description="The least that is logged; `info` has a line a request. Users' text is logged at no level.",
    )
    otlp_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="Address of an OpenTelemetry collector (OTLP over HTTP) that traces are sent to, such as "
        "`http://127.0.0.1:4318`; unset, none are made. Needs the extra `otel`.",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="Bot token of the Slack app (`xoxb-`); the bot is on where this and the next one are set.",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Signing secret of the Slack app, which proves that a request comes from Slack.",
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="App-level token of the Slack app (`xapp-`): with it, events come through Socket Mode, "
        "which needs no public address and no signing secret.",
    )
    slack_workspaces: str = Field(
        default="",
        description="Ids of the Slack workspaces that are answered (`T0123,T0456`), and whose members are; "
        "empty, every one that the app is installed in.",
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        description="Address of Slack's Web API; another one is for tests.",
    )
    teams: bool = Field(
        default=False,
        description="Let the Teams bot answer at `/api/messages`; it needs the next three as well.",
    )
    client_id: str = Field(
        default="",
        validation_alias="CLIENT_ID",
        description="Application (client) id of the Teams bot's app registration.",
    )
    client_secret: SecretStr | None = Field(
        default=None,
        validation_alias="CLIENT_SECRET",
        description="Client secret of the Teams bot's app registration.",
    )
    tenant_id: str = Field(
        default="",
        validation_alias="TENANT_ID",
        description="Directory (tenant) id of the Teams bot's app registration.",
    )
    teams_tenants: str = Field(
        default="",
        description="Ids of the tenants that the Teams bot answers, separated by commas; empty, TENANT_ID alone.",
    )
    teams_openid_url: str = Field(
        default="https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="OpenID metadata of whoever signs what Teams sends: another one for a sovereign cloud or a test.",
    )
    teams_login_url: str = Field(
        default="https://login.microsoftonline.com",
        description="Where the Teams bot gets the tokens that it sends with its messages: another one for a sovereign "
        "cloud or a test.",
    )
    teams_unauthenticated: bool = Field(
        default=False,
        description="For development: let the Teams bot take requests without a token, from this machine alone, and "
        "answer to this machine alone. Refused together with CHANNEL_ASSISTANT_ALLOW_REMOTE.",
    )
    langsmith: bool = Field(
        default=False,
        description="Let LangSmith tracing follow its own variables; off, it stays off whatever they say.",
    )

    @field_validator("data_dir")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser()


def variable(name: str) -> str:
    """The environment variable of a setting: its prefixed name, unless another program has given it one before."""
    alias = Settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"{PREFIX}{name}".upper()


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; `overrides` win over environment and file.

    Raises:
        SettingsError: a variable has a value that cannot be used.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        place = "_".join(str(part) for part in first["loc"])
        name = variable(place) if place in Settings.model_fields else place
        raise SettingsError(
            f"The setting {name} cannot be used: {first['msg']}.",
            "Correct or unset it; `channel-assistant config` lists every setting with its meaning.",
        ) from error


def silence_telemetry(settings: Settings) -> None:
    """Switch off what dependencies would send by themselves, before any of them is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    if not settings.langsmith:
        for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING"):
            os.environ[name] = "false"
