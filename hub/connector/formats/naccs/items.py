"""Items of the family by their id: which canonical field each one is."""

from __future__ import annotations

CANCEL = "CANCEL"
"""Input information of a job that cancels: the hub's own mark, to be confirmed."""

HEADER = {
    "ICN": "declarationId",
    "ICB": "typeCode",
    "CH": "declarationOfficeId",
    "ST": "goodsLocation",
    "DST": "unloadingPlace",
    "PSC": "loadingPlace",
    "NO": "totalPackageQuantity",
    "GW": "totalGrossMass",
    "IP1": "tradeTerms",
    "IP2": "invoiceCurrency",
    "IP4": "invoiceAmount",
    "FR2": "freightCurrency",
    "FR3": "freightAmount",
    "IN2": "insuranceCurrency",
    "IN3": "insuranceAmount",
}
PARTIES = {"IM": "Importer", "EP": "Exporter"}
PARTY = {"C": "id", "N": "name", "A": "address", "Y": "postcode", "O": "country"}
GOODS = {
    "CMD": "commodityCode",
    "CMN": "description",
    "OR": "originCountry",
    "NET": "netMass",
    "QN1": "tariffQuantity",
    "QT1": "tariffQuantityUnit",
    "BPR": "itemAmount",
    "UPC": "itemCurrency",
    "DPR": "customsValue",
}
