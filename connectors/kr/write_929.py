"""The canonical import declaration as GOVCBR929, in the element order of the published instance.

Duties and taxes never leave the administration that owns them: they are not written. The dutiable
value stands in the row of the customs duty (CUD), in won or in dollars.
"""

from __future__ import annotations

from connectors.kr import item_writing, previous_writing, row_writing
from connectors.kr.item_writing import ALPHA_2
from connectors.kr.nodes import (
    Node,
    Sheet,
    code,
    day,
    element,
    group,
    made,
    number,
    reverse,
    text,
)
from connectors.kr.row_writing import ID, NAME, party
from connectors.kr.tables import EXPORT_DECLARATION, HERE, KRW, ORIGIN_CERTIFICATE, USD
from connectors.kr.write_830 import RATE
from hub.domain.declaration import Body

MAX_DOCUMENTS, MAX_PREVIOUS = 8, 999
_PREVIOUS = frozenset({EXPORT_DECLARATION, "MRN"})
_CERTIFICATE_FIELDS = frozenset({"id", "typeCode", "issueDate"})
_ELECTRONIC, _CONTRACTS = frozenset({"935", "271"}), frozenset({"714", "704"})
_DUTY = "<wco:TypeCode>CUD</wco:TypeCode>"
PLANS = {**reverse(HERE.codes["plans"]), "PRELODGED": "B"}


def _dutiable(field: str, currency: str) -> Node:
    """Return the row of the customs duty with nothing but the dutiable value."""
    value = number("wco:AdValoremTaxBaseAmount", field, currency, "currencyID", only=(KRW, USD))

    def write(row: Body, lost: set[str], path: str) -> str:
        inner = value.write(row, lost, path)
        return element("wco:DutyTaxFee", inner + _DUTY) if inner else ""

    return Node(write, value.fields)


_VALUE = _dutiable("customsValue", "customsValueCurrency")
_ISSUE_ID = code("kcs:IssueID", "id", 35)


def _certified(row: Body, lost: set[str], path: str) -> str:
    issued = row_writing.DATE.write(row, lost, path).replace("wco:", "kcs:")
    return issued + _ISSUE_ID.write(row, lost, path)


_CERTIFICATE = Sheet(made(_certified, "id issueDate"), besides="typeCode")


def _commodity(item: Body, lost: set[str], path: str) -> str:
    documents, certificate = item_writing.split(
        item, ORIGIN_CERTIFICATE, _CERTIFICATE_FIELDS, MAX_DOCUMENTS, lost, leads=True
    )
    certified = _CERTIFICATE.write(certificate, lost, f"{path}documents/") if certificate else ""
    return element(
        "wco:Commodity",
        "".join(
            (
                item_writing.QUANTITY.write(item, lost, path),
                item_writing.DESCRIPTION.write(item, lost, path),
                element("wco:CertificateOfOrigin", certified),
                item_writing.CLASSIFICATION.write(item, lost, path),
                item_writing.detail(item, documents, MAX_DOCUMENTS, lost),
                _VALUE.write(item, lost, path),
                previous_writing.declarations(item["_previous"]),
            )
        ),
    )


_ITEM = Sheet(
    item_writing.SEQUENCE,
    made(
        _commodity,
        "commodityCode description documents itemAmount itemCurrency previousDocuments"
        " procedureCurrent"
        " customsValue customsValueCurrency tariffQuantity tariffQuantityUnit _previous",
    ),
    item_writing.MEASURE,
    item_writing.ORIGIN,
)


def _items(body: Body, lost: set[str], path: str) -> str:
    return item_writing.items(body, _ITEM, _PREVIOUS, EXPORT_DECLARATION, MAX_PREVIOUS, lost)


def _of(body: Body, types: frozenset[str]) -> list[Body]:
    """Return the first document of each of these types."""
    found: dict[str, Body] = {}
    for row in body.get("documents") or ():
        if row.get("typeCode") in types and row.get("id"):
            found.setdefault(row["typeCode"], row)
    return list(found.values())


def _electronic(body: Body, lost: set[str], path: str) -> str:
    """Return invoice and packing list lodged electronically; and name what has no element."""
    own = _of(body, _ELECTRONIC)
    after = own + _of(body, _CONTRACTS)
    row_writing.in_order(body.get("documents") or (), after, lost, "documents")
    written = [row_writing.TYPED.write(row, lost, "documents/") for row in own]
    return "".join([element("wco:AdditionalDocument", row) for row in written])


