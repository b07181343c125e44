"""WCO identifiers of classes and data elements: what a Pointer (97A) says of a place in XML.

Source: the WCOID annotations of HMRC's WCO_DEC_2_DMS.xsd (WCO Data Model 3.6); of the data
elements, those a reader can find fault with.
"""

from __future__ import annotations

import re


def _table(words: str) -> dict[str, str]:
    pairs = words.split()
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


SECTIONS = _table(
    "Declaration 42A AdditionalDocument 02A AdditionalInformation 03A Address 04A Agent 05A"
    " Amendment 06A ArrivalTransportMeans 10A AuthorisationHolder 17C BorderTransportMeans 15A"
    " Buyer 16A Carrier 18A ChargeDeduction 58B Classification 21A Commodity 23A Consignee 27A"
    " Consignment 28A Consignor 30A CurrencyExchange 40A CustomsValuation 41A DangerousGoods 12C"
    " Declarant 57B DepartureTransportMeans 46A Destination 99B DutyTaxFee 50A ExitOffice 56A"
    " ExportCountry 95B Exporter 57A GoodsLocation 64A GoodsMeasure 65A GoodsShipment 67A"
    " GovernmentAgencyGoodsItem 68A GovernmentProcedure 70A Importer 74A Invoice 78A"
    " InvoiceLine 79A LoadingLocation 83A Origin 92A Packaging 93A Payer 56B Payment 94A"
    " PresentationOffice 15C PreviousDocument 99A Seal 44B Seller 09B Submitter 17B Surety 19B"
    " TradeTerms 22B TransportEquipment 31B UCR 35B"
)
TAGS = _table(
    "Declaration/AcceptanceDateTime 023 Declaration/FunctionCode 017 Declaration/ID D014"
    " Declaration/FunctionalReferenceID D026 Declaration/GoodsItemQuantity 228"
    " Declaration/InvoiceAmount 109 Declaration/IssueDateTime D011 Declaration/TypeCode D013"
    " Declaration/TotalGrossMassMeasure 131 Declaration/TotalPackageQuantity 146"
    " CurrencyExchange/RateNumeric 118 CustomsValuation/FreightChargeAmount 117"
    " ChargeDeduction/OtherChargeDeductionAmount 181 Destination/CountryCode 465"
    " DutyTaxFee/AdValoremTaxBaseAmount 116 DutyTaxFee/SpecificTaxBaseQuantity 129"
    " DutyTaxFee/TaxRateNumeric 115 ExportCountry/ID 062 GoodsMeasure/GrossMassMeasure 126"
    " GoodsMeasure/NetNetWeightMeasure 128 GoodsMeasure/TariffQuantity 130"
    " GoodsShipment/ExitDateTime 024 GovernmentAgencyGoodsItem/CustomsValueAmount 108"
    " GovernmentAgencyGoodsItem/SequenceNumeric 006"
    " GovernmentAgencyGoodsItem/StatisticalValueAmount 114 InvoiceLine/ItemChargeAmount 112"
    " Origin/CountryCode 063 Packaging/QuantityQuantity 144 Payment/PaymentAmount 378"
    " Payment/TaxAssessedAmount 120"
)
_REPEATED = frozenset({"GovernmentAgencyGoodsItem", "TransportEquipment", "Packaging", "Origin"})
_STEP = re.compile(r"/([A-Za-z]+)(?:\[([0-9]{1,5})\])?")


def path(xpath: str) -> str:
    """Return the canonical WCO path of an XPath, empty where it leaves what the tables know.

    >>> path("/MetaData[1]/Declaration[1]/GoodsShipment[1]/ExportCountry[1]/ID[1] (line 9)")
    '42A → 67A → 95B#062'
    >>> path("/MetaData[1] (line 1)")
    ''
    """
    steps: list[str] = []
    owner = ""
    for name, place in _STEP.findall(xpath.partition(" (")[0]):
        if name in SECTIONS and (steps or name == "Declaration"):
            numbered = place and (place != "1" or name in _REPEATED)
            steps.append(f"{SECTIONS[name]}/{place}" if numbered else SECTIONS[name])
            owner = name
        elif steps:
            tag = TAGS.get(f"{owner}/{name}", "")
            return " → ".join((*steps[:-1], f"{steps[-1]}#{tag}")) if tag else ""
    return " → ".join(steps)
