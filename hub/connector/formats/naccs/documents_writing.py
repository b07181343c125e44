"""Documents written: transport documents, the invoice and others, each to the items it has."""

from __future__ import annotations

from collections.abc import Sequence

from hub.connector.formats.naccs.items import BILL, INVOICE, PAPER
from hub.connector.formats.naccs.placing import AIR, AIR_WAYBILL, BILL_OF_LADING, INVOICE_TYPE
from hub.connector.formats.naccs.sheet import Sheet
from hub.domain.declaration import Body

_RANK = (BILL, INVOICE, PAPER)


def fill_documents(sheet: Sheet, papers: Sequence[Body], mode: str) -> None:
    """Fill the items of documents; `mode` is the mode of transport as it will be read.

    From the first row on that has no item, the rows after it are named as lost with it: their
    places change. The items of a kind stand together, so rows of mixed kinds lose their order.
    """
    bill = AIR_WAYBILL if mode == AIR else BILL_OF_LADING
    taken = dict.fromkeys(_RANK, 0)
    order = list[int]()
    for place, paper in enumerate(papers):
        kind = _kind(paper, bill)
        if not _fill(sheet, paper, kind, taken[kind], place):
            continue
        taken[kind] += 1
        order.append(_RANK.index(kind))
    if order != sorted(order):
        sheet.lose("documents")


def _kind(paper: Body, bill: str) -> str:
    code = paper.get("typeCode")
    return BILL if code == bill else INVOICE if code == INVOICE_TYPE else PAPER


def _fill(sheet: Sheet, paper: Body, kind: str, row: int, place: int) -> bool:
    path, number = f"documents/{kind}", paper.get("id") or ""
    if not number or not sheet.row(f"{path}/id", row, number, f"documents/{place}"):
        return sheet.lose(f"documents/{place}")
    known = {"id"} if kind == PAPER else {"id", "typeCode"}
    for name in paper.keys() - known:
        if paper[name]:
            _fill_field(sheet, f"{path}/{name}", row, paper[name], f"documents/{name}")
    return True


def _fill_field(sheet: Sheet, path: str, row: int, value: str, loss: str) -> None:
    if path in sheet.layout.slots:
        sheet.row(path, row, value, loss)
    else:
        sheet.lose(loss)
