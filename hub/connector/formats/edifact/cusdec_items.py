"""CUSDEC detail section: one goods item a CST group (SG30)."""

from __future__ import annotations

from typing import Any

from hub.connector.formats.edifact import segments
from hub.connector.formats.edifact.tokens import MAX_TEXT, Segment, at, qualified
from hub.connector.formats.edifact.vocabulary import (
    ITEM_AMOUNTS,
    TARIFF_MEASURES,
    WEIGHT_MEASURES,
    WEIGHTS,
)
from hub.connector.formats.edifact.walk import (
    Handler,
    Walk,
    country,
    keep,
    note,
    nothing,
    number,
    put,
    warn,
)
from hub.domain.declaration import Body
from hub.domain.faults import RULE

_COMMODITY, _PROCEDURE, _ADDITIONAL_PROCEDURE = frozenset({"122", "108"}), "117", "118"


def item(walk: Walk, segment: Segment) -> None:
    """CST: begin an item; its codes by list: 122 commodity, 117 and 118 procedure."""
    items: list[Body] = walk.body.setdefault("goodsItems", [])
    text = at(segment, 1)
    stated = text.isdecimal() and len(text) <= 9
    line = int(text) if stated else len(items) + 1
    if not stated:
        warn(walk, RULE, segment, "+1", "not an item number; counted instead", text)
    walk.target = {"sequenceNumeric": line}
    items.append(walk.target)
    walk.section, walk.table = "item", ITEM
    walk.party, walk.document, walk.tax = "", None, None
    for element in segment[2:]:
        _status(walk, element)


def _status(walk: Walk, element: list[str]) -> None:
    code, listed = element[0], element[1] if len(element) > 1 else ""
    agency = element[2] if len(element) > 2 else ""
    if not code:
        return
    if listed in _COMMODITY or (not listed and not agency and len(code) >= 4 and code.isdecimal()):
        commodity(walk, code)
    elif listed == _PROCEDURE:
        _procedure(walk, code)
    elif listed == _ADDITIONAL_PROCEDURE:
        walk.target.setdefault("additionalProcedures", []).append(code)
    else:
        keep(walk, f"CST[{listed}:{agency}]" if agency else f"CST[{listed}]", code)


def commodity(walk: Walk, code: str) -> None:
    """Set the commodity code of the item; a further one is an additional classification."""
    digits = code.replace(".", "").replace(" ", "")
    if "commodityCode" in walk.target:
        named = digits if ":" in digits else f"HS:{digits}"
        walk.target.setdefault("additionalCodes", []).append(named)
    else:
        walk.target["commodityCode"] = digits


def _procedure(walk: Walk, code: str) -> None:
    split = walk.profile.procedure_split
    if "procedureCurrent" in walk.target:
        walk.target["procedurePrevious"] = code
    elif split and len(code) > split:
        walk.target["procedureCurrent"] = code[:split]
        walk.target["procedurePrevious"] = code[split:]
    else:
        walk.target["procedureCurrent"] = code


def _text(walk: Walk, segment: Segment) -> None:
    if len(segment) > 1 and segment[1][0] == "AAA":
        _description(walk, segment)
        return
    subject = at(segment, 1)
    goods = at(segment, 3) if subject == "AAC" and at(segment, 3, 2) == "6" else ""
    if goods and "dangerousGoods" not in walk.target:
        walk.target["dangerousGoods"] = goods
    elif subject and subject == walk.profile.procedure_text:
        _procedures(walk, segment)
    else:
        segments.statement(walk, segment)


def _description(walk: Walk, segment: Segment) -> None:
    before = walk.target.get("description", "")
    if len(before) > MAX_TEXT:
        note(walk, segment)
        return
    text = segments.continued(walk, before, segment, 4, walk.profile.text_width)
    walk.target["description"] = text
    if len(segment) > 5:
        segments.spoken(walk, segment)


def _procedures(walk: Walk, segment: Segment) -> None:
    # SARS: FTX+CCI+++current:previous:measure.
    put(
        walk.target,
        procedureCurrent=at(segment, 4),
        procedurePrevious=at(segment, 4, 1),
    )
    keep(walk, f"FTX[{at(segment, 1)}]", ":".join(segment[4][2:]) if len(segment) > 4 else "")


