"""The canonical declaration as a SAD, and the names of what a SAD has no place for.

Elements stand in the order of the public samples. Duties and taxes never leave the administration
that owns them: they are not written.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.asycuda.profile import AMENDMENT, CANCELLATION, Profile
from hub.connector.formats.xml import escape
from hub.domain import moments
from hub.domain.declaration import Body

Names = tuple[tuple[str, str], ...]
"""Element and canonical field of the texts in a block, in their order."""

_TRADERS = (("Exporter", "Exporter"), ("Consignee", "Consignee"), ("Payer", "Financial"))
_ROLES = frozenset({"Exporter", "Consignee", "Payer", "Declarant"})
_FLOWS = {"IMPORT": "I", "EXPORT": "E", "TRANSIT": "T"}
_TYPES = {"IMPORT": "IM", "EXPORT": "EX"}
_MARKS = {"1": CANCELLATION, "4": AMENDMENT, "5": AMENDMENT}
_NUMBERS: Names = (
    ("Total_number_of_items", "goodsItemQuantity"),
    ("Total_number_of_packages", "totalPackageQuantity"),
)
_DECLARANT: Names = (("Declarant_code", "id"), ("Declarant_name", "name"))
_REFERENCE: Names = (("Number", "functionalReferenceId"),)
_TRADING: Names = (("Trading_country", "tradingCountry"),)
_EXPORT: Names = (("Export_country_code", "exportCountry"),)
_DESTINATION: Names = (("Destination_country_code", "destinationCountry"),)
_ARRIVAL: Names = (("Identity", "id"), ("Nationality", "nationality"))
_TERMS: Names = (("Code", "tradeTerms"), ("Place", "tradeTermsPlace"))
_OFFICE: Names = (("Code", "entryOfficeId"),)
_LOADING: Names = (("Code", "loadingPlace"),)
_LOCATION: Names = (("Location_of_goods", "goodsLocation"),)
_CONTAINER: Names = (
    ("Container_identity", "id"),
    ("Container_type", "sizeType"),
    ("Empty_full_indicator", "fullness"),
)
_GROSS: Names = (("Gross_weight", "totalGrossMass"),)
_MONEY = (
    ("Gs_Invoice", "invoiceAmount", "invoiceCurrency"),
    ("Gs_external_freight", "freightAmount", "freightCurrency"),
    ("Gs_insurance", "insuranceAmount", "insuranceCurrency"),
)
_PACKAGES: Names = (
    ("Number_of_packages", "quantity"),
    ("Marks1_of_packages", "marks"),
    ("Kind_of_packages_code", "typeCode"),
)
_UNIT: Names = (
    ("Suppplementary_unit_code", "tariffQuantityUnit"),
    ("Suppplementary_unit_quantity", "tariffQuantity"),
)
_PRICE: Names = (("Item_price", "itemAmount"),)
_DESCRIPTION: Names = (
    ("Country_of_origin_code", "originCountry"),
    ("Description_of_goods", "description"),
)
_WEIGHTS: Names = (("Gross_weight_itm", "grossMass"), ("Net_weight_itm", "netMass"))
_VALUES: Names = (("Statistical_value", "statisticalValue"), ("Total_CIF_itm", "customsValue"))
_INVOICE: Names = (("Amount_foreign_currency", "itemAmount"), ("Currency_code", "itemCurrency"))
_DOCUMENT: Names = (
    ("Attached_document_code", "typeCode"),
    ("Attached_document_name", "name"),
    ("Attached_document_reference", "id"),
    ("Attached_document_date", "issueDate"),
)
_CARRIED = frozenset(
    "declarationKey country side functionCode version references declarationId typeCode"
    " functionalReferenceId exportCountry destinationCountry previousDocuments issueDateTime"
    " declarationOfficeId entryOfficeId goodsItemQuantity totalPackageQuantity totalGrossMass"
    " totalGrossMassUnit invoiceAmount invoiceCurrency parties transport equipment goodsLocation"
    " loadingPlace tradingCountry tradeTerms tradeTermsPlace freightAmount freightCurrency"
    " insuranceAmount insuranceCurrency documents amendments goodsItems exchangeRates".split()
)
_ITEM_CARRIED = frozenset(
    "sequenceNumeric commodityCode description netMass netMassUnit grossMass grossMassUnit"
    " tariffQuantity tariffQuantityUnit itemAmount itemCurrency statisticalValue originCountry"
    " procedureCurrent procedurePrevious additionalProcedures packages previousDocuments"
    " documents customsValue".split()
)


def declaration(body: Body, profile: Profile) -> str:
    """Return the inside of a SAD."""
    totals = block("Nbers", texts(body, _NUMBERS))
    flow = text("Sad_flow", _FLOWS.get(body.get("side", ""), ""))
    issued = moments.written(body.get("issueDateTime"), profile.zone, profile.dates[0])
    parties = {party["role"]: party for party in body.get("parties") or ()}
    parts = [
        block("Property", flow + totals + text("Date_of_declaration", issued)),
        identification(body, profile),
        block("Traders", "".join([_trader(parties, role, name) for role, name in _TRADERS])),
        declarant(body, parties.get("Declarant", {})),
        _general(body),
        _transport(body, profile),
    ]
    parts += [block("Container", texts(unit, _CONTAINER)) for unit in body.get("equipment") or ()]
    parts.append(_valuation(body))
    previous, documents = body.get("previousDocuments") or (), body.get("documents") or ()
    for item in body.get("goodsItems") or ():
        parts.append(_item(item, previous, documents))
        documents = ()  # those of the whole declaration stand with its first item
    return "".join(parts)


def text(name: str, value: str) -> str:
    """Return `<name>value</name>`, nothing for an empty value."""
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def texts(row: Body, names: Names) -> str:
    """Return the elements of a block that `row` states."""
    written = ""
    for name, field in names:
        value = row.get(field)
        if value:
            written += f"<{name}>{value if value.isalnum() else escape(value)}</{name}>"
    return written


def block(name: str, inner: str) -> str:
    """Return an element with elements in it, nothing where there are none."""
    return f"<{name}>{inner}</{name}>" if inner else ""


def identification(body: Body, profile: Profile, further: str = "") -> str:
    """Return office, type and registration; our own number is taken apart into its elements."""
    number = body.get("declarationId", "")
    office, _, rest = number.partition("-")
    year, _, tail = rest.partition("-")
    ours = len(year) == 4 and year.isdigit() and bool(tail)
    serial = tail[:1] if ours and tail[:1].isalpha() else ""
    date = (body.get("references") or {}).get("SAD.date", "")
    date = date or moments.written(body.get("issueDateTime"), profile.zone, profile.dates[0])
    code = body.get("typeCode", "")
    procedure = code[-1:] if code[-1:].isdigit() and len(code) <= 4 else ""
    kind = code[:-1] if procedure else _TYPES.get(body.get("side", ""), "")
    return block(
        "Identification",
        block(
            "Office_segment",
            text(
                "Customs_clearance_office_code",
                office if ours else body.get("declarationOfficeId", ""),
            ),
        )
        + block(
            "Type",
            text("Type_of_declaration", kind) + text("Declaration_gen_procedure_code", procedure),
        )
        + block(
            "Registration",
            text("Serial_number", serial)
            + text("Number", tail[len(serial) :] if ours else number)
            + text("Date", date or (f"01/01/{year[2:]}" if ours else "")),
        )
        + further,
    )


def declarant(body: Body, party: Body) -> str:
    """Return the declarant with the declarant's reference."""
    reference = block("Reference", texts(body, _REFERENCE))
    return block("Declarant", texts(party, _DECLARANT) + reference)


