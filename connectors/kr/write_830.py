"""The canonical export declaration as GOVCBR830, in the element order of the published instance."""

from __future__ import annotations

from connectors.kr import item_writing, previous_writing, row_writing
from connectors.kr.item_writing import ALPHA_2
from connectors.kr.nodes import (
    Node,
    Sheet,
    code,
    count,
    day,
    element,
    group,
    made,
    number,
    rows,
    text,
)
from connectors.kr.row_writing import ID, NAME, party
from connectors.kr.tables import IMPORT_DECLARATION, INVOICE, KRW, LETTER_OF_CREDIT
from hub.connector.formats.xml import escape
from hub.domain.declaration import Body

MAX_DOCUMENTS = 16
_PREVIOUS = frozenset({IMPORT_DECLARATION})
_PLAIN = frozenset({"id", "typeCode"})
_PACKAGE = Sheet(number("wco:QuantityQuantity", "quantity"), code("wco:TypeCode", "typeCode", 2))
_ADDRESS, _BASIC_ADDRESS = row_writing.address("kcs:Description", "wco:Line")
_POSTCODE = code("wco:PostcodeID", "postcode", 9)


def _commodity(item: Body, lost: set[str], path: str) -> str:
    documents, invoice = item_writing.split(item, INVOICE, _PLAIN, MAX_DOCUMENTS, lost, leads=False)
    invoiced = group("wco:Invoice", ID).write(invoice, lost, f"{path}documents/") if invoice else ""
    return element(
        "wco:Commodity",
        "".join(
            (
                item_writing.QUANTITY.write(item, lost, path),
                item_writing.DESCRIPTION.write(item, lost, path),
                _VALUE.write(item, lost, path),
                item_writing.CLASSIFICATION.write(item, lost, path),
                item_writing.detail(item, documents, MAX_DOCUMENTS, lost),
                invoiced,
                previous_writing.declarations(item["_previous"]),
            )
        ),
    )


def _packages(item: Body, lost: set[str], path: str) -> str:
    listed = item.get("packages") or ()
    return "".join(rows("wco:Packaging", _PACKAGE, listed, lost, f"{path}packages", 1))


_VALUE = number("wco:ValueAmount", "statisticalValue", "statisticalValueCurrency", only=(KRW,))
_ITEM = Sheet(
    item_writing.SEQUENCE,
    made(
        _commodity,
        "commodityCode description documents itemAmount itemCurrency previousDocuments"
        " procedureCurrent"
        " statisticalValue statisticalValueCurrency tariffQuantity tariffQuantityUnit _previous",
    ),
    item_writing.MEASURE,
    item_writing.ORIGIN,
    made(_packages, "packages"),
)


def _items(body: Body, lost: set[str], path: str) -> str:
    return item_writing.items(body, _ITEM, _PREVIOUS, IMPORT_DECLARATION, 1, lost)


def _buyer(body: Body, lost: set[str], path: str) -> str:
    stated = (row_writing.first(body, role) for role in _BUYERS)
    row: Body = next((party for party in stated if party), {})
    inner = _BUYER.write(row, lost, "parties/")
    inner += _DESTINATION.write(body, lost, path)
    return element("wco:Buyer", inner)


_BUYERS = ("Buyer", "Consignee", "Importer")
"""Whoever takes the goods abroad stands as buyer; only a Buyer comes back in its own role."""
_BUYER = Sheet(ID, NAME, besides="role")
_DESTINATION = group("wco:Address", code("wco:CountryCode", "destinationCountry", 2, ALPHA_2))


def _credit(body: Body, lost: set[str], path: str) -> str:
    """Return the letter of credit, the only document of the header an 830 has an element for."""
    listed = body.get("documents") or []
    fits = (row for row in listed if row.get("typeCode") == LETTER_OF_CREDIT and row.get("id"))
    row = next(fits, None)
    row_writing.in_order(listed, [row] if row else [], lost, "documents")
    if not row:
        return ""
    return element("wco:AdditionalDocument", row_writing.NUMBER.write(row, lost, "documents/"))


def _remark(body: Body, lost: set[str], path: str) -> str:
    listed = body.get("statements") or ()
    return "".join(rows("wco:AdditionalInformation", _REMARK, listed, lost, "statements", 1))


_REMARK = Sheet(text("wco:StatementDescription", "statementDescription", 512))


