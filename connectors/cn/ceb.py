"""Reads cross-border e-commerce (CEB) inventories, their cancellations and returns of goods.

603 and 621 are declarations of low value, 605 and 623 their cancellation, 213 and 625 goods sent
back, each a declaration of its own that names the first inventory. One message may hold many.
Orders, payments and waybills are evidence, not declarations: not read here.
"""

from __future__ import annotations

from lxml import etree

from connectors.cn import codes
from connectors.cn.ceb_parts import KINDS, Kind, fill, quoted
from connectors.cn.elements import bound, fields, name_of, national, pointer
from hub.connector.formats import xml
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, RULE, TOO_MANY, UNKNOWN_KIND, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

MAX_PARTS = 1000
MAX_SHARED = 50
"""Fields of a message beside its parts (BaseTransfer …): repeated in every part it holds."""
FUNCTIONS = {"1": "9", "2": "4", "3": "1"}
"""appType 1 new, 2 change, 3 delete to WCO 017."""


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
    made = [_part(part, number, kind, shared, warnings) for part in parts]
    return Reading.of(made, warnings[:MAX_FAULTS])


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
    doubts: list[Fault] = []
    stated = fields(top, doubts)
    references = quoted(stated, number)
    own, body = _identity(stated, kind)
    faults = _faults(top, stated, body)
    codes.check_entry(own, top, "invtNo", doubts)
    body["references"] = references
    # What is doubtful is told with what is missing, so that one correction is enough.
    body["nationalData"] = shared | fill(body, stated, top, part, kind, doubts)
    if faults:
        told = tuple([*faults, *doubts][:MAX_FAULTS])
        return RefusedPart(told, own, body["functionalReferenceId"], references, 2)
    warnings += doubts
    bound(body, top, warnings)
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
