"""Structured logs: what is logged at the edges becomes lines of JSON, or lines for people, on stderr."""

import io
import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import msgspec
import structlog
from structlog.typing import ExcInfo, FilteringBoundLogger, Processor

from watchbill.domain.text import block, one_line

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def _json(event: dict[str, Any], **_: object) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


def _in_one_line(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """What callers send may be in it, and must not write lines of its own, or steer the terminal."""
    return {key: one_line(value) if isinstance(value, str) else value for key, value in event.items()}


def _plain_traceback(stream: TextIO, exc_info: ExcInfo) -> None:
    kept = io.StringIO()
    structlog.dev.plain_traceback(kept, exc_info)
    stream.write(block(kept.getvalue()))


def configure(level: str, format: str, stream: TextIO | None = None) -> None:
    """Send this process's log lines, and those of the libraries, to the stream (stderr by default).

    `format` is "json", "console", or "auto": console where the stream is a terminal.
    """
    stream = stream or sys.stderr
    is_for_people = format == "console" or (format == "auto" and stream.isatty())
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    ending: list[Processor]
    if is_for_people:
        renderer = structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), timestamp_key="at", exception_formatter=_plain_traceback
        )
        ending = [_in_one_line, renderer]
    else:
        ending = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(serializer=_json)]
    structlog.configure(
        processors=[*shared, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    _configure_libraries(level, stream, shared, ending)


def _configure_libraries(level: str, stream: TextIO, shared: list[Processor], ending: list[Processor]) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # What libraries do all day is told only to those who look for a fault.
    root.setLevel(LEVELS[level] if level == "debug" else max(LEVELS[level], logging.WARNING))


def logger() -> FilteringBoundLogger:
    """The logger of this process, as configured last."""
    made: FilteringBoundLogger = structlog.get_logger()
    return made
