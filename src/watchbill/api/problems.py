"""Errors that no route answers: each API family says them in its own way, told apart by the path."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from watchbill.api.json import answer

AnyRequest = Request[Any, Any, Any]
Said = Callable[[AnyRequest, Exception], Response[Any]]


_ORDER = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def allowed(methods: Iterable[str]) -> str:
    """Methods as `Allow` lists them, in the order in which people are used to read them."""
    return ", ".join(sorted(methods, key=_ORDER.index))


class Family(msgspec.Struct, frozen=True):
    """A part of the paths, and how errors are answered there."""

    prefixes: tuple[str, ...]
    said: Said


def exception_handlers(families: Sequence[Family]) -> dict[int | type[Exception], Said]:
    """The application's handlers: an unknown path, a wrong method or a fault is answered as its family would.

    Of the families whose prefix a path has, the one with the longest prefix answers; where there is none, plainly.
    """
    known = [(prefix, family.said) for family in families for prefix in family.prefixes]
    known.sort(key=lambda pair: len(pair[0]), reverse=True)

    def said(request: AnyRequest, error: Exception) -> Response[Any]:
        path = f"{request.scope['path']}/"
        speak = next((speak for prefix, speak in known if path.startswith(f"{prefix}/")), plainly)
        return speak(request, error)

    return {Exception: said}


def plainly(request: AnyRequest, error: Exception) -> Response[Any]:
    """The error where no family is at home. What is no HTTP error is a fault of our own and is raised again."""
    if not isinstance(error, HTTPException):
        raise error
    headers = tuple((error.headers or {}).items())
    given = answer({"detail": error.detail}, error.status_code, headers)
    return given.response(is_head=request.method == "HEAD")
