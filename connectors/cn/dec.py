"""Reads the declaration message of the single window (DecMessage), at field level.

No schema is at hand: elements are taken by name in any order. To be confirmed: that every
DecMessage is an original (no field for a change or cancellation is known); `LicenseDocu` with
DocuCode 830 (EDIFACT 1001) as the export declaration of the other country, an agreement this hub
proposes; legal quantities in kilograms as net mass; SignDate as the date of issue.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from connectors.cn import codes
from connectors.cn.elements import beside, bound, fields, national, pointer, warn
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, RULE, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

SIDES = {"E": "EXPORT", "I": "IMPORT"}

_NUMBERS = {"PackNo": "totalPackageQuantity", "GrossWet": "totalGrossMass", "NetWt": "totalNetMass"}
_ENDS: dict[str, dict[str, str]] = {
    "EXPORT": {
        "IEPort": "exitOfficeId",
        "IEDate": "exitDateTime",
        "DistinatePort": "unloadingPlace",
        "TradeCountry": "destinationCountry",
        "own": "exportCountry",
        "trader": "Exporter",
    },
    "IMPORT": {
        "IEPort": "entryOfficeId",
        "IEDate": "arrivalDateTime",
        "DistinatePort": "loadingPlace",
        "TradeCountry": "exportCountry",
        "own": "destinationCountry",
        "trader": "Importer",
    },
}
_CARRIED = frozenset(
    "SeqNo EntryId IEFlag CustomMaster IEPort IEDate DistinatePort TradeCountry TradeAreaCode"
    " TrafMode TrafName BillNo ContrNo LicenseNo TransMode NoteS".split()
) | {*_NUMBERS}
_ITEM_CARRIED = frozenset(
    "GNo CodeTS GName FirstQty FirstUnit DeclTotal TradeCurr OriginCountry"
    " DestinationCountry".split()
)
_PAPERS = ("BillNo", "ContrNo", "LicenseNo")
_IDENTIFIERS = (*_PAPERS, "EntryId", "SeqNo", "TrafName", "NoteS")
_SECTIONS = frozenset("DecHead DecLists DecContainers DecLicenseDocus DecFreeTxt DecSign".split())


def read(root: etree._Element) -> Reading:
    """Read a DecMessage into one declaration."""
    warnings: list[Fault] = []
    sections, left = beside(root, _SECTIONS, warnings)
    head = sections.get("DecHead")
    if head is None:
        fault = Fault(MISSING, pointer(root, "DecHead"), "DecHead is missing")
        return Reading(refusals=(RefusedPart((fault,), references={"CN.form": "Dec"}),))
    stated = fields(head, warnings)
    sign = fields(sections["DecSign"], warnings) if "DecSign" in sections else {}
    body = _identity(stated, sign)
    faults = _faults(head, stated, body)
    if faults:
        names = body["declarationId"], body["functionalReferenceId"]
        refused = RefusedPart(tuple(faults), *names, body["references"], 2)
        return Reading(refusals=(refused,), warnings=tuple(warnings))
    codes.check_entry(body["declarationId"], head, "EntryId", warnings)
    _fill(body, stated, sign, head, warnings)
    _fill_sections(body, sections, left, warnings)
    carried = _CARRIED - codes.fillers(stated, _IDENTIFIERS)
    body["nationalData"] = national(stated, carried, "DecHead/") | left
    body["nationalData"] |= national(sign, ("ClientSeqNo", "SignDate"), "DecSign/")
    bound(body, warnings)
    message = Message("Declaration", {name: value for name, value in body.items() if value})
    return Reading((message,), warnings=tuple(warnings))


def _identity(stated: dict[str, str], sign: dict[str, str]) -> Body:
    entry, seq = (codes.identifier(stated.get(name, "")) for name in ("EntryId", "SeqNo"))
    client = codes.identifier(sign.get("ClientSeqNo", ""))
    references = {"CN.form": "Dec", "Dec.SeqNo": seq, "Dec.ClientSeqNo": client}
    return {
        "declarationKey": declaration_key("CN", entry, seq or client),
        "country": "CN",
        "side": SIDES.get(stated.get("IEFlag", ""), ""),
        "functionCode": "9",
        "declarationId": entry,
        "functionalReferenceId": seq or client,
        "procedureType": codes.LISTS["procedures"].get(stated.get("TradeMode", ""), "NORMAL"),
        "references": {name: text for name, text in references.items() if text},
    }


def _faults(head: etree._Element, stated: dict[str, str], body: Body) -> list[Fault]:
    found = []
    if not (body["declarationId"] or body["functionalReferenceId"]):
        text = "none of EntryId, SeqNo and ClientSeqNo is stated"
        found.append(Fault(MISSING, pointer(head, "EntryId"), text, stated.get("EntryId", "")))
    if not body["side"]:
        text = "is not I or E" if "IEFlag" in stated else "is missing"
        code = CODE_LIST if "IEFlag" in stated else MISSING
        found.append(Fault(code, pointer(head, "IEFlag"), text, stated.get("IEFlag", "")))
    doubled = [name for name in ("EntryId#2", "SeqNo#2", "IEFlag#2") if name in stated]
    found += [Fault(RULE, pointer(head, n[:-2]), "is stated twice", stated[n]) for n in doubled]
    return found


def _fill(
    body: Body,
    stated: dict[str, str],
    sign: dict[str, str],
    head: etree._Element,
    warnings: list[Fault],
) -> None:
    ends = _ENDS[body["side"]]
    body[ends["own"]] = "CN"
    for name in ("IEPort", "DistinatePort"):
        body[ends[name]] = stated.get(name, "")
    body["declarationOfficeId"] = stated.get("CustomMaster", "")
    for name, field in (
        ("TradeCountry", ends["TradeCountry"]),
        ("TradeAreaCode", "tradingCountry"),
    ):
        if name in stated:
            body[field] = codes.country(stated[name], head, name, warnings)
    if "TradeCountry" not in stated:
        warn(warnings, MISSING, head, "TradeCountry", "no country is stated: it goes to nobody")
    for name, field in _NUMBERS.items():
        if name in stated:
            body[field] = codes.decimal(stated[name], head, name, warnings)
            if field != "totalPackageQuantity" and body[field]:
                body[f"{field}Unit"] = "KGM"
    if "IEDate" in stated:
        body[ends["IEDate"]] = codes.moment(stated["IEDate"], head, "IEDate", warnings)
    if "SignDate" in sign:
        body["issueDateTime"] = codes.moment(sign["SignDate"], head, "SignDate", warnings)
    if "TransMode" in stated:
        body["tradeTerms"] = _terms(stated["TransMode"], head, warnings)
    if codes.identifier(stated.get("NoteS", "")):
        texts = stated["NoteS"].split(codes.NOTES)
        body["statements"] = [{"statementDescription": text} for text in texts if text]
    _charges(body, stated, head, warnings)
    body["parties"] = list(_parties(stated, ends["trader"]))
    body["documents"] = list(_documents(stated, body["side"]))
    body["transport"] = _transport(stated)


def _terms(text: str, head: etree._Element, warnings: list[Fault]) -> str:
    found = codes.LISTS["terms"].get(text, "")
    if not found and not text.isalpha():
        warn(warnings, CODE_LIST, head, "TransMode", "unknown terms of delivery", text)
    return found or text


def _charges(
    body: Body, stated: dict[str, str], head: etree._Element, warnings: list[Fault]
) -> None:
    """Mark 3 is a total amount; a rate or a price by unit (1, 2) stays national."""
    for name, field in (("Fee", "freight"), ("Insur", "insurance")):
        if stated.get(f"{name}Mark") == "3" and f"{name}Rate" in stated:
            del stated[f"{name}Mark"]
            amount, unit = stated.pop(f"{name}Rate"), stated.pop(f"{name}Curr", "")
            body[f"{field}Amount"] = codes.decimal(amount, head, f"{name}Rate", warnings)
            if unit:
                unit = codes.currency(unit, head, f"{name}Curr", warnings)
            body[f"{field}Currency"] = unit


_PARTY_FIELDS = {
    prefix: (("USCC", f"{prefix}CodeScc"), ("GACC", f"{prefix}Code"), f"{prefix}Name")
    for prefix in ("Trade", "Owner", "Agent", "Cop")
}


def _parties(stated: dict[str, str], trader: str) -> Iterator[Body]:
    """The 18-digit credit code (Scc) is the id where it is stated, else the customs number."""
    roles = (trader, "Owner", "Declarant", "Submitter")
    for role, (*numbers, name) in zip(roles, _PARTY_FIELDS.values(), strict=True):
        party: Body = {"role": role}
        for scheme, number in numbers:
            if number in stated and "id" not in party and codes.identifier(stated[number]):
                party["id"], party["idType"] = stated.pop(number), scheme
        if name in stated:
            party["name"] = stated.pop(name)
        if len(party) > 1:
            yield party


def _documents(stated: dict[str, str], side: str) -> Iterator[Body]:
    """Types by EDIFACT 1001: 315 contract, 811/911 export or import licence."""
    types = {
        "BillNo": codes.LISTS["bills"].get(stated.get("TrafMode", ""), ""),
        "ContrNo": "315",
        "LicenseNo": "811" if side == "EXPORT" else "911",
    }
    for name in _PAPERS:
        number = codes.identifier(stated.get(name, ""))
        if number:
            paper = {"id": number, "typeCode": types[name], "name": name}
            yield {field: text for field, text in paper.items() if text}


def _transport(stated: dict[str, str]) -> list[Body]:
    mode = stated.get("TrafMode", "")
    means: Body = {
        "nationalModeCode": mode,
        "modeCode": codes.LISTS["modes"].get(mode, ""),
        "name" if mode == codes.SEA else "id": codes.identifier(stated.get("TrafName", "")),
    }
    means = {name: text for name, text in means.items() if text}
    return [{"stage": "BORDER", **means}] if means else []


def _fill_sections(
    body: Body,
    sections: dict[str, etree._Element],
    left: dict[str, str],
    warnings: list[Fault],
) -> None:
    items = sections.get("DecLists", ())
    body["goodsItems"] = [_item(item, n, warnings) for n, item in enumerate(items, 1)]
    if not body["goodsItems"] and "DecHead" in sections:
        warn(warnings, MISSING, sections["DecHead"], "", "no goods are stated (DecLists)")
    body["equipment"] = list(_containers(sections.get("DecContainers", ()), left, warnings))
    papers = [fields(paper, warnings) for paper in sections.get("DecLicenseDocus", ())]
    for paper in papers:
        number, kind = codes.identifier(paper.get("CertCode", "")), paper.get("DocuCode", "")
        if number:
            place = "previousDocuments" if kind in codes.LISTS["previous"] else "documents"
            record = {"id": number, "typeCode": kind} if kind else {"id": number}
            body.setdefault(place, []).append(record)
    if "DecFreeTxt" in sections:
        free = fields(sections["DecFreeTxt"], warnings)
        voyage = codes.identifier(free.pop("VoyNo", ""))
        if voyage:
            body["transport"] = body["transport"] or [{"stage": "BORDER"}]
            body["transport"][0]["journeyId"] = voyage
        left |= national(free, (), "DecFreeTxt/")


def _containers(
    section: etree._Element | tuple[()], left: dict[str, str], warnings: list[Fault]
) -> Iterator[Body]:
    for n, container in enumerate(section, 1):
        stated = fields(container, warnings)
        number = codes.identifier(stated.get("ContainerId", ""))
        if number:
            size = stated.get("ContainerMd", "")
            yield {"id": number, "sizeType": size} if size else {"id": number}
        left |= national(stated, ("ContainerId", "ContainerMd"), f"Container[{n}]/")


def _item(item: etree._Element, n: int, warnings: list[Fault]) -> Body:
    stated = fields(item, warnings)
    body: Body = {
        "sequenceNumeric": codes.sequence(stated.get("GNo", ""), n),
        "commodityCode": codes.commodity(stated.get("CodeTS", ""), item, "CodeTS", warnings),
    }
    if "GName" in stated:
        body["description"] = stated["GName"]
    if "FirstUnit" in stated:
        body["tariffQuantityUnit"] = codes.unit(stated["FirstUnit"], item, "FirstUnit", warnings)
    if "FirstQty" in stated:
        body["tariffQuantity"] = codes.decimal(stated["FirstQty"], item, "FirstQty", warnings)
    if "DeclTotal" in stated:
        body["itemAmount"] = codes.decimal(stated["DeclTotal"], item, "DeclTotal", warnings)
    for name, field in _ITEM_COUNTRIES:
        if name in stated:
            body[field] = codes.country(stated[name], item, name, warnings)
    if "TradeCurr" in stated:
        body["itemCurrency"] = codes.currency(stated["TradeCurr"], item, "TradeCurr", warnings)
    codes.net_mass(body, stated, item, _QUANTITIES, warnings)
    if left := national(stated, _ITEM_CARRIED):
        body["nationalData"] = left
    return body if all(body.values()) else {name: value for name, value in body.items() if value}


_ITEM_COUNTRIES = (
    ("OriginCountry", "originCountry"),
    ("DestinationCountry", "destinationCountry"),
)
_QUANTITIES = (("FirstQty", "FirstUnit"), ("SecondQty", "SecondUnit"), ("GQty", "GUnit"))
