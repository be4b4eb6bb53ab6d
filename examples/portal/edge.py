"""The portal's edge: bodies in by `from_dict`, answers out, errors as JSON, and an OpenAPI schema from the values.

Nothing that comes in is trusted: a body is read up to a limit, and is a document of the type that is expected.
"""

import json
from collections.abc import Awaitable, Callable
from datetime import tzinfo
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError

from incidentrules import IncidentRulesError, InvalidValueError, OperatingHours
from incidentrules.documents import from_dict, schema

LARGEST_BODY = 256 * 1024
STATUS = {"too_large": 413, "no_account": 404}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
WORDS = ("account", "assessment", "entry", "incident", "pack", "reason", "remaining", "statement", "terms")
TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date"}
COUNT = {"type": "integer", "minimum": 0}


def api(title: str) -> FastAPI:
    """Return an app without routes that has all of this; its pages of docs would need assets of other hosts."""
    app = Api(title=title, docs_url=None, redoc_url=None, responses={422: REFUSED})
    app.add_exception_handler(IncidentRulesError, refuse)
    app.add_exception_handler(RequestValidationError, refuse_parameter)
    app.middleware("http")(harden)
    return app


# --- bodies and answers


def answer(status: int = 200, /, **content: Any) -> Response:
    """Return JSON in ASCII, which can hold any string."""
    return Response(json.dumps(content, allow_nan=False), status, media_type="application/json")


def body_of(word: str) -> Any:
    """Return the dependency that reads the body as a document of a type."""

    async def value(request: Request) -> Any:
        document = parsed(await received(request))
        match document:
            case {"type": said} if said != word:
                raise refused("type", "is another one", said, code="another_type", remedy=f"send the type {word!r}")
        return from_dict(document)

    return Depends(value)


async def received(request: Request) -> bytes:
    """Return the body; one that is too large is read no further."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            remedy = f"send {LARGEST_BODY} bytes at most"
            raise refused("body", "is too large", f"{len(body)} bytes or more", code="too_large", remedy=remedy)
    return bytes(body)


def parsed(body: bytes) -> Any:
    """Return what JSON holds."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise refused("body", "is no JSON that can be read", body, code="format", remedy="send a JSON object") from None


def zone_of(name: str) -> tzinfo:
    """Return a zone by its name; the library refuses an unknown one."""
    return OperatingHours.parse("24/7", tz=name).tz


# --- errors


def refused(field: str, problem: str, value: object, *, code: str, remedy: str) -> IncidentRulesError:
    """Return an error of the portal's own, in the words of the library's."""
    return InvalidValueError(problem, field=field, value=value, code=code, remedy=remedy)


def refuse(_: Request, error: Exception) -> Response:
    """Answer what is wrong, where, and what to send instead."""
    assert isinstance(error, IncidentRulesError)
    status = STATUS.get(error.code, 422)
    return answer(status, field=error.field, code=error.code, message=str(error), remedy=error.remedy)


def refuse_parameter(request: Request, error: Exception) -> Response:
    """Answer what FastAPI finds wrong with a parameter in the same form."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field, code, value = str(first["loc"][-1]), first["type"], first["input"]
    return refuse(request, refused(field, f"is wrong ({first['msg']})", value, code=code, remedy="see /openapi.json"))


async def harden(request: Request, respond: Callable[[Request], Awaitable[Response]]) -> Response:
    """Let a browser load, keep and run only what comes from here."""
    response = await respond(request)
    response.headers.update(HEADERS)
    return response


# --- the schema


class Api(FastAPI):
    """An app whose OpenAPI schema has those of the values."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI schema."""
        described = super().openapi()
        described["components"] = {"schemas": {name: part for word in WORDS for name, part in parts(word).items()}}
        return described


def parts(word: str) -> dict[str, Any]:
    """Return the schema of a type, and those that it refers to, each by a name of its own."""
    whole = json.loads(json.dumps(schema(word)).replace('"#/$defs/', f'"#/components/schemas/{word}.'))
    del whole["$schema"]
    return {word: whole, **{f"{word}.{name}": part for name, part in whole.pop("$defs", {}).items()}}


def takes(word: str) -> dict[str, Any]:
    """Return what OpenAPI says of a body."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": a(word)}}}}


def gives(**properties: Any) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of an answer."""
    return {200: {"description": "The answer", "content": {"application/json": {"schema": an_object(**properties)}}}}


def a(word: str) -> dict[str, Any]:
    """Return the schema of a document of a type."""
    return {"$ref": f"#/components/schemas/{word}"}


def some(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def an_object(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has all of its properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


REFUSED = {
    "description": "What is wrong, where, and what to send instead",
    "content": {"application/json": {"schema": an_object(field=TEXT, code=TEXT, message=TEXT, remedy=TEXT)}},
}
