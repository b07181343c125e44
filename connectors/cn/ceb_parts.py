"""What the parts of a CEB message say: heads, parties, papers, charges and goods, by tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from connectors.cn import codes, head
from connectors.cn.elements import fields, name_of, national, warn
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, RULE, Fault


class Kind(NamedTuple):
    """What a CEB message holds: its parts, their head and list, and what they mean."""

    part: str
    head: str
    items: str
    side: str
    cancels: bool = False
    returns: bool = False


KINDS = {
    "603": Kind("Inventory", "InventoryHead", "InventoryList", "EXPORT"),
    "621": Kind("Inventory", "InventoryHead", "InventoryList", "IMPORT"),
    "605": Kind("InvtCancel", "", "", "EXPORT", cancels=True),
    "623": Kind("InvtCancel", "", "", "IMPORT", cancels=True),
    "213": Kind("InvtRefund", "InvtRefundHead", "InvtRefundList", "IMPORT", returns=True),
    "625": Kind("InvtRefund", "InvtRefundHead", "InvtRefundList", "EXPORT", returns=True),
}

_QUOTED = (
    "guid customsCode ebpCode ebcCode agentCode copNo coElNo preNo invtNo orderNo statisticsFlag"
).split()


def quoted(stated: dict[str, str], number: str) -> dict[str, str]:
    """Return what an answer to a part of a CEB message must quote."""
    found = {f"CEB.{name}": stated[name] for name in _QUOTED if name in stated}
    return found | {"CEB.message": number}


_BOTH: head.Table = {
    "customsCode": ("declarationOfficeId", None),
    "loctNo": ("goodsLocation", None),
    "POD": ("unloadingPlace", None),
    "packNo": ("totalPackageQuantity", codes.decimal),
    "grossWeight": ("totalGrossMass", codes.decimal),
    "netWeight": ("totalNetMass", codes.decimal),
    "appTime": ("issueDateTime", codes.moment),
    "declTime": ("acceptanceDateTime", codes.moment),
}
_HEAD: dict[str, head.Table] = {
    "EXPORT": {
        **_BOTH,
        "ieDate": ("exitDateTime", codes.moment),
        "portCode": ("exitOfficeId", None),
        "country": ("destinationCountry", codes.country),
    },
    "IMPORT": {
        **_BOTH,
        "ieDate": ("arrivalDateTime", codes.moment),
        "portCode": ("entryOfficeId", None),
        "country": ("exportCountry", codes.country),
    },
}
_OWN = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}
_CHARGES = (
    ("freight", "fFlag", "fCurrency", "freight"),
    ("insuredFee", "iFlag", "iCurrency", "insurance"),
)
_PARTIES = {
    "EXPORT": (("Exporter", "ebc"), ("Owner", "owner"), ("Declarant", "agent")),
    "IMPORT": (("Seller", "ebc"), ("Declarant", "agent")),
}
_PAPERS = ("orderNo", "logisticsNo", "billNo", "licenseNo")
_IDENTIFIERS = (*_PAPERS, "copNo", "coElNo", "preNo", "invtNo", "trafName", "trafNo", "voyageNo")
_CARRIED = frozenset(
    "guid appType copNo coElNo preNo invtNo ieFlag trafMode trafName trafNo voyageNo billNo orderNo"
    " logisticsNo licenseNo note reason ebcCode ebcName agentCode agentName ownerCode ownerName"
    " logisticsCode logisticsName consigneeAddress buyerName currency".split()
).union(*_HEAD.values())


def fill(
    body: Body,
    stated: dict[str, str],
    top: etree._Element,
    part: etree._Element,
    kind: Kind,
    warnings: list[Fault],
) -> dict[str, str]:
    """Fill a declaration from the head and the goods of a part; return what has no place."""
    _fill_head(body, stated, top, kind, warnings)
    _fill_parts(body, stated, part, kind, warnings)
    carried = _CARRIED - codes.fillers(stated, _IDENTIFIERS)
    return national(stated, carried, f"{name_of(top)}/")


def _fill_head(
    body: Body, stated: dict[str, str], top: etree._Element, kind: Kind, warnings: list[Fault]
) -> None:
    body[_OWN[kind.side]] = "CN"
    head.fill(body, stated, top, _HEAD[kind.side], warnings)
    head.weigh(body)
    if "country" not in stated and not kind.cancels:
        warn(warnings, MISSING, top, "country", "no country is stated: it goes to nobody")
    if stated.get("appStatus") == "1":
        warn(warnings, RULE, top, "appStatus", "is stored, not yet declared", "1")
    flag = kind.side[0]
    if stated.get("ieFlag", flag) != flag and not kind.returns:
        text = f"is not that of a message of {kind.side.lower()}"
        warn(warnings, CODE_LIST, top, "ieFlag", text, stated["ieFlag"])


def _fill_parts(
    body: Body, stated: dict[str, str], part: etree._Element, kind: Kind, warnings: list[Fault]
) -> None:
    body["parties"] = list(_parties(stated, kind.side))
    body["documents"] = list(head.papers(stated, _types(stated, kind.side)))
    name = stated.get("trafName") or stated.get("trafNo", "")
    body["transport"] = head.means(stated.get("trafMode", ""), name, stated.get("voyageNo", ""))
    assumed = (head.TOTAL, stated.get("currency", ""))
    head.charges(body, stated, part, _CHARGES, assumed, warnings)
    if "note" in stated:
        body["statements"] = [{"statementDescription": stated["note"]}]
    if "reason" in stated:
        texts = stated["reason"].split(codes.NOTES)
        body["amendments"] = [{"text": text} for text in texts if text]
    if not kind.items:
        return
    items = [child for child in part if name_of(child) == kind.items]
    table = _ITEM[kind.side]
    body["goodsItems"] = [_item(item, n, table, warnings) for n, item in enumerate(items, 1)]
    if not items:
        warn(warnings, MISSING, part, kind.items, f"{kind.items} is missing")


def _parties(stated: dict[str, str], side: str) -> Iterator[Body]:
    for role, prefix in (*_PARTIES[side], ("Carrier", "logistics")):
        number, name = stated.get(f"{prefix}Code", ""), stated.get(f"{prefix}Name", "")
        if number or name:
            party: Body = {"role": role}
            if codes.identifier(number):
                party |= {"id": number, "idType": "USCC" if len(number) == 18 else "GACC"}
            yield party | ({"name": name} if name else {})
    if "buyerName" in stated:
        yield {"role": "Buyer", "name": stated["buyerName"]}
    if "consigneeAddress" in stated:
        yield {"role": "Consignee", "address": stated["consigneeAddress"], "country": "CN"}


def _types(stated: dict[str, str], side: str) -> dict[str, str]:
    """Types by EDIFACT 1001: 220 order, 703 house waybill, 811/911 export or import licence."""
    bill = codes.LISTS["bills"].get(stated.get("trafMode", ""), "")
    return dict(
        zip(_PAPERS, ("220", "703", bill, "811" if side == "EXPORT" else "911"), strict=True)
    )


_GOODS: head.Table = {
    "gname": ("description", None),
    "unit1": ("tariffQuantityUnit", codes.unit),
    "qty1": ("tariffQuantity", codes.decimal),
    "totalPrice": ("itemAmount", codes.decimal),
    "currency": ("itemCurrency", codes.currency),
}
_ITEM: dict[str, head.Table] = {
    "EXPORT": {**_GOODS, "country": ("destinationCountry", codes.country)},
    "IMPORT": {**_GOODS, "country": ("originCountry", codes.country)},
}
_ITEM_CARRIED = frozenset({"gnum", "gseqno", "gcode", *_ITEM["EXPORT"]})
_QUANTITIES = (("qty1", "unit1"), ("qty2", "unit2"), ("qty", "unit"))


def _item(item: etree._Element, n: int, table: head.Table, warnings: list[Fault]) -> Body:
    stated = fields(item, warnings)
    body: Body = {
        "sequenceNumeric": codes.sequence(stated.get("gnum") or stated.get("gseqno", ""), n),
        "commodityCode": codes.commodity(stated.get("gcode", ""), item, "gcode", warnings),
    }
    head.fill(body, stated, item, table, warnings)
    codes.net_mass(body, stated, item, _QUANTITIES, warnings)
    body["nationalData"] = national(stated, _ITEM_CARRIED)
    return {name: value for name, value in body.items() if value}
