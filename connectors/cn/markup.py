"""Writes XML text for China: elements by string, escaped, empty ones left out."""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.xml import escape

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


def elements(fields: Iterable[tuple[str, str]]) -> str:
    """Write the stated fields as elements in this order; an empty text writes no element."""
    return "".join(
        [
            f"<{name}>{text if text.isalnum() else escape(text)}</{name}>"
            for name, text in fields
            if text
        ]
    )


def required(fields: Iterable[tuple[str, str]]) -> str:
    """Write every field, an empty text as an empty element: where a schema demands its place."""
    return "".join([f"<{name}>{escape(text)}</{name}>" for name, text in fields])