def _indicator(walk: Walk, segment: Segment) -> None:
    if at(segment, 1, 1) == _ADDITIONAL_PROCEDURE and not at(segment, 1, 2):
        code = at(segment, 1, 3) or at(segment, 1)
        walk.target.setdefault("additionalProcedures", []).append(code)
        walk.party, walk.document, walk.tax = "", None, None
    else:
        _other_trigger(walk, segment)


_PLACES = {"27": "originCountry", "28": "destinationCountry", "36": "destinationCountry"}


def _place(walk: Walk, segment: Segment) -> None:
    code = at(segment, 1)
    value = segment[2][0] if len(segment) > 2 else ""
    name = _PLACES.get(code)
    if name is None or not value or name in walk.target:
        note(walk, segment)
        return
    walk.target[name] = country(walk, segment, "+2", value)
    if len(segment) > 3:
        keep(walk, f"LOC[{code}]/C519", ":".join(segment[3]))


def _party(walk: Walk, segment: Segment) -> None:
    # NAD has no RFF of its own in SG30: what follows belongs to the item.
    segments.party(walk, segment)
    walk.party = ""


def _measure(walk: Walk, segment: Segment) -> None:
    if len(segment) < 4 or len(segment[3]) < 2:
        note(walk, segment)
        return
    kind, dimension = segment[1][0], segment[2][0]
    unit, value = segment[3][0], segment[3][1]
    if kind in WEIGHT_MEASURES:
        name = WEIGHTS.get(dimension, "") if dimension else walk.profile.bare_weight
    else:
        name = "tariffQuantity" if kind in TARIFF_MEASURES else ""
    target = walk.target
    if not name or not value or name in target:
        note(walk, segment)
        return
    found = number(walk, segment, "+3:2", value)
    if found:
        target[name] = found
        if unit:
            target[_UNITS[name]] = walk.profile.units.get(unit, unit)


_UNITS = {name: f"{name}Unit" for name in ("grossMass", "netMass", "tariffQuantity")}


def _package(walk: Walk, segment: Segment) -> None:
    quantity, kind = at(segment, 1), segment[3] if len(segment) > 3 else [""]
    walk.document = None
    if len(segment) > 1 and not quantity and (len(kind) > 1 or not kind[0]):
        note(walk, segment)
        return
    found: dict[str, Any] = {}
    if quantity := number(walk, segment, "+1", quantity):
        found["quantity"] = quantity
    if kind[0]:
        found["typeCode"] = kind[0]
    walk.target.setdefault("packages", []).append(found)


def _amount(walk: Walk, segment: Segment) -> None:
    walk.document = None
    if walk.tax is not None and segments.tax_amount(walk, segment):
        return
    (code, text), target = qualified(segment), walk.target
    names = ITEM_AMOUNTS.get(code)
    if names is None or names[0] in target:
        note(walk, segment)
        return
    amount = number(walk, segment, "+1:2", text)
    if amount:
        target[names[0]] = amount
        # An item amount without a currency is in that of the same amount at header (AU sample).
        currency = at(segment, 1, 2) or walk.currencies.get(code, "") or walk.profile.currency
        if currency:
            target[names[1]] = currency


def _reference(walk: Walk, segment: Segment) -> None:
    code, value = qualified(segment)
    if code == "HS" and value:
        walk.document = None
        commodity(walk, value)
    elif code == "AAQ" and value:
        walk.document = None
        walk.target.setdefault("containers", []).append(value)
    elif not segments.reference(walk, segment):
        note(walk, segment)


def _date(walk: Walk, segment: Segment) -> None:
    if not segments.document_date(walk, segment):
        note(walk, segment)


def _other_trigger(walk: Walk, segment: Segment) -> None:
    walk.party, walk.document, walk.tax = "", None, None
    note(walk, segment)


ITEM: dict[str, Handler] = {
    "CST": item,
    "FTX": _text,
    "LOC": _place,
    "MEA": _measure,
    "NAD": _party,
    "PAC": _package,
    "PCI": segments.package_marks,
    "MOA": _amount,
    "RFF": _reference,
    "DTM": _date,
    "DOC": segments.document,
    "TAX": segments.tax,
    "GIS": _indicator,
    "GEI": _indicator,
    "TOD": _other_trigger,
    "TDT": _other_trigger,
    "GIR": _other_trigger,
    "QVR": _other_trigger,
    "UNT": nothing,
}