def _trader(parties: dict[str, Body], role: str, name: str) -> str:
    party = parties.get(role)
    if not party:
        return ""
    lines = [party[part] for part in ("name", "address", "city") if party.get(part)]
    code = text(f"{name}_code", party.get("id", ""))
    return block(name, code + text(f"{name}_name", "\n".join(lines)))


def _general(body: Body) -> str:
    country = (
        texts(body, _TRADING)
        + block("Export", texts(body, _EXPORT))
        + block("Destination", texts(body, _DESTINATION))
    )
    mark = _MARKS.get(body.get("functionCode", "9"), "")
    if mark:
        reasons = [row["text"] for row in body.get("amendments") or () if row.get("text")]
        version = f" {body['version']}:" if body.get("version", 0) > 1 else ""
        mark = f"{mark}{version} {'; '.join(reasons)}".strip()
    return block(
        "General_information", block("Country", country) + text("Additional_information", mark)
    )


def _transport(body: Body, profile: Profile) -> str:
    stages = {means["stage"]: means for means in body.get("transport") or ()}
    border = stages.get("BORDER", {})
    arrival = stages.get("DEPARTURE") or stages.get("ARRIVAL") or {}
    crossing = (
        text("Identity", border.get("id") or border.get("name", ""))
        + text("Nationality", border.get("nationality", ""))
        + text("Mode", profile.modes.get(border.get("modeCode", ""), ""))
    )
    means = block("Departure_arrival_information", texts(arrival, _ARRIVAL))
    inland = profile.modes.get(stages.get("INLAND", {}).get("modeCode", ""), "")
    flag = "true" if body.get("equipment") else "false"
    return block(
        "Transport",
        block(
            "Means_of_transport",
            means
            + block("Border_information", crossing)
            + text("Inland_mode_of_transport", inland),
        )
        + f"<Container_flag>{flag}</Container_flag>"
        + block("Delivery_terms", texts(body, _TERMS))
        + block("Border_office", texts(body, _OFFICE))
        + block("Place_of_loading", texts(body, _LOADING))
        + texts(body, _LOCATION),
    )


