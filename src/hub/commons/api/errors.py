"""One shape for every error of the HTTP API.

{"error": {"code": "…", "message": "…", "findings": [{"code", "severity", "file", "row", "column", "found",
"allowed", "message"}, …]}}: `message` is a sentence in the reader's language that says what was found, what is
allowed, where, and what to do; `findings` is empty unless an input with rows was refused.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError


class FindingOut(Schema):
    """One fault of a refused input."""

    code: str
    severity: str = "error"
    file: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    allowed: str = ""
    message: str


class ErrorBody(Schema):
    code: str
    message: str
    findings: list[FindingOut] = []


class ErrorOut(Schema):
    error: ErrorBody


def answer_error(api: NinjaAPI, request: HttpRequest, *, status: int, body: ErrorBody) -> HttpResponse:
    """Write one error in the shape of this module."""
    return api.create_response(request, {"error": body.dict()}, status=status)


def install_errors(api: NinjaAPI) -> None:
    """Give an API the error shape for everything that the framework itself refuses."""
    handlers: Sequence[tuple[type[Exception], Callable[[Any], tuple[int, ErrorBody]]]] = (
        (Http404, _not_found),
        (ValidationError, _invalid),
        (AuthenticationError, _unauthorised),
        (HttpError, _refused),
    )
    for kind, describe in handlers:

        def handle(
            request: HttpRequest, error: Any, describe: Callable[[Any], tuple[int, ErrorBody]] = describe
        ) -> HttpResponse:
            status, body = describe(error)
            return answer_error(api, request, status=status, body=body)

        api.add_exception_handler(kind, handle)


def _not_found(_error: Http404) -> tuple[int, ErrorBody]:
    return 404, ErrorBody(
        code="not_found", message=_("Nothing is kept at this address. The list of addresses is at /api/docs.")
    )


def _unauthorised(_error: AuthenticationError) -> tuple[int, ErrorBody]:
    return 401, ErrorBody(code="sign_in_needed", message=_("This address needs an account. Sign in first."))


def _refused(error: HttpError) -> tuple[int, ErrorBody]:
    if error.status_code == 403 and "CSRF" in str(error):
        message = _(
            "This address changes something, so it needs the value of the cookie “csrftoken” in the header “X-CSRFToken”."
        )
        return 403, ErrorBody(code="csrf_token_missing", message=message)
    return error.status_code, ErrorBody(code="refused", message=str(error))


def _invalid(error: ValidationError) -> tuple[int, ErrorBody]:
    findings = [
        FindingOut(
            code=str(fault["type"]),
            column=".".join(str(part) for part in fault["loc"][1:]),
            allowed=", ".join(
                f"{name}: {value}" for name, value in (fault.get("ctx") or {}).items() if name != "error"
            ),
            message=str(fault["msg"]),
        )
        for fault in error.errors
    ]
    message = _("Some parameters of this request cannot be used; each is named below with what is allowed.")
    return 422, ErrorBody(code="invalid_request", message=message, findings=findings)
