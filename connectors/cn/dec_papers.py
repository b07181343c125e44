"""Sorts the papers of a declaration into the places DecMessage has: one bill, contract, licence."""

from __future__ import annotations

from connectors.cn import codes
from connectors.cn.markup import elements
from hub.domain.declaration import Body

PLACES = ("BillNo", "ContrNo", "LicenseNo")
_BILLS = frozenset({*codes.LISTS["bills"].values(), "703", "714", "741"})
_BY_TYPE = dict.fromkeys(_BILLS, "BillNo") | {"315": "ContrNo"}
_LICENCES = {"E": "811", "I": "911"}
_OWN_END = {"E": "DEPARTURE", "I": "ARRIVAL"}
_OWN_NUMBER = {"EXPORT": "830", "IMPORT": "929"}
_UNNAMED = frozenset({"N830", ""})
"""Types of an export declaration that are written as 830, the type of the hub's agreement."""


def papers(body: Body, flag: str, foreign: bool, losses: set[str]) -> tuple[dict[str, str], str]:
    """Return the papers of the head, by element, and all others as LicenseDocu.

    A paper comes back from the head under its element's name, the bill typed by the mode of
    transport, and before all others: what that changes is named as lost.
    """
    head: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    if foreign and body.get("declarationId"):
        rest.append((_OWN_NUMBER.get(body.get("side", ""), ""), body["declarationId"]))
    ranks = [
        _document(paper, body, flag, head, rest, losses) for paper in body.get("documents") or ()
    ]
    if ranks != sorted(ranks):
        losses.add("documents")
    previous = body.get("previousDocuments") or ()
    rest += [(_previous(paper, losses), paper.get("id", "")) for paper in previous]
    made = [
        f"<LicenseDocu>{elements((('DocuCode', kind), ('CertCode', number)))}</LicenseDocu>"
        for kind, number in rest
    ]
    return head, "".join(made)


def _document(
    paper: Body,
    body: Body,
    flag: str,
    head: dict[str, str],
    rest: list[tuple[str, str]],
    losses: set[str],
) -> int:
    """Put a document where it belongs; return its rank among those that are read again."""
    kind, number = paper.get("typeCode", ""), paper.get("id", "")
    place, name = _BY_TYPE.get(kind, ""), paper.get("name")
    if kind == _LICENCES[flag]:
        place = "LicenseNo"
    elif name == "BillNo":
        place = "BillNo"
    if place in head:
        place = ""
    if place:
        head[place] = number
    else:
        rest.append((kind, number))
    if not codes.identifier(number) or (not place and kind in codes.LISTS["previous"]):
        losses.add("documents")
    if place == "BillNo" and kind != _bill_type(body, flag):
        losses.add("documents/typeCode")
    if name and name != place:
        losses.add("documents/name")
    losses.update([f"documents/{n}" for n in ("categoryCode", "issueDate") if paper.get(n)])
    return PLACES.index(place) if place else len(PLACES)


def border(body: Body, flag: str) -> Body:
    """Return the means of transport at the border; else that of China's own end of the journey."""
    means: list[Body] = body.get("transport") or []
    first: dict[str, Body] = {}
    for row in means:
        first.setdefault(row["stage"], row)
    return first.get("BORDER") or first.get(_OWN_END[flag]) or {}


def _bill_type(body: Body, flag: str) -> str:
    means = border(body, flag)
    mode = codes.MODE_NUMBERS.get(means.get("modeCode", "")) or means.get("nationalModeCode")
    return codes.LISTS["bills"].get(mode or "", "")


def _previous(paper: Body, losses: set[str]) -> str:
    """Return the DocuCode of a previous document; one of an unknown type is read as a paper."""
    kind: str = paper.get("typeCode", "")
    losses.update(
        [f"previousDocuments/{n}" for n in ("categoryCode", "lineNumeric") if paper.get(n)]
    )
    if kind in _UNNAMED:
        losses.update({"previousDocuments/typeCode"} if kind else ())
        return "830"
    if kind not in codes.LISTS["previous"] or not codes.identifier(paper.get("id", "")):
        losses.add("previousDocuments")
    return kind