def _valuation(body: Body) -> str:
    rates = {row["currency"]: row.get("rate", "") for row in body.get("exchangeRates") or ()}
    written = block("Weight", texts(body, _GROSS))
    for name, amount, unit in _MONEY:
        currency = body.get(unit, "")
        inner = texts(body, (("Amount_foreign_currency", amount), ("Currency_code", unit)))
        rate = text("Currency_rate", rates.get(currency, "")) if name == "Gs_Invoice" else ""
        written += block(name, inner + rate)
    return block("Valuation", written)


def _item(item: Body, previous: Iterable[Body], documents: Iterable[Body]) -> str:
    packages, own = item.get("packages"), item.get("previousDocuments")
    followed = next(iter(own or previous), None)
    written = "<Item>"
    if packages:
        written += block("Packages", texts(packages[0], _PACKAGES))
    written += block("Tarification", _tarification(item))
    written += block("Goods_description", texts(item, _DESCRIPTION))
    if followed and followed.get("id"):
        number = text("Previous_document_reference", followed["id"])
        written += f"<Previous_doc>{number}</Previous_doc>"
    values = block("Weight_itm", texts(item, _WEIGHTS)) + texts(item, _VALUES)
    written += block("Valuation_item", values + block("Item_Invoice", texts(item, _INVOICE)))
    for document in (*(item.get("documents") or ()), *documents):
        written += block("Attached_documents", texts(document, _DOCUMENT))
    return f"{written}</Item>"


def _tarification(item: Body) -> str:
    code = item.get("commodityCode", "")
    extended = item.get("procedureCurrent", "") + item.get("procedurePrevious", "")
    national = item.get("additionalProcedures")
    return (
        block("HScode", text("Commodity_code", code[:8]) + text("Precision_1", code[8:]))
        + text("Extended_customs_procedure", extended)
        + (text("National_customs_procedure", national[0]) if national else "")
        + block("Supplementary_unit", texts(item, _UNIT))
        + texts(item, _PRICE)
    )


def losses(body: Body) -> tuple[str, ...]:
    """Return the paths of what `declaration` does not carry."""
    lost = {name for name in body.keys() - _CARRIED if body[name]}
    items = body.get("goodsItems") or ()
    for item in items:
        if not _ITEM_CARRIED.issuperset(item):
            lost.update(
                [f"goodsItems/{name}" for name in item.keys() - _ITEM_CARRIED if item[name]]
            )
        for name in ("packages", "previousDocuments", "additionalProcedures"):
            if len(item.get(name) or ()) > 1:
                lost.add(f"goodsItems/{name}/1")
    if not items and body.get("documents"):
        lost.add("documents")
    for party in body.get("parties") or ():
        if party["role"] not in _ROLES:
            lost.add(f"parties/{party['role']}")
    return tuple(sorted(lost))
