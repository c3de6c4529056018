"""The OpenAPI description of what is served, put together from the families' own parts, and the page that shows it.

The contracts are older than this code, so the description is written beside the routes and not made from them; a
fuzzer in the tests holds it true.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

import msgspec
from litestar import MediaType, Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

Json: TypeAlias = dict[str, Any]

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one family adds to the description."""

    tags: tuple[tuple[str, str], ...]
    """Names and what each is about, in the order of the page."""
    paths: Mapping[str, Json]
    schemas: Mapping[str, Json]
    security: Mapping[str, Json] = {}


def ref(name: str) -> Json:
    """A reference to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(properties: Mapping[str, Json], *, optional: Iterable[str] = (), **more: Any) -> Json:
    """An object with these properties and no others; all required but the optional ones."""
    optional = set(optional)
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
        **more,
    }


def array(items: Json, **more: Any) -> Json:
    """A list of these."""
    return {"type": "array", "items": items, **more}


def nullable(schema: Json) -> Json:
    """The same, or null."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def answer(description: str, schema: Json | None = None, example: Any = None, **more: Any) -> Json:
    """A response: JSON of a schema, or an empty body where there is none."""
    if schema is None:
        return {"description": description, **more}
    content: Json = {"schema": schema}
    if example is not None:
        content["example"] = example
    return {"description": description, "content": {JSON: content}, **more}


def body(schema: Json, example: Any = None, *, required: bool = True, types: Sequence[str] = (JSON,)) -> Json:
    """A request body of a schema, in each of the media types."""
    content: Json = {"schema": schema}
    if example is not None:
        content["example"] = example
    return {"required": required, "content": dict.fromkeys(types, content)}


def query(name: str, schema: Json, description: str, *, required: bool = False) -> Json:
    """A query parameter."""
    return {"name": name, "in": "query", "schema": schema, "description": description, "required": required}


def in_path(name: str, schema: Json, description: str) -> Json:
    """A path parameter."""
    return {"name": name, "in": "path", "schema": schema, "description": description, "required": True}


def header(name: str, schema: Json, description: str) -> Json:
    """A header that may be sent."""
    return {"name": name, "in": "header", "schema": schema, "description": description, "required": False}


IF_MATCH: Final = header(
    "If-Match", {"type": "string"}, "The tag of the state that you have read: 412 if another one stands by now"
)
IDEMPOTENCY_KEY: Final = header(
    "Idempotency-Key",
    {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$", "examples": ["8e03978e-40d5-43e8-bc93-6894a57f9324"]},
    "A name of your own for this change: sent again with it within a day, it is not done again, and answered as it was",
)


def document(parts: Sequence[Part], *, version: str, root: str = "") -> Json:
    """The whole description: OpenAPI 3.1; `root` is the path below which all of it is served, such as "/oncall"."""
    paths: Json = {}
    for part in parts:
        for path, operations in part.paths.items():
            paths.setdefault(path, {}).update(operations)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Watchbill",
            "version": version,
            "summary": "Who is on call, since when, until when, and why.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": root or "/"}],
        "tags": [{"name": name, "description": text} for part in parts for name, text in part.tags],
        "paths": paths,
        "components": {
            "schemas": {name: schema for part in parts for name, schema in part.schemas.items()},
            "securitySchemes": {name: scheme for part in parts for name, scheme in part.security.items()},
        },
    }


_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Watchbill API</title>
<link rel="stylesheet" href="ROOT/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="ROOT/docs/favicon-32x32.png">
</head>
<body>
<main id="page"></main>
<noscript>This page needs JavaScript; without it there is <a href="ROOT/openapi.json">openapi.json</a>.</noscript>
<script src="ROOT/docs/swagger-ui-bundle.js"></script>
<script src="ROOT/docs/page.js"></script>
</body>
</html>
"""

_SCRIPT: Final = """SwaggerUIBundle({
  url: "ROOT/openapi.json",
  dom_id: "#page",
  deepLinking: true,
  persistAuthorization: true,
  docExpansion: "list",
  tryItOutEnabled: true,
  validatorUrl: null,
  defaultModelsExpandDepth: -1,
});
"""

# Swagger UI styles its elements in place and draws its icons from data; nothing comes from anywhere else.
_PAGE_POLICY: Final = (
    "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_ASSETS: Final = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}


@cache
def _asset(name: str) -> bytes:
    return files("swagger_ui").joinpath("static", name).read_bytes()


def _read(path: str) -> HTTPRouteHandler:
    return HTTPRouteHandler(path, http_method=["GET", "HEAD"], status_code=200, sync_to_thread=False)


def routes(parts: Sequence[Part], *, version: str, root: str = "") -> list[HTTPRouteHandler]:
    """`/openapi.json`, and `/docs`, the page that shows it without the internet; all of it below a path, if any."""
    written = msgspec.json.encode(document(parts, version=version, root=root))
    shown, script = _PAGE.replace("ROOT", root), _SCRIPT.replace("ROOT", root).encode()

    @_read("/openapi.json")
    def description() -> Response[bytes]:
        return Response(written, media_type=MediaType.JSON)

    @_read("/docs")
    def page() -> Response[str]:
        return Response(shown, media_type=MediaType.HTML, headers={"Content-Security-Policy": _PAGE_POLICY})

    @_read("/docs/{name:str}")
    def asset(name: FromPath[str]) -> Response[bytes]:
        if name == "page.js":
            return Response(script, media_type="text/javascript")
        if name not in _ASSETS:
            raise NotFoundException
        return Response(_asset(name), media_type=_ASSETS[name], headers={"Cache-Control": "public, max-age=86400"})

    return [description, page, asset]
