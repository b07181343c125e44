"""Where the router looks for the other side's declaration: the header's previous documents."""

from __future__ import annotations

from collections.abc import Iterable

from hub.domain.declaration import Body

MAX_PREVIOUS = 99


def lift(body: Body, items: Iterable[Body]) -> None:
    """Put the previous documents of the items at the header as well, each once."""
    header = body.get("previousDocuments", [])[:]
    for document in (row for item in items for row in item.get("previousDocuments", ())):
        if len(header) >= MAX_PREVIOUS:
            break
        if document not in header:
            header.append(document)
    if header:
        body["previousDocuments"] = header