def _contracts(body: Body, lost: set[str], path: str) -> str:
    written = [row_writing.CONTRACT.write(r, lost, "documents/") for r in _of(body, _CONTRACTS)]
    return "".join([element("wco:TransportContractDocument", row) for row in written])


def _remarks(body: Body, lost: set[str], path: str) -> str:
    """Return the two remarks a 929 has room for."""
    listed = body.get("statements") or ()
    written = [
        sheet.write(r, lost, "statements/") for sheet, r in zip(_REMARKS, listed, strict=False)
    ]
    empty = next((place for place, row in enumerate(written) if not row), len(written))
    if empty < len(listed):
        lost.add(f"statements/{empty}")
    return element("wco:AdditionalInformation", "".join(written))


_REMARKS = tuple(
    Sheet(text(tag, "statementDescription", 512))
    for tag in ("wco:Content", "wco:StatementDescription")
)


def _arrival(body: Body, lost: set[str], path: str) -> str:
    means = row_writing.border(body)
    inner = day("wco:ArrivalDateTime", "arrivalDateTime").write(body, lost, "")
    inner += row_writing.vessel(means, lost)
    inner += "".join([node.write(means, lost, "transport/") for node in _MEANS])
    return element("wco:BorderTransportMeans", inner)


_MEANS = (
    code("wco:RegistrationNationalityID", "nationality", 2, ALPHA_2),
    code("wco:TypeCode", "modeCode", 2, codes=row_writing.SHORT_MODES),
)
_COUNTRY = group("wco:Address", code("wco:CountryCode", "country", 2, ALPHA_2))
_ADDRESS, _BASIC_ADDRESS = row_writing.address("kcs:Description", "wco:Line")


def _containers(body: Body, lost: set[str], path: str) -> str:
    return row_writing.equipment("wco:TransportEquipment", body, lost)


_SHIPMENT = group(
    "wco:GoodsShipment",
    code("wco:ExportationCountryCode", "exportCountry", 2, ALPHA_2),
    party("wco:Agent", "FreightForwarder", ID, NAME),
    group(
        "wco:AdditionalDocument",
        party("wco:Authenticator", "Exporter", ID, NAME, _COUNTRY, instead="Consignor"),
    ),
    group(
        "wco:Consignment",
        party("wco:Carrier", "Carrier", ID),
        made(_contracts, "documents"),
        group("wco:UnloadingLocation", code("wco:ID", "unloadingPlace", 17)),
    ),
    group(
        "wco:CustomsValuation",
        number("wco:ExitToEntryChargeAmount", "insuranceAmount", "insuranceCurrency", "currencyID"),
        number("wco:FreightChargeAmount", "freightAmount", "freightCurrency", "currencyID"),
    ),
    made(_items, "goodsItems previousDocuments"),
    party("wco:Seller", "Seller", ID, NAME, _COUNTRY),
    group("wco:TradeTerms", code("wco:ConditionCode", "tradeTerms", 3, "[A-Z]{3}")),
    group(
        "wco:UCR",
        row_writing.cargo("kcs:CustomsAssignedReferenceID"),
        code("wco:TraderAssignedReferenceID", "ucr", 35),
    ),
    group("wco:Warehouse", code("wco:ID", "goodsLocation", 17)),
)
HEADER_AMOUNT = number("wco:InvoiceAmount", "invoiceAmount", "invoiceCurrency", "currencyID")
NODES: tuple[Node, ...] = (
    made(_electronic, "documents"),
    made(_remarks, "statements"),
    party("wco:Agent", "Agent", NAME, code("kcs:RegistrationID", "id", 35)),
    made(_arrival, "transport arrivalDateTime"),
    RATE,
    item_writing.PROCEDURE,
    _dutiable("statisticalAmount", "statisticalCurrency"),
    _SHIPMENT,
    group("wco:GovernmentProcedure", code("wco:CurrentCode", "procedureType", 2, codes=PLANS)),
    party("wco:Importer", "Importer", ID, NAME, instead="Consignee"),
    party("wco:Submitter", "Declarant", NAME, instead="Submitter"),
    party(
        "wco:Payer",
        "Payer",
        row_writing.scheme_id("380", "ZZZ", "KTS"),
        NAME,
        group("wco:Address", _ADDRESS, code("wco:PostcodeID", "postcode", 9), _BASIC_ADDRESS),
    ),
    made(_containers, "equipment"),
    row_writing.roles("Agent FreightForwarder Exporter Carrier Seller Importer Declarant Payer"),
    row_writing.border_only("name nationality modeCode", row_writing.SHORT_MODES),
)
"""The elements of a 929 behind its header, in order."""
