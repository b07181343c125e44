"""CUSDEC read: header and summary into a canonical declaration, items by `cusdec_items`.

After UN/EDIFACT D.96B and D.99B (segment groups 1 to 9 and 49, 50). Invoice lines (SG10 to SG29)
have no canonical place and are kept as national data.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.edifact import segments, texts
from hub.connector.formats.edifact.cusdec_items import ITEM, item
from hub.connector.formats.edifact.cusdec_transport import equipment, seal, transport
from hub.connector.formats.edifact.tokens import Segment, at, qualified
from hub.connector.formats.edifact.vocabulary import (
    AMOUNTS,
    COUNTRY_FIELDS,
    DATES,
    FUNCTIONS,
    TOTALS,
    WEIGHT_MEASURES,
    WEIGHTS,
)
from hub.connector.formats.edifact.walk import (
    Handler,
    Walk,
    country,
    fault,
    keep,
    note,
    nothing,
    number,
    put,
    run,
    warn,
)
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, RULE, UNKNOWN_KIND
from hub.domain.identifiers import declaration_key


def read(walk: Walk, message: Iterable[Segment]) -> Body:
    """Fill `walk.body` from a CUSDEC, UNH to UNT; what refuses it stands in `walk.faults`."""
    walk.table = HEADER
    run(walk, message)
    body, own = walk.body, walk.profile.country
    walk.section, walk.position = "header", 2
    if "functionCode" not in body and not any(f.pointer.startswith("BGM+3") for f in walk.faults):
        fault(walk, MISSING, [["BGM"]], "+3", "no message function (1225)", "")
    identifier = body.get("declarationId", "")
    reference = body.get("functionalReferenceId", "")
    if not identifier and not reference:
        fault(walk, MISSING, [["BGM"]], "+2", "neither a reference (BGM 1004) nor RFF+ABT", "")
    if "side" not in body and not walk.faults:
        fault(walk, UNKNOWN_KIND, [["BGM"]], "+1", "no BGM: not a declaration", "")
    if body.get("side") == "EXPORT":
        body.setdefault("exportCountry", own)
    elif body.get("side") == "IMPORT":
        body.setdefault("destinationCountry", own)
    body["country"] = own
    body["declarationKey"] = declaration_key(own, identifier, reference)
    return body


def _begin(walk: Walk, segment: Segment) -> None:
    body, code, name = walk.body, at(segment, 1), at(segment, 1, 3)
    if "side" in body or "functionCode" in body:
        fault(walk, RULE, segment, "", "a second BGM", code)
        return
    side = walk.profile.documents.get(code)
    if side is None:
        fault(walk, UNKNOWN_KIND, segment, "+1", "document type (1001) not known here", code)
    else:
        body["side"] = side
    if name:
        _document_name(walk, segment, name)
    put(body, functionalReferenceId=at(segment, 2), typeCode=name)
    _version(walk, segment)
    stated = at(segment, 3)
    function = FUNCTIONS.get(stated)
    if function:
        body["functionCode"] = function
        if function != stated:
            keep(walk, "BGM/1225", stated)
    elif stated:
        fault(walk, CODE_LIST, segment, "+3", "message function (1225) is none of 9 4 5 1", stated)


def _document_name(walk: Walk, segment: Segment, name: str) -> None:
    names = walk.profile.names
    if name in names:
        walk.body["procedureType"] = names[name]
    elif names:
        warn(walk, CODE_LIST, segment, "+1:4", "document name (1000) not known", name)


def _version(walk: Walk, segment: Segment) -> None:
    text = at(segment, 2, 1) or at(segment, 2, 2)
    if text.isdecimal() and int(text[:9]) > 0 and len(text) <= 9:
        walk.body["version"] = int(text)
    elif text:
        warn(walk, RULE, segment, "+2:2", "not a version number", text)


def _place(walk: Walk, segment: Segment) -> None:
    code, value = at(segment, 1), at(segment, 2) or at(segment, 2, 3)
    if code == "1" and "tradeTermsPlace" not in walk.body:
        put(walk.body, tradeTermsPlace=value)
        return
    name = walk.profile.places.get(code)
    if name is None or not value or name in walk.body:
        note(walk, segment)
        return
    walk.body[name] = country(walk, segment, "+2", value) if name in COUNTRY_FIELDS else value
    if len(segment) > 3:
        keep(walk, f"LOC[{code}]/C519", "+".join(":".join(part) for part in segment[3:]))


def _date(walk: Walk, segment: Segment) -> None:
    if segments.document_date(walk, segment):
        return
    code, text = qualified(segment)
    name = DATES.get(code)
    if name is None or name in walk.body:
        note(walk, segment)
        return
    written = f"20{text}" if at(segment, 1, 2) == "101" else text
    found = moments.compact(written, walk.profile.zone)
    if found is None:
        warn(walk, RULE, segment, "+1:2", "not a date", text)
        note(walk, segment)
        return
    found["text"] = text
    walk.body[name] = found


def _indicator(walk: Walk, segment: Segment) -> None:
    listed = at(segment, 1, 1) if not at(segment, 1, 2) else ""
    if listed == "112":
        put(walk.body, natureOfTransaction=at(segment, 1))
    elif listed == "105":
        put(walk.body, typeCode=at(segment, 1))
    else:
        note(walk, segment)


def _measure(walk: Walk, segment: Segment) -> None:
    name = WEIGHTS.get(at(segment, 2), "") if at(segment, 1) in WEIGHT_MEASURES else ""
    total = {"grossMass": "totalGrossMass", "netMass": "totalNetMass"}.get(name)
    if total is None or total in walk.body:
        note(walk, segment)
        return
    _total(walk, total, number(walk, segment, "+3:2", at(segment, 3, 1)), at(segment, 3))


def _total(walk: Walk, name: str, value: str, unit: str) -> None:
    if value:
        walk.body[name] = value
        if name.endswith("Mass"):
            put(walk.body, **{f"{name}Unit": walk.profile.units.get(unit, unit)})


def _text(walk: Walk, segment: Segment) -> None:
    subject = at(segment, 1)
    if subject == "CHG":
        _amendment(walk, segment)
    elif subject and subject == walk.profile.items_text:
        put(walk.body, goodsItemQuantity=number(walk, segment, "+4", at(segment, 4)))
        keep(walk, f"FTX[{subject}]", ":".join(segment[4][1:]) if len(segment) > 4 else "")
    else:
        segments.statement(walk, segment)


def _amendment(walk: Walk, segment: Segment) -> None:
    pieces = segment[4] if len(segment) > 4 else [""]
    place = ""
    if len(pieces) == MOST_PIECES and pieces[-1].startswith(POINTER):
        place, pieces = pieces[-1].replace(">", " → "), pieces[:-1]
    found: dict[str, str] = {}
    text = texts.joined(pieces, walk.profile.text_width)
    put(found, changeReasonCode=at(segment, 3), text=text, pointer=place)
    walk.body.setdefault("amendments", []).append(found)
    segments.spoken(walk, segment)


MOST_PIECES = 5
"""Components of FTX C108; in FTX+CHG the fifth holds the pointer `42A>67A/1>68A/3`."""
POINTER = "42A"


def _reference(walk: Walk, segment: Segment) -> None:
    code, value = qualified(segment)
    if code in walk.profile.declaration_numbers and value and "declarationId" not in walk.body:
        walk.body["declarationId"] = value
        walk.document = None
    elif not segments.reference(walk, segment):
        note(walk, segment)


def _package(walk: Walk, segment: Segment) -> None:
    quantity = at(segment, 1)
    walk.document = None
    if quantity and "totalPackageQuantity" not in walk.body:
        put(walk.body, totalPackageQuantity=number(walk, segment, "+1", quantity))
    else:
        note(walk, segment)


def _terms(walk: Walk, segment: Segment) -> None:
    walk.party, walk.document = "", None
    if at(segment, 3):
        walk.body["tradeTerms"] = at(segment, 3)
    else:
        note(walk, segment)


def _amount(walk: Walk, segment: Segment) -> None:
    (code, text), currency = qualified(segment), at(segment, 1, 2)
    walk.party, walk.document, walk.amount_currency = "", None, currency
    walk.currencies.setdefault(code, currency)
    names = AMOUNTS.get(code)
    if code == RATE_ONLY and not text:
        return
    if names is None or names[0] in walk.body:
        note(walk, segment)
        return
    amount = number(walk, segment, "+1:2", text)
    if amount:
        walk.body[names[0]] = amount
    if currency := currency or (walk.profile.currency if amount else ""):
        walk.body.setdefault(names[1], currency)


RATE_ONLY = "ZZZ"
"""MOA 5025 of an amount that is only there for the rate of its currency in CUX."""


def _rate(walk: Walk, segment: Segment) -> None:
    currency = at(segment, 1, 1) or walk.amount_currency
    rate = number(walk, segment, "+3", at(segment, 3))
    if currency and rate:
        entry = {"currency": currency, "rate": rate}
        walk.body.setdefault("exchangeRates", []).append(entry)
        keep(walk, f"CUX[{currency}]/target", at(segment, 2, 1))
    else:
        note(walk, segment)


def _count(walk: Walk, segment: Segment) -> None:
    code, text = qualified(segment)
    names = TOTALS.get(code)
    if names is None or (names[0] in walk.body and code == "2"):
        note(walk, segment)
        return
    _total(walk, names[0], number(walk, segment, "+1:2", text), at(segment, 1, 2))


def _section(walk: Walk, segment: Segment) -> None:
    walk.target, walk.party, walk.document, walk.tax = walk.body, "", None, None
    if at(segment, 1) == "S":
        walk.section, walk.table = "summary", SUMMARY
    else:
        walk.section, walk.table = "detail", DETAIL


HEADER: dict[str, Handler] = {
    "UNH": nothing,
    "BGM": _begin,
    "LOC": _place,
    "DTM": _date,
    "GIS": _indicator,
    "GEI": _indicator,
    "MEA": _measure,
    "EQD": equipment,
    "SEL": seal,
    "FTX": _text,
    "RFF": _reference,
    "PAC": _package,
    "TDT": transport,
    "DOC": segments.document,
    "NAD": segments.party,
    "TOD": _terms,
    "MOA": _amount,
    "CUX": _rate,
    "UNS": _section,
    "UNT": nothing,
}
DETAIL: dict[str, Handler] = {"CST": item, "UNS": _section, "UNT": nothing}
SUMMARY: dict[str, Handler] = {"CNT": _count, "UNS": _section, "UNT": nothing}
ITEM["UNS"] = _section
