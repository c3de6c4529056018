"""Structured logs: what is logged at the edges becomes lines of JSON, or lines for people, on stderr."""

import logging
import sys
from typing import Any, TextIO

import msgspec
import structlog
from structlog.typing import FilteringBoundLogger, Processor

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def _json(event: dict[str, Any], **_: object) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


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
        ending = [structlog.dev.ConsoleRenderer(colors=stream.isatty(), timestamp_key="at")]
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