def _rate(body: Body, lost: set[str], path: str) -> str:
    """Return the rate of the invoice's currency, the only one the forms state."""
    listed = body.get("exchangeRates") or ()
    if not listed:
        return ""
    row = listed[0]
    if not row.get("currency") or row["currency"] != body.get("invoiceCurrency"):
        lost.add("exchangeRates")
        return ""
    if len(listed) > 1:
        lost.add("exchangeRates/1")
    return group("wco:CurrencyExchange", _RATE).write(row, lost, "exchangeRates/")


_RATE = number("wco:RateNumeric", "rate")
RATE = made(_rate, "exchangeRates")
OFFICE = code("wco:DeclarationOfficeID", "declarationOfficeId", 5, "[0-9]{3,5}")
PACKAGES = count("wco:TotalPackageQuantity", "totalPackageQuantity", 9)
NATURE = code("wco:TransactionNatureCode", "natureOfTransaction", 3, "[0-9]{1,3}")
ISSUED = day("wco:IssueDateTime", "issueDateTime")
TERMS = group("wco:TradeTerms", code("wco:ConditionCode", "tradeTerms", 3, "[A-Z]{3}"))
NUMBER = made(
    lambda body, lost, path: element("wco:ID", escape(number_of(body))),
    "declarationId functionalReferenceId",
)


def number_of(body: Body) -> str:
    """Return the number of a declaration: its own, else that of its sender."""
    stated = body.get("declarationId") or body.get("functionalReferenceId") or ""
    return str(stated)[:70].strip()


def _transport(body: Body, lost: set[str], path: str) -> str:
    means = row_writing.border(body)
    inner = row_writing.vessel(means, lost)
    inner += day("kcs:EstimatedDepartureDateTime", "exitDateTime").write(body, lost, "")
    inner += row_writing.equipment("wco:TransportEquipment", body, lost)
    return element("wco:BorderTransportMeans", inner)


_MODE = row_writing.of_border(code("wco:TypeCode", "modeCode", 2, codes=row_writing.MODES))
_SHIPMENT = group(
    "wco:GoodsShipment",
    made(_buyer, "parties destinationCountry"),
    made(_credit, "documents"),
    group("wco:Consignment", group("wco:BorderTransportMeans", _MODE)),
    group(
        "wco:CustomsValuation",
        number("wco:ExitToEntryChargeAmount", "insuranceAmount", "insuranceCurrency", only=(KRW,)),
        number("wco:FreightChargeAmount", "freightAmount", "freightCurrency", only=(KRW,)),
    ),
    made(_items, "goodsItems previousDocuments"),
    TERMS,
)
NODES: tuple[Node, ...] = (
    made(_remark, "statements"),
    party("wco:Agent", "Agent", row_writing.scheme_id("380", "KTS"), NAME),
    made(_transport, "transport exitDateTime equipment"),
    party("wco:Carrier", "Carrier", ID, NAME),
    RATE,
    item_writing.PROCEDURE,
    group(
        "wco:Consignment",
        group(
            "wco:ConsignmentItem",
            group(
                "wco:Commodity",
                number("wco:ValueAmount", "invoiceAmount", "invoiceCurrency", "currencyID"),
            ),
        ),
        group("wco:GoodsLocation", code("wco:ID", "goodsLocation", 17)),
    ),
    party(
        "wco:Exporter",
        "Exporter",
        row_writing.scheme_id("380", "ZZZ", "KTS"),
        NAME,
        group("wco:Address", _ADDRESS, _POSTCODE, _BASIC_ADDRESS),
    ),
    _SHIPMENT,
    party(
        "wco:Manufacturer",
        "Manufacturer",
        row_writing.scheme_id("380", "KTS"),
        NAME,
        group("wco:Address", _POSTCODE),
    ),
    group("wco:LoadingLocation", code("wco:ID", "loadingPlace", 17)),
    group("wco:PreviousDocument", row_writing.cargo("wco:ID")),
    party("wco:Submitter", "Declarant", ID, NAME, instead="Submitter"),
    group("wco:UCR", code("wco:ID", "ucr", 35)),
    row_writing.roles("Agent Carrier Exporter Buyer Manufacturer Declarant"),
    row_writing.border_only("name modeCode", row_writing.MODES),
)
"""The elements of an 830 behind its header, in order."""
TOTALS: tuple[Node, ...] = (ISSUED, item_writing.GROSS, PACKAGES)
HEADER: tuple[Node, ...] = (
    count("wco:GoodsItemQuantity", "goodsItemQuantity", 3),
    NUMBER,
    number("wco:InvoiceAmount", "statisticalAmount", "statisticalCurrency", only=(KRW,)),
    *TOTALS,
)
