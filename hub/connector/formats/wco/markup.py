"""WCO XML as text: elements in schema order, empty ones left out, everything escaped."""

from __future__ import annotations

from hub.connector.formats.xml import escape


def leaf(name: str, value: str) -> str:
    """Return `<name>value</name>`, nothing for an empty value."""
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def node(name: str, *children: str) -> str:
    """Return `<name>children</name>`, nothing when all children are nothing."""
    inner = "".join(children)
    return f"<{name}>{inner}</{name}>" if inner else ""
