"""The elements of a SAD as text; what a text cannot hold of a value is named as lost."""

from __future__ import annotations

import re
from collections.abc import Collection

from hub.connector.formats.xml import escape
from hub.domain.declaration import Body

Names = tuple[tuple[str, str], ...]
"""Element and canonical field of the texts in a block, in their order."""

Losses = set[str]

_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]").search
"""What XML cannot hold, and the line ends it changes."""


def text(name: str, value: str, lost: Losses | None = None, path: str = "") -> str:
    """Return `<name>value</name>`, nothing for an empty value; not whole, `path` is lost."""
    if not value:
        return ""
    if lost is not None and not value.isalnum() and not whole(value):
        lost.add(path)
    return f"<{name}>{escape(value)}</{name}>"


def whole(value: str) -> bool:
    """Say whether a text is read as it is written: blanks at its ends are no part of it."""
    return value == value.strip() and not _DROPPED(value)


def texts(row: Body, names: Names, lost: Losses, where: str = "") -> str:
    """Return the elements of a block that `row` states; `where` is the path of the row."""
    written = ""
    for name, field in names:
        value = row.get(field)
        if value:
            if not value.isalnum():
                if not whole(value):
                    lost.add(where + field)
                value = escape(value)
            written += f"<{name}>{value}</{name}>"
    return written


def block(name: str, inner: str) -> str:
    """Return an element with elements in it, nothing where there are none."""
    return f"<{name}>{inner}</{name}>" if inner else ""


def rest(row: Body, carried: Collection[str], lost: Losses, where: str) -> None:
    """Name what a row states beside the fields that are carried."""
    for name, value in row.items():
        if name not in carried and value:
            lost.add(where + name)
