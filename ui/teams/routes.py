"""The SDK's application: each kind of activity to the part of the bot that answers it.

The SDK reads activities into its types and finds the handler. Requests and tokens are not its business here (see
`endpoint`): it answers 500 to what is no JSON, lets a request pass that names no service, and acknowledges a message
only when its answer has been given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from microsoft_teams.api import InvokeResponse
from microsoft_teams.api.activities.install_update import InstalledActivity
from microsoft_teams.api.activities.invoke import (
    MessageExtensionFetchTaskInvokeActivity,
    MessageExtensionSubmitActionInvokeActivity,
    MessageSubmitActionInvokeActivity,
)
from microsoft_teams.api.activities.message import MessageActivity
from microsoft_teams.api.auth.caller import CallerType
from microsoft_teams.api.models import (
    CardTaskModuleTaskInfo,
    MessagingExtensionActionInvokeResponse,
    TaskModuleContinueResponse,
)
from microsoft_teams.api.models.attachment import Attachment
from microsoft_teams.api.models.conversation import ConversationReference
from microsoft_teams.apps import ActivityContext, App
from microsoft_teams.apps.events import ActivityEvent, CoreActivity
from microsoft_teams.apps.http.adapter import HttpMethod, HttpRouteHandler

from ui.presenters.cards import CHECKED_TEXT, Element, verify_form
from ui.teams.bot import Bot
from ui.teams.chat import CARD_TYPE, Chat
from ui.teams.incoming import message_text, place_in, question_in, reason_in

VERIFY_TITLE = "Verify claims"

ChatOf = Callable[[ConversationReference], Chat]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sent an activity, as the SDK wants to know it: its token has been checked, and is not handed on."""

    app_id: str = ""
    app_display_name: str | None = None
    tenant_id: str | None = None
    service_url: str
    from_: CallerType = "azure"
    from_id: str = ""
    expiration: int | None = None

    def is_expired(self, buffer_ms: int = 0) -> bool:  # noqa: ARG002 - the SDK's protocol
        """Never: it was checked when it came."""
        return False


class _NoServer:
    """The SDK adds its own route with its own checks; it gets none."""

    def register_route(self, method: HttpMethod, path: str, handler: HttpRouteHandler) -> None:
        """Nothing."""

    def serve_static(self, path: str, directory: str) -> None:
        """Nothing."""

    async def start(self, port: int) -> None:
        """Nothing."""

    async def stop(self) -> None:
        """Nothing."""


def sdk_app(bot: Bot, chat_of: ChatOf, *, client: str, tenant: str) -> App:
    """The SDK's application with a handler for each kind of activity that the bot answers."""
    app = App(
        client_id=client,
        tenant_id=tenant,
        http_server_adapter=_NoServer(),
        fetch_user_token=False,
        state=False,
        dangerously_allow_unauthenticated_requests=False,
        telemetry={"agent365": False},
    )

    async def on_message(context: ActivityContext[MessageActivity]) -> None:
        question = question_in(context.activity)
        if question is not None:
            await bot.asked(question, chat_of(context.conversation_ref))

    async def on_installed(context: ActivityContext[InstalledActivity]) -> None:
        activity = context.activity
        await bot.installed(place_in(activity), activity.id, chat_of(context.conversation_ref))

    async def on_feedback(context: ActivityContext[MessageSubmitActionInvokeActivity]) -> None:
        activity, given = context.activity, context.activity.value.action_value
        if activity.reply_to_id:
            like, reason = given.reaction == "like", reason_in(given.feedback)
            await bot.rated(place_in(activity), activity.reply_to_id, like=like, reason=reason)

    async def on_extension(
        context: ActivityContext[MessageExtensionFetchTaskInvokeActivity],
    ) -> MessagingExtensionActionInvokeResponse:
        text = message_text(context.activity.value.message_payload)
        return _dialog(await bot.verified(place_in(context.activity), text) if text else verify_form())

    async def on_form(
        context: ActivityContext[MessageExtensionSubmitActionInvokeActivity],
    ) -> MessagingExtensionActionInvokeResponse:
        text = _given(context.activity.value.data)
        return _dialog(await bot.verified(place_in(context.activity), text) if text.strip() else verify_form())

    app.on_message(on_message)
    app.on_install_add(on_installed)
    app.on_message_submit_feedback(on_feedback)
    app.on_message_ext_open(on_extension)
    app.on_message_ext_submit(on_form)
    return app


async def dispatch(app: App, payload: dict[str, Any], service_url: str) -> InvokeResponse[Any]:
    """Have an activity handled that has been checked; what its handler answers."""
    event = ActivityEvent(body=CoreActivity.model_validate(payload), token=Caller(service_url=service_url))
    return await app.activity_processor.process_activity([], event)


def _dialog(card: Element) -> MessagingExtensionActionInvokeResponse:
    info = CardTaskModuleTaskInfo(
        title=VERIFY_TITLE,
        height="large",
        width="large",
        card=Attachment(content_type=CARD_TYPE, content=card),
    )
    return MessagingExtensionActionInvokeResponse(task=TaskModuleContinueResponse(value=info))


def _given(data: object) -> str:
    found = data.get(CHECKED_TEXT) if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""
