"""Writes the lists of a document, naming every canonical field they do not carry.

Codes of Indonesian lists (identity, container) are written for Indonesia's own documents only.
A document knows one means of transport, the one at the border.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.id.tables import (
    CODES,
    DOCUMENT,
    EQUIPMENT,
    ITEM,
    PACKAGING,
    PARTY,
    REASONS,
    TRANSPORT,
    exact,
    stated,
)
from hub.domain.declaration import Body

_ROLES = {role: code for code, role in CODES["roles"].items()}
_NATIONAL = frozenset({"idType", "sizeType", "fullness"})
"""Fields that hold codes of the sender's own lists."""
_UNNAMED = frozenset({"N830", ""})
"""Types of an export declaration that are written as 830, the type of the hub's agreement."""
_ITEM_CARRIED = frozenset(
    "sequenceNumeric netMassUnit grossMassUnit itemAmount itemCurrency packages".split()
) | {*ITEM.values()}
_MASSES = (("bruto", "grossMass"), ("netto", "netMass"))


def lists(body: Body, foreign: bool, lost: set[str]) -> dict[str, Any]:
    """Return every list of a document but its goods."""
    hidden = _NATIONAL if foreign else frozenset()

    def rows(field: str, table: Mapping[str, str], serial: str) -> list[Body]:
        records: list[Body] = body.get(field) or []
        lose(records, frozenset(table.values()) - hidden | {"role"}, field, lost)
        return [
            {serial: n, **{k: r[f] for k, f in table.items() if r.get(f) and f not in hidden}}
            for n, r in enumerate(records, 1)
        ]

    parties = rows("parties", PARTY, "seriEntitas")
    for row, party in zip(parties, body.get("parties") or (), strict=True):
        row["kodeEntitas"] = _ROLES.get(party["role"], party["role"])
    total = body.get("totalPackageQuantity")
    return {
        "entitas": parties,
        "pengangkut": _transport(body, lost),
        "kontainer": rows("equipment", EQUIPMENT, "seriKontainer"),
        "dokumen": _papers(rows("documents", DOCUMENT, "seriDokumen"), body, lost),
        "kemasan": [{"seriKemasan": 1, "jumlahKemasan": exact(total)}] if total else [],
        "alasan": _reason(body, lost),
    }


def _transport(body: Body, lost: set[str]) -> list[Body]:
    """Without a means at the border, that of Indonesia's own end is told, its stage is lost.

    What has no name goes by its number, which comes back as a name: named as lost.
    """
    rows: list[Body] = []
    means_all = body.get("transport") or ()
    own = "DEPARTURE" if body.get("side") == "EXPORT" else "ARRIVAL"
    shown = "BORDER" if any(means["stage"] == "BORDER" for means in means_all) else own
    for means in means_all:
        if means["stage"] != "BORDER":
            lost.add(f"transport/{means['stage']}")
        if means["stage"] != shown:
            continue
        row: Body = {"seriPengangkut": len(rows) + 1, **stated(means, TRANSPORT)}
        lose((means,), _MEANS_CARRIED, "transport", lost)
        if means.get("id"):
            row.setdefault("namaPengangkut", means["id"])
        rows.append(row)
    return rows


_MEANS_CARRIED = frozenset({*TRANSPORT.values(), "stage"})


def _papers(papers: list[Body], body: Body, lost: set[str]) -> list[Body]:
    """Add previous documents; one of a type that is no declaration comes back as a document."""
    if any(row.get("kodeDokumen") in CODES["previous"] for row in papers):
        lost.add("documents")
    previous = body.get("previousDocuments") or []
    lose(previous, frozenset({"id", "typeCode"}), "previousDocuments", lost)
    for serial, record in enumerate(previous, len(papers) + 1):
        kind = record.get("typeCode") or ""
        if kind in _UNNAMED:
            lost.update({"previousDocuments/typeCode"} if kind else ())
            kind = "830"
        elif kind not in CODES["previous"]:
            lost.add("previousDocuments")
        row = {"seriDokumen": serial, "kodeDokumen": kind, "nomorDokumen": record.get("id") or ""}
        papers.append(row)
    return papers


def _reason(body: Body, lost: set[str]) -> str:
    records = body.get("amendments") or []
    lose(records, frozenset({"text"}), "amendments", lost)
    texts = [record.get("text") or "" for record in records]
    reason = REASONS.join(filter(None, texts))
    if texts and reason.split(REASONS) != texts:
        lost.add("amendments/text")
    return reason


def goods(body: Body, export: bool, currency: str, lost: set[str]) -> list[Body]:
    """Return the goods items; all their amounts are in the invoice's currency."""
    amount_name, made = "fob" if export else "cif", []
    for item in body.get("goodsItems") or ():
        if not _ITEM_CARRIED.issuperset(item):
            lose((item,), _ITEM_CARRIED, "goodsItems", lost)
        row = stated(item, ITEM)
        weigh(row, item, _MASSES, "goodsItems/", lost)
        row["seriBarang"] = item.get("sequenceNumeric", 0)
        if amount := item.get("itemAmount"):
            row[amount_name] = exact(amount)
            if (item.get("itemCurrency") or currency) != currency:
                lost.add("goodsItems/itemCurrency")
        if packages := item.get("packages"):
            row |= stated(packages[0], PACKAGING)
            if len(packages) > 1:
                lost.add("goodsItems/packages/1")
        made.append(row)
    return made


def weigh(
    row: Body, body: Body, masses: Iterable[tuple[str, str]], path: str, lost: set[str]
) -> None:
    """Take back a mass that is not in kilograms: CEISA has no unit to say so."""
    for name, field in masses:
        if name in row and (body.get(f"{field}Unit") or "KGM") != "KGM":
            del row[name]
            lost.update((f"{path}{field}", f"{path}{field}Unit"))


def lose(records: Iterable[Body], carried: frozenset[str], path: str, lost: set[str]) -> None:
    """Name what the records state beyond what is carried."""
    for record in records:
        if not carried.issuperset(record):
            lost.update([f"{path}/{n}" for n, v in record.items() if v and n not in carried])
