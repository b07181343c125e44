"""Reads the lists of a DecMessage: goods, containers, licences and certificates."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from connectors.cn import codes, head
from connectors.cn.elements import fields, national
from hub.domain.declaration import Body
from hub.domain.faults import Fault

Section = etree._Element | tuple[()]
"""A list of a message; nothing where it is not stated."""

_ITEM: head.Table = {
    "GName": ("description", None),
    "FirstUnit": ("tariffQuantityUnit", codes.unit),
    "FirstQty": ("tariffQuantity", codes.decimal),
    "DeclTotal": ("itemAmount", codes.decimal),
    "OriginCountry": ("originCountry", codes.country),
    "DestinationCountry": ("destinationCountry", codes.country),
    "TradeCurr": ("itemCurrency", codes.currency),
}
_CARRIED = frozenset({"GNo", "CodeTS", *_ITEM})
_QUANTITIES = (("FirstQty", "FirstUnit"), ("SecondQty", "SecondUnit"), ("GQty", "GUnit"))


def goods(section: Section, warnings: list[Fault]) -> list[Body]:
    """Return the goods items (DecList)."""
    return [_item(item, n, warnings) for n, item in enumerate(section, 1)]


def _item(item: etree._Element, n: int, warnings: list[Fault]) -> Body:
    stated = fields(item, warnings)
    body: Body = {
        "sequenceNumeric": codes.sequence(stated.get("GNo", ""), n),
        "commodityCode": codes.commodity(stated.get("CodeTS", ""), item, "CodeTS", warnings),
    }
    head.fill(body, stated, item, _ITEM, warnings)
    codes.net_mass(body, stated, item, _QUANTITIES, warnings)
    if left := national(stated, _CARRIED):
        body["nationalData"] = left
    return body if all(body.values()) else {name: value for name, value in body.items() if value}


def containers(section: Section, left: dict[str, str], warnings: list[Fault]) -> Iterator[Body]:
    """Yield the containers; what else is said of one goes to `left`."""
    for n, container in enumerate(section, 1):
        stated = fields(container, warnings)
        number = codes.identifier(stated.get("ContainerId", ""))
        if number:
            size = stated.get("ContainerMd", "")
            yield {"id": number, "sizeType": size} if size else {"id": number}
        left |= national(stated, ("ContainerId", "ContainerMd"), f"Container[{n}]/")


def licences(body: Body, section: Section, warnings: list[Fault]) -> None:
    """Add the licences to the documents; another country's declaration is a previous one."""
    for licence in section:
        paper = fields(licence, warnings)
        number, kind = codes.identifier(paper.get("CertCode", "")), paper.get("DocuCode", "")
        if number:
            place = "previousDocuments" if kind in codes.LISTS["previous"] else "documents"
            record = {"id": number, "typeCode": kind} if kind else {"id": number}
            body.setdefault(place, []).append(record)
