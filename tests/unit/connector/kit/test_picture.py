"""The matrix as a picture."""

from __future__ import annotations

from lxml import etree

from hub.connector.kit.losses import Cell
from hub.connector.kit.picture import svg


def test_the_picture_says_every_number_and_what_is_lost() -> None:
    """A number a cell, and the fields on pointing at it; senders are rows."""
    cells = {
        (a, b): Cell(50 if a != b else 100, 100, frozenset({"ucr"} if a != b else ()))
        for a in ("gb", "cn")
        for b in ("gb", "cn")
    }
    root = etree.fromstring(svg(cells, ["gb", "cn"]).encode())
    space = {"s": "http://www.w3.org/2000/svg"}
    assert [t.text for t in root.findall(".//s:text[@class='n']", space)] == ["0", "50", "50", "0"]
    assert "GB → CN: 50 of 100 (ucr)" in [t.text for t in root.findall(".//s:title", space)]
