"""The matrix of translation losses as a picture: SVG, readable without colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from hub.connector.kit.losses import Cell

SIDE, MARGIN = 34, 70
_STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#1b2733}.n{font-size:10px;text-anchor:middle}"
    ".h{font-weight:600;text-anchor:middle}.r{font-weight:600;text-anchor:end}"
)


def svg(cells: Mapping[tuple[str, str], Cell], countries: Sequence[str]) -> str:
    """Draw the matrix: a row a sender, a column a recipient, the percentage of values lost."""
    width = MARGIN + SIDE * len(countries) + 20
    height = MARGIN + SIDE * len(countries) + 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">'
        "<title>Translation losses: percentage of values a recipient's format cannot carry</title>"
        f"<style>{_STYLE}</style>"
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f"{''.join(_parts(cells, countries))}</svg>\n"
    )


def _parts(cells: Mapping[tuple[str, str], Cell], countries: Sequence[str]) -> Iterator[str]:
    yield f'<text x="{MARGIN}" y="18">to →  percentage of the values stated that is lost</text>'
    yield f'<text x="8" y="{MARGIN - 12}">from ↓</text>'
    for place, code in enumerate(countries):
        at = MARGIN + place * SIDE
        yield f'<text class="h" x="{at + SIDE / 2:g}" y="{MARGIN - 12}">{code.upper()}</text>'
        yield f'<text class="r" x="{MARGIN - 10}" y="{at + SIDE / 2 + 4:g}">{code.upper()}</text>'
    for row, sender in enumerate(countries):
        for column, recipient in enumerate(countries):
            cell = cells[sender, recipient]
            yield _cell(cell, MARGIN + column * SIDE, MARGIN + row * SIDE, sender, recipient)


def _cell(cell: Cell, x: int, y: int, sender: str, recipient: str) -> str:
    percent = round(cell.share * 100)
    light = 97 - min(percent, 60) * 0.75
    ink = "#fff" if light < 62 else "#1b2733"
    told = f"{sender.upper()} → {recipient.upper()}: {cell.stated - cell.carried} of {cell.stated}"
    lost = f" ({', '.join(sorted(cell.lost))})" if cell.lost else ""
    return (
        f"<g><title>{escape(told + lost)}</title>"
        f'<rect x="{x}" y="{y}" width="{SIDE - 2}" height="{SIDE - 2}" rx="3" '
        f'fill="hsl(210 60% {light:.0f}%)"/>'
        f'<text class="n" style="fill:{ink}" x="{x + SIDE / 2 - 1:g}" y="{y + SIDE / 2 + 3:g}">'
        f"{percent}</text></g>"
    )
