"""Errors as HTTP says them: one object, `{"error", "remedy"?}`, and a status by the class of the error."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from assistant.errors import (
    AssistantError,
    InputError,
    InputSizeError,
    NotFoundError,
    NotReadyError,
    OverloadedError,
)

# The most specific class wins; everything else of ours is a state of the server.
ERROR_STATUS: tuple[tuple[type[AssistantError], int], ...] = (
    (InputSizeError, 413),
    (NotFoundError, 404),
    (InputError, 400),
    (AssistantError, 503),
)

RETRY_SECONDS = 5


class ErrorObject(BaseModel):
    """What went wrong and what to do about it."""

    error: str
    remedy: str | None = None


def handle_failures(app: FastAPI) -> None:
    """Let every error of a known class be answered with the error object; `Observed` answers all others."""
    app.add_exception_handler(AssistantError, _our_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)


def error_response(
    status: int, what: str, remedy: str = "", *, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The error object of the contract as a response."""
    content = {"error": what, "remedy": remedy} if remedy else {"error": what}
    return JSONResponse(content, status_code=status, headers=headers)


def status_of(error: AssistantError) -> int:
    """The HTTP status of an error of ours."""
    return next(status for kind, status in ERROR_STATUS if isinstance(error, kind))


def _our_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AssistantError):
        raise TypeError(f"{type(error).__name__} is not an error of ours.")
    passing = isinstance(error, OverloadedError | NotReadyError)
    headers = {"Retry-After": str(RETRY_SECONDS)} if passing else None
    return error_response(status_of(error), error.what, error.remedy, headers=headers)


def _invalid_request(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise TypeError(f"{type(error).__name__} is not a validation error.")
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return error_response(400, "The body is not valid JSON.", "Send one JSON object.")
    place = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    what = f"{place}: {first['msg']}." if place else f"The request cannot be used: {first['msg']}."
    return error_response(400, what, "/openapi.json describes every request.")


def _http_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise TypeError(f"{type(error).__name__} is not an HTTP error.")
    return error_response(error.status_code, f"{error.detail}.", headers=error.headers)
