"""Log lines: JSON with structlog, one event a decision, nothing a message in normal operation."""

from __future__ import annotations

import logging
import sys

import orjson
import structlog


def set_up(station: str, level: str = "INFO") -> None:
    """Write JSON lines to standard error, each naming its station; library logs join them."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(station=station)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s %(message)s")
    # An outage of the broker makes hundreds of retry lines in aiokafka; the stations say it once.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


def _dumps(value: object, **_: object) -> str:
    return orjson.dumps(value, default=str).decode()
