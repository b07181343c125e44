"""The canonical declaration as a WCO Declaration, in the element order of the DEC schema.

Duties and taxes never leave the administration that owns them: they are not written.
"""

from __future__ import annotations

from hub.connector.formats.wco import additional_writing, lane
from hub.connector.formats.wco.classes_writing import (
    RATE,
    by_role,
    document,
    party,
    statements,
)
from hub.connector.formats.wco.leaves import (
    amount,
    code,
    country,
    element,
    fill,
    measure,
    number,
    sheet,
    text,
)
from hub.connector.formats.wco.markup import leaf, node
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.shipment_writing import by_stage, means_of, shipment, time_of
from hub.domain.declaration import Body

_ROLES = frozenset(
    "Agent Buyer Carrier Consignee Consignor Declarant Exporter Importer Payer Seller Submitter"
    " Surety".split()
)
_BODY = sheet(
    code("FunctionalReferenceID", "functionalReferenceId", 35),
    code("ID", "declarationId", 70),
    number("GoodsItemQuantity", "goodsItemQuantity", 5, 0),
    code("DeclarationOfficeID", "declarationOfficeId", 17),
    amount("InvoiceAmount", "invoiceAmount", "invoiceCurrency"),
    measure("TotalGrossMassMeasure", "totalGrossMass"),
    number("TotalPackageQuantity", "totalPackageQuantity", 8, 0),
    code("ID", "exitOfficeId", 17),
    code("ID", "presentationOfficeId", 17),
    code("TransactionNatureCode", "natureOfTransaction", 2, "[0-9]{1,2}"),
    text("Name", "goodsLocation", 256),
    amount("FreightChargeAmount", "freightAmount", "freightCurrency"),
    amount("OtherChargeDeductionAmount", "insuranceAmount", "insuranceCurrency"),
    country("CountryCode", "destinationCountry"),
    country("ID", "exportCountry"),
    code("ConditionCode", "tradeTerms", 3, "[A-Za-z]{3}"),
    code("TraderAssignedReferenceID", "ucr", 35),
    besides="declarationKey country side functionCode version references typeCode procedureType"
    " parties previousDocuments acceptanceDateTime issueDateTime exitDateTime exchangeRates"
    " transport equipment documents statements amendments goodsItems loadingPlace tradeTermsPlace",
)
_FUNCTIONS = frozenset({"1", "4", "5", "9"})


def declaration(body: Body, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return the Declaration element without namespace declarations, and what is lost.

    Where the profile has additional messages (13), as CDS has, an amendment (4, 5) becomes one of
    type COR, a cancellation (1) one of type INV; else each states its own function. Raises `Parked`
    for a declaration none of whose numbers fits: nobody could tell which one it is.
    """
    lost: set[str] = set()
    stated = body.get("functionCode") or "9"
    kind = additional_writing.KINDS.get(stated, "") if profile.additional else ""
    if kind == additional_writing.CANCELLATION:
        return additional_writing.cancellation(body, lost), tuple(sorted(lost))
    function = _function(stated, kind, profile, lost)
    if kind:
        additional_writing.unlike_original(kind, body, lost)
    elif (body.get("version") or 1) > 1:
        lost.add("version")
    written = _declaration(body, function, kind, profile, lost)
    return written, tuple(sorted(lost))


def _function(stated: str, kind: str, profile: Profile, lost: set[str]) -> str:
    """Return the FunctionCode; one that reads back as another is lost."""
    function = stated if stated in _FUNCTIONS else "9"
    if stated != (profile.additional.get(kind) if kind else function):
        lost.add("functionCode")
    return additional_writing.ADDITIONAL if kind else function


def _declaration(body: Body, function: str, kind: str, profile: Profile, lost: set[str]) -> str:
    slots = fill(_BODY, body, lost)
    additional_writing.identified(slots[:2], body)
    parties = by_role(body.get("parties") or (), _ROLES, lost, "parties")
    means = by_stage(body, lost)
    rates = body.get("exchangeRates") or ()
    inner = (
        time_of("AcceptanceDateTime", "acceptanceDateTime", body, lost),
        leaf("FunctionCode", function),
        *slots[:2],
        time_of("IssueDateTime", "issueDateTime", body, lost),
        leaf("TypeCode", kind or lane.written_type(body, profile, lost)),
        *slots[2:7],
        party("Submitter", parties, lost),
        "".join([document(row, lost) for row in body.get("documents") or ()]),
        statements(body.get("statements") or (), lost),
        additional_writing.reasons(body, lost),
        party("Agent", parties, lost),
        additional_writing.amendments(body, lost),
        means_of("BorderTransportMeans", means.get("BORDER"), lost),
        node("Consignment", party("Carrier", parties, lost)),
        "".join([element("CurrencyExchange", RATE, r, lost, "exchangeRates/") for r in rates]),
        party("Declarant", parties, lost),
        node("ExitOffice", slots[7]),
        party("Exporter", parties, lost),
        shipment(body, slots[9:], parties, means, profile, lost),
        node("PresentationOffice", slots[8]),
    )
    return "".join(inner)
