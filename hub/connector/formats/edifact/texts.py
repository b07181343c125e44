"""Text laid out for EDIFACT: long text in several components, escaped; and what did not fit."""

from __future__ import annotations

from hub.connector.formats.edifact.tokens import escape


def wrap(text: str, width: int, most: int) -> list[str]:
    """Cut text at spaces into at most `most` pieces of `width`; the rest is left out.

    >>> wrap("FRESH CHILLED SALMON", 13, 5)
    ['FRESH CHILLED', 'SALMON']
    """
    pieces: list[str] = []
    rest = text
    while rest and len(pieces) < most:
        if len(rest) <= width:
            pieces.append(rest)
            return pieces
        cut = rest.rfind(" ", 1, width + 1)
        if cut < 0:
            pieces.append(rest[:width])
            rest = rest[width:]
        else:
            pieces.append(rest[:cut])
            rest = rest[cut + 1 :]
    return pieces


def laid_out(text: str, width: int, most: int) -> tuple[str, bool]:
    """Return the escaped components of a text, and whether all of it fitted."""
    if len(text) <= width:
        return escape(text), True
    pieces = wrap(text, width, most)
    kept = sum(map(len, pieces)) + len(pieces) - 1
    return ":".join(map(escape, pieces)), kept >= len(text)
