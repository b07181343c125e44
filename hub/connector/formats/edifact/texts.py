"""Text laid out for EDIFACT: long text in several components, escaped; and what did not fit.

A piece that fills its component goes on in the next without a blank: so national systems cut
texts in practice (SARS, 70 characters), and so texts without blanks come back whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.edifact.tokens import escape


def wrap(text: str, width: int, most: int) -> tuple[list[str], str]:
    """Cut text into at most `most` pieces, at blanks into less than `width`, else into `width`.

    Return the pieces and what did not fit.

    >>> wrap("FRESH CHILLED SALMON", 14, 5), wrap("ABCDEFGH", 3, 2)
    ((['FRESH CHILLED', 'SALMON'], ''), (['ABC', 'DEF'], 'GH'))
    """
    pieces: list[str] = []
    rest = text
    while rest and len(pieces) < most:
        if len(rest) <= width:
            pieces.append(rest)
            return pieces, ""
        cut = rest.rfind(" ", 1, width)
        if cut < 0:
            pieces.append(rest[:width])
            rest = rest[width:]
        else:
            pieces.append(rest[:cut])
            rest = rest[cut + 1 :]
    return pieces, rest


def joined(pieces: Iterable[str], width: int) -> str:
    """Put pieces of one text together again; empty ones were left out by the sender.

    >>> joined(["FRESH CHILLED", "", "SALMON"], 14), joined(["ABC", "DEF", "G"], 3)
    ('FRESH CHILLED SALMON', 'ABCDEFG')
    """
    text, full = "", True
    for piece in pieces:
        if piece:
            text += piece if full else f" {piece}"
            full = len(piece) >= width
    return text


def laid_out(text: str, width: int, most: int) -> tuple[str, bool]:
    """Return the escaped components of a text, and whether all of it fitted."""
    if len(text) <= width:
        return escape(text), True
    pieces, rest = wrap(text, width, most)
    return ":".join(map(escape, pieces)), not rest
