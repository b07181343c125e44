"""Documents of boxes 40 and 44, and the items they stand with: the same in every format here.

Documents of the declaration stand with its first item, under the line number 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hub.connector.formats.eaeu import placing
from hub.connector.formats.eaeu.codes import OTHER_DOCUMENT, UCR, national_document
from hub.connector.formats.eaeu.goods import WHOLE
from hub.domain.declaration import Body

PATH = "goodsItems/"
LONGEST = 50
"""Characters of a document's number."""

Header = tuple[list[str], list[str], list[str]]
"""Documents, previous documents and containers of the declaration that stand with an item."""
Paper = Callable[[Body, set[str], str, str], str]
"""Writes a document from its row, what is lost, the path of its owner and its line number."""


class Forms(NamedTuple):
    """How a format writes documents, an item, and the item 0 of a declaration without items."""

    presented: Paper
    previous: Paper
    item: Callable[[Body, int, Header, set[str]], str]
    bearer: Callable[[Header, set[str]], str]


def goods(body: Body, alone: list[str], forms: Forms, lost: set[str]) -> list[str]:
    """Return the items; `alone` are containers that no item names."""
    items = body.get("goodsItems") or ()
    if len(items) > placing.MAX_ITEMS:
        lost.add(f"goodsItems/{placing.MAX_ITEMS}")
    documents = presented(body, forms.presented, lost, "", WHOLE)
    rows = [forms.previous(row, lost, "", WHOLE) for row in body.get("previousDocuments") or ()]
    header: Header = (documents, placing.header_rows(body, "previousDocuments", rows), alone)
    written = []
    for place, item in enumerate(items[: placing.MAX_ITEMS], 1):
        written.append(forms.item(item, place, header, lost))
        header = ([], [], [])
    return written or [forms.bearer(header, lost)]


def presented(
    owner: Body, paper: Paper, lost: set[str], path: str = PATH, line: str = ""
) -> list[str]:
    """Return the documents of a declaration or of an item, its UCR among them."""
    written = [paper(row, lost, path, line) for row in owner.get("documents") or ()]
    ucr = owner.get("ucr")
    if ucr and len(ucr) > LONGEST:
        lost.add(f"{path}ucr")
    elif ucr:
        row: Body = {"name": UCR, "id": ucr, "typeCode": OTHER_DOCUMENT}
        written.append(paper(row, lost, path, line))
    return written


def previous(owner: Body, paper: Paper, lost: set[str]) -> list[str]:
    """Return the previous documents of an item."""
    return [paper(row, lost, PATH, "") for row in owner.get("previousDocuments") or ()]


def kind(row: Body, lost: set[str], path: str) -> str:
    """Return the Union's code of a document's type; empty, and lost, where it has none."""
    stated = row.get("typeCode") or ""
    written = national_document(stated)
    if stated and not written:
        lost.add(f"{path}typeCode")
    return written
