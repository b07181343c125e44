"""Reads cross-border e-commerce (CEB) inventories, their cancellations and returns of goods.

603 and 621 are declarations of low value, 605 and 623 their cancellation, 213 and 625 goods sent
back, each a declaration of its own that names the first inventory. One message may hold many.
Orders, payments and waybills are evidence, not declarations: not read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from connectors.cn import codes, head
from connectors.cn.elements import bound, fields, name_of, national, pointer, warn
from hub.connector.formats import xml
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, RULE, TOO_MANY, UNKNOWN_KIND, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

MAX_PARTS = 1000
MAX_SHARED = 50
"""Fields of a message beside its parts (BaseTransfer …): repeated in every part it holds."""
FUNCTIONS = {"1": "9", "2": "4", "3": "1"}
"""appType 1 new, 2 change, 3 delete to WCO 017."""


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

QUOTED = (
    "guid customsCode ebpCode ebcCode agentCode copNo coElNo preNo invtNo orderNo statisticsFlag"
).split()
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


def read(root: etree._Element, number: str) -> Reading:
    """Read every part of a CEB message of a number in `KINDS`; a bad part refuses only itself."""
    kind = KINDS[number]
    warnings: list[Fault] = []
    parts = [child for child in root if name_of(child) == kind.part]
    references = {"CEB.message": number}
    if not parts or len(parts) > MAX_PARTS:
        code, text = (TOO_MANY, f"more than {MAX_PARTS}") if parts else (MISSING, "is missing")
        fault = Fault(code, pointer(root, kind.part), f"{kind.part}: {text}")
        return Reading(refusals=(RefusedPart((fault,), references=references),))
    shared = _envelope(root, kind, warnings)
    read_parts = [_part(part, number, kind, shared, warnings) for part in parts]
    return Reading(
        tuple(part for part in read_parts if isinstance(part, Message)),
        tuple(part for part in read_parts if isinstance(part, RefusedPart)),
        tuple(warnings),
    )


def _envelope(root: etree._Element, kind: Kind, warnings: list[Fault]) -> dict[str, str]:
    found = {}
    for child in root:
        name = name_of(child)
        if name == "Signature":
            found[name] = "(not carried)"
        elif name != kind.part and len(found) < MAX_SHARED:
            found |= national(fields(child, warnings), (), f"{name}/")
    return found


def _part(
    part: etree._Element, number: str, kind: Kind, shared: dict[str, str], warnings: list[Fault]
) -> Message | RefusedPart:
    top: etree._Element | None = part
    if kind.head:
        top = next((child for child in part if name_of(child) == kind.head), None)
    if top is None:
        fault = Fault(MISSING, pointer(part, kind.head), f"{kind.head} is missing")
        return RefusedPart((fault,), references={"CEB.message": number}, layer=2)
    stated = fields(top, warnings)
    references = {f"CEB.{name}": stated[name] for name in QUOTED if name in stated}
    references["CEB.message"] = number
    own, body = _identity(stated, kind)
    faults = _faults(top, stated, body)
    if faults:
        return RefusedPart(tuple(faults), own, body["functionalReferenceId"], references, 2)
    codes.check_entry(own, top, "invtNo", warnings)
    body["references"] = references
    _fill_head(body, stated, top, kind, warnings)
    _fill_parts(body, stated, part, kind, warnings)
    carried = _CARRIED - codes.fillers(stated, _IDENTIFIERS)
    body["nationalData"] = shared | national(stated, carried, f"{name_of(top)}/")
    bound(body, warnings)
    return Message("Declaration", {name: value for name, value in body.items() if value})


def _identity(stated: dict[str, str], kind: Kind) -> tuple[str, Body]:
    """Goods sent back have no customs number of their own: `invtNo` is the first inventory's."""
    number = codes.identifier(stated.get("invtNo", ""))
    own = "" if kind.returns else number
    names = ("copNo", "coElNo", "preNo")
    local = next(filter(None, (codes.identifier(stated.get(name, "")) for name in names)), "")
    body: Body = {
        "declarationKey": declaration_key("CN", own, local),
        "country": "CN",
        "side": kind.side,
        "functionCode": "1" if kind.cancels else FUNCTIONS.get(stated.get("appType", "1"), ""),
        "declarationId": own,
        "functionalReferenceId": local,
        "procedureType": "LOW_VALUE",
    }
    if kind.returns and number:
        body["previousDocuments"] = [{"id": number, "categoryCode": "CEB inventory"}]
    return own, body


def _faults(top: etree._Element, stated: dict[str, str], body: Body) -> list[Fault]:
    found = []
    if not (body["declarationId"] or body["functionalReferenceId"]):
        text = "none of invtNo, copNo and preNo is stated"
        found.append(Fault(MISSING, pointer(top, "copNo"), text, stated.get("copNo", "")))
    if not body["functionCode"]:
        found.append(
            Fault(CODE_LIST, pointer(top, "appType"), "is not 1, 2 or 3", stated["appType"])
        )
    doubled = [name for name in stated if name in ("invtNo#2", "copNo#2", "appType#2")]
    found += [Fault(RULE, pointer(top, n[:-2]), "is stated twice", stated[n]) for n in doubled]
    return found


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


def evidence(root: etree._Element, number: str) -> Reading:
    """Refuse what is evidence of a trade, not a declaration, and say so."""
    what = codes.LISTS["evidence"].get(number, "unknown")
    text = (
        f"CEB{number} ({what}) is evidence of a trade, not a declaration: the hub does not take it"
    )
    if number not in codes.LISTS["evidence"]:
        text = f"CEB{number} is unknown"
    fault = Fault(UNKNOWN_KIND, xml.pointer(root), text, name_of(root))
    return Reading(refusals=(RefusedPart((fault,), references={"CEB.message": number}),))
