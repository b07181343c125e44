"""Records as they stand on the bus, for tests that need some."""

from __future__ import annotations

from hub.bus.records import Record


def record(
    topic: str, value: bytes = b"", offset: int = 0, key: bytes | None = None, **headers: str
) -> Record:
    """Return a record of partition 0 with these headers; `content_type` is `content-type`."""
    pairs = [(name.replace("content_type", "content-type"), headers[name]) for name in headers]
    return Record(topic, 0, offset, key, value, [(n, v.encode()) for n, v in pairs], 1_000)
