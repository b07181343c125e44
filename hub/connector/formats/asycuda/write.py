"""Writing SADs of ASYCUDA World: declarations, and the hub's answers in the nearest form.

The format has no answer message. An answer is a SAD skeleton without items that quotes the
document's identification; what the hub has to say stands in the comments.
"""

from __future__ import annotations

from hub.connector.formats.asycuda.profile import AMENDMENT, CANCELLATION, Profile
from hub.connector.formats.wco.markup import leaf, many, node
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"
MAX_COMMENT = 4000

_CARRIED = frozenset(
    "declarationKey country side functionCode version references declarationId typeCode ucr"
    " functionalReferenceId exportCountry destinationCountry previousDocuments issueDateTime"
    " declarationOfficeId entryOfficeId goodsItemQuantity totalPackageQuantity totalGrossMass"
    " totalGrossMassUnit invoiceAmount invoiceCurrency parties transport equipment goodsLocation"
    " loadingPlace tradingCountry tradeTerms tradeTermsPlace freightAmount freightCurrency"
    " insuranceAmount insuranceCurrency documents amendments goodsItems exchangeRates".split()
) - {"ucr"}
_ITEM_CARRIED = frozenset(
    "sequenceNumeric commodityCode description netMass netMassUnit grossMass grossMassUnit"
    " tariffQuantity tariffQuantityUnit itemAmount itemCurrency statisticalValue originCountry"
    " procedureCurrent procedurePrevious additionalProcedures packages previousDocuments"
    " documents customsValue".split()
)
_ROLES = {"Exporter": "Exporter", "Consignee": "Consignee", "Payer": "Financial"}
_FLOWS = {"IMPORT": "I", "EXPORT": "E", "TRANSIT": "T"}


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write a SAD. Raises `Parked` for a kind that has no form."""
    if message.kind == "Declaration":
        return _written(_declaration(message.body, profile), _losses(message.body))
    if message.kind not in _COMMENTS:
        raise Parked(f"ASYCUDA has no form for {message.kind}")
    comment = _COMMENTS[message.kind](message.body, envelope)
    lost = tuple(n for n in ("items", "statements", "discrepancies") if message.body.get(n))
    return _written(_answer(message, comment, envelope, profile), lost)


def _written(inner: str, losses: tuple[str, ...]) -> Written:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<ASYCUDA>{inner}</ASYCUDA>'
    return Written(text.encode(), CONTENT_TYPE, losses)


def _declaration(body: Body, profile: Profile) -> str:
    items = body.get("goodsItems") or ()
    return many(
        (
            node(
                "Property",
                leaf("Sad_flow", _FLOWS.get(body.get("side", ""), "")),
                node(
                    "Nbers",
                    leaf("Total_number_of_items", body.get("goodsItemQuantity", "")),
                    leaf("Total_number_of_packages", body.get("totalPackageQuantity", "")),
                ),
                leaf("Date_of_declaration", _date(body, "issueDateTime", profile)),
            ),
            _identification(body, profile),
            _traders(body),
            _declarant(body),
            _general(body),
            _transport(body, profile),
            many(_container(unit) for unit in body.get("equipment") or ()),
            _valuation(body),
            many(_item(item, body) for item in items),
        )
    )


def _date(body: Body, field: str, profile: Profile) -> str:
    return moments.written(body.get(field), profile.zone, profile.dates[0])


def _identification(body: Body, profile: Profile) -> str:
    """Write office, year, serial and number back where our own number says them."""
    number = body.get("declarationId", "")
    office, _, rest = number.partition("-")
    year, _, tail = rest.partition("-")
    ours = year.isdigit() and len(year) == 4 and bool(tail)
    serial = tail[:1] if ours and tail[:1].isalpha() else ""
    quoted = body.get("references") or {}
    date = quoted.get("SAD.date", "") or _date(body, "issueDateTime", profile)
    registration = node(
        "Registration",
        leaf("Serial_number", serial),
        leaf("Number", tail[len(serial) :] if ours else number),
        leaf("Date", date or (f"01/01/{year[2:]}" if ours else "")),
    )
    code = body.get("typeCode", "")
    kind = {"IMPORT": "IM", "EXPORT": "EX"}.get(body.get("side", ""), "")
    stated = code[-1:] if code[-1:].isdigit() else ""
    return node(
        "Identification",
        node(
            "Office_segment",
            leaf(
                "Customs_clearance_office_code",
                office if ours else body.get("declarationOfficeId", ""),
            ),
        ),
        node(
            "Type",
            leaf("Type_of_declaration", code[:-1] if stated and len(code) <= 4 else kind),
            leaf("Declaration_gen_procedure_code", stated),
        ),
        registration,
    )


def _traders(body: Body) -> str:
    parties = {party["role"]: party for party in body.get("parties") or ()}
    return node(
        "Traders",
        many(
            node(
                name,
                leaf(f"{name}_code", parties[role].get("id", "")),
                leaf(f"{name}_name", _named(parties[role])),
            )
            for role, name in _ROLES.items()
            if role in parties
        ),
    )


def _named(party: Body) -> str:
    lines = (party.get(field, "") for field in ("name", "address", "city"))
    return "\n".join(line for line in lines if line)


def _declarant(body: Body) -> str:
    named = [p for p in body.get("parties") or () if p["role"] == "Declarant"]
    party: Body = named[0] if named else {}
    return node(
        "Declarant",
        leaf("Declarant_code", party.get("id", "")),
        leaf("Declarant_name", party.get("name", "")),
        node("Reference", leaf("Number", body.get("functionalReferenceId", ""))),
    )


def _general(body: Body) -> str:
    marks = {"1": CANCELLATION, "4": AMENDMENT, "5": AMENDMENT}
    mark = marks.get(body.get("functionCode", "9"), "")
    reason = "; ".join(a.get("text", "") for a in body.get("amendments") or ())
    return node(
        "General_information",
        node(
            "Country",
            leaf("Trading_country", body.get("tradingCountry", "")),
            node("Export", leaf("Export_country_code", body.get("exportCountry", ""))),
            node(
                "Destination", leaf("Destination_country_code", body.get("destinationCountry", ""))
            ),
        ),
        leaf("Additional_information", f"{mark} {reason}".strip() if mark else ""),
    )


def _transport(body: Body, profile: Profile) -> str:
    stages = {means["stage"]: means for means in body.get("transport") or ()}
    modes = {mode: code for code, mode in reversed(list(profile.transport.items())) if mode}
    border, arrival = stages.get("BORDER", {}), stages.get("ARRIVAL", {})
    mode = border.get("modeCode", "")
    return node(
        "Transport",
        node(
            "Means_of_transport",
            node(
                "Departure_arrival_information",
                leaf("Identity", arrival.get("id", "")),
                leaf("Nationality", arrival.get("nationality", "")),
            ),
            node(
                "Border_information",
                leaf("Identity", border.get("id") or border.get("name", "")),
                leaf("Nationality", border.get("nationality", "")),
                leaf("Mode", modes.get(mode, mode)),
            ),
        ),
        leaf("Container_flag", "true" if body.get("equipment") else "false"),
        node(
            "Delivery_terms",
            leaf("Code", body.get("tradeTerms", "")),
            leaf("Place", body.get("tradeTermsPlace", "")),
        ),
        node("Border_office", leaf("Code", body.get("entryOfficeId", ""))),
        node("Place_of_loading", leaf("Code", body.get("loadingPlace", ""))),
        leaf("Location_of_goods", body.get("goodsLocation", "")),
    )


def _container(unit: Body) -> str:
    return node(
        "Container",
        leaf("Container_identity", unit.get("id", "")),
        leaf("Container_type", unit.get("sizeType", "")),
        leaf("Empty_full_indicator", unit.get("fullness", "")),
    )


def _valuation(body: Body) -> str:
    return node(
        "Valuation",
        node("Weight", leaf("Gross_weight", body.get("totalGrossMass", ""))),
        _money("Gs_Invoice", body, "invoiceAmount", "invoiceCurrency"),
        _money("Gs_external_freight", body, "freightAmount", "freightCurrency"),
        _money("Gs_insurance", body, "insuranceAmount", "insuranceCurrency"),
    )


def _money(name: str, body: Body, amount: str, currency: str) -> str:
    rates = {r["currency"]: r.get("rate", "") for r in body.get("exchangeRates") or ()}
    code = body.get(currency, "")
    return node(
        name,
        leaf("Amount_foreign_currency", body.get(amount, "")),
        leaf("Currency_code", code),
        leaf("Currency_rate", rates.get(code, "") if name == "Gs_Invoice" else ""),
    )


def _item(item: Body, body: Body) -> str:
    code = item.get("commodityCode", "")
    previous = [*(item.get("previousDocuments") or ()), *(body.get("previousDocuments") or ())]
    documents = [*(item.get("documents") or ()), *(body.get("documents") or ())]
    return node(
        "Item",
        many(
            node(
                "Packages",
                leaf("Number_of_packages", package.get("quantity", "")),
                leaf("Marks1_of_packages", package.get("marks", "")),
                leaf("Kind_of_packages_code", package.get("typeCode", "")),
            )
            for package in (item.get("packages") or ())[:1]
        ),
        node(
            "Tarification",
            node("HScode", leaf("Commodity_code", code[:8]), leaf("Precision_1", code[8:])),
            leaf(
                "Extended_customs_procedure",
                item.get("procedureCurrent", "") + item.get("procedurePrevious", ""),
            ),
            leaf(
                "National_customs_procedure", next(iter(item.get("additionalProcedures") or ()), "")
            ),
            node(
                "Supplementary_unit",
                leaf("Suppplementary_unit_code", item.get("tariffQuantityUnit", "")),
                leaf("Suppplementary_unit_quantity", item.get("tariffQuantity", "")),
            ),
            leaf("Item_price", item.get("itemAmount", "")),
        ),
        node(
            "Goods_description",
            leaf("Country_of_origin_code", item.get("originCountry", "")),
            leaf("Description_of_goods", item.get("description", "")),
        ),
        many(
            node("Previous_doc", leaf("Previous_document_reference", document.get("id", "")))
            for document in previous[:1]
        ),
        _item_values(item),
        many(_attached(document) for document in documents),
    )


def _item_values(item: Body) -> str:
    return node(
        "Valuation_item",
        node(
            "Weight_itm",
            leaf("Gross_weight_itm", item.get("grossMass", "")),
            leaf("Net_weight_itm", item.get("netMass", "")),
        ),
        leaf("Statistical_value", item.get("statisticalValue", "")),
        leaf("Total_CIF_itm", item.get("customsValue", "")),
        node(
            "Item_Invoice",
            leaf("Amount_foreign_currency", item.get("itemAmount", "")),
            leaf("Currency_code", item.get("itemCurrency", "")),
        ),
    )


def _attached(document: Body) -> str:
    return node(
        "Attached_documents",
        leaf("Attached_document_code", document.get("typeCode", "")),
        leaf("Attached_document_name", document.get("name", "")),
        leaf("Attached_document_reference", document.get("id", "")),
        leaf("Attached_document_date", document.get("issueDate", "")),
    )


def _losses(body: Body) -> tuple[str, ...]:
    lost = {name for name, value in body.items() if value and name not in _CARRIED}
    for item in body.get("goodsItems") or ():
        lost |= {f"goodsItems/{n}" for n, v in item.items() if v and n not in _ITEM_CARRIED}
        if len(item.get("packages") or ()) > 1:
            lost.add("goodsItems/packages/1")
    lost |= {
        f"parties/{party['role']}"
        for party in body.get("parties") or ()
        if party["role"] not in {*_ROLES, "Declarant"}
    }
    return tuple(sorted(lost))


def _answer(message: Message, comment: str, envelope: Envelope, profile: Profile) -> str:
    body = message.body
    day = envelope.prepared_at.astimezone(moments.zone(profile.zone)).strftime(profile.dates[0])
    released = message.kind == "StatusChange" and body.get("status") == "RELEASED"
    quoted = body.get("references") or {}
    receipt = node(
        "receipt",
        leaf("Number", envelope.message_id[:8] if released else ""),
        leaf("Date", day if released else ""),
    )
    head = _identification(
        {**body, "references": {"SAD.date": quoted.get("SAD.date", day)}}, profile
    )
    return many(
        (
            leaf("Property", ""),
            head.replace("</Identification>", f"{receipt}</Identification>"),
            _declarant(body),
            node("General_information", leaf("Comments_free_text", comment[:MAX_COMMENT])),
        )
    )


def _faults(faults: object) -> str:
    rows = faults if isinstance(faults, list | tuple) else ()
    return "\n".join(
        f"{f.get('code', '')} {f.get('pointer', '')} {f.get('text', '')} {f.get('original', '')}"
        for f in rows[:100]
    )


_COMMENTS = {
    "Acknowledgement": lambda b, e: (
        f"ACKNOWLEDGED {b.get('outcome', '')} forwarded to"
        f" {', '.join(b.get('recipients') or ()) or 'nobody'}\n{_faults(b.get('warnings'))}"
    ),
    "Receipt": lambda b, e: f"RECEIVED sha256 {b.get('sha256', '')}",
    "Refusal": lambda b, e: f"REFUSED\n{_faults(b.get('faults'))}",
    "StatusChange": lambda b, e: (
        f"STATUS {e.sender} {b.get('status', '')} {b.get('nationalText', '')}"
    ),
    "MatchResult": lambda b, e: f"MATCH {b.get('outcome', '')} {b.get('explanation', '')}",
}
