"""Codes of the UN/EDIFACT directories D.96B and D.99B with their canonical meaning.

Only codes that are in both directories unless said otherwise; a country overrides by `Profile`.
"""

from __future__ import annotations

FUNCTIONS = {"9": "9", "4": "4", "5": "5", "1": "1", "50": "1"}
"""BGM 1225 to canonical function; withdraw (50) is a cancellation."""

DOCUMENTS = {"929": "IMPORT", "830": "EXPORT", "821": "TRANSIT", "822": "TRANSIT"}
"""BGM 1001 to side."""

SIDE_DOCUMENTS = {"IMPORT": "929", "EXPORT": "830", "TRANSIT": "821"}

PLACES = {
    "9": "loadingPlace",
    "11": "unloadingPlace",
    "12": "unloadingPlace",
    "14": "goodsLocation",
    "18": "goodsLocation",
    "22": "declarationOfficeId",
    "28": "destinationCountry",
    "35": "exportCountry",
    "36": "destinationCountry",
    "40": "tradingCountry",
    "41": "entryOfficeId",
    "42": "exitOfficeId",
    "43": "presentationOfficeId",
}
"""Header LOC 3227; the first code of a field is written. 43 for the presentation office is the
nearest code, not a confirmed one."""

COUNTRY_FIELDS = frozenset({"destinationCountry", "exportCountry", "tradingCountry"})

DATES = {
    "129": "exitDateTime",
    "132": "arrivalDateTime",
    "137": "issueDateTime",
    "148": "acceptanceDateTime",
    "178": "arrivalDateTime",
}
"""Header DTM 2005."""

PARTIES = {
    "AE": "Submitter",
    "AT": "AuthorisedImporter",
    "BY": "Buyer",
    "CA": "Carrier",
    "CB": "Agent",
    "CN": "Consignee",
    "CZ": "Consignor",
    "DP": "DeliverTo",
    "DT": "Declarant",
    "EX": "Exporter",
    "IM": "Importer",
    "NI": "NotifyParty",
    "SE": "Seller",
    "WP": "PartyBranch",
}
"""NAD 3035 to the role."""

STAGES = {"1": "INLAND", "11": "BORDER", "12": "DEPARTURE", "13": "ARRIVAL", "20": "BORDER"}
"""TDT 8051."""

MEANS = {"6": "4", "11": "1", "13": "1", "23": "2", "24": "2", "25": "2", "31": "3"}
"""TDT 8179 (aircraft, ship, rail wagons, truck) to UN Rec 19."""

REFERENCES = {
    "BH": "714",
    "BM": "705",
    "HWB": "703",
    "IV": "380",
    "MB": "704",
    "MWB": "741",
}
"""RFF 1153 of a document that has a code of its own in 1001."""

OTHER_REFERENCES = frozenset(
    {"AAE", "AAS", "ABI", "ABK", "ABS", "AFB", "CT", "EN", "EP", "EX", "IL", "IP"}
)
"""RFF 1153 kept as documents under the code of that list (categoryCode 1153)."""

PREVIOUS_DOCUMENTS = frozenset({"785", "821", "822", "830", "929", "952", "955"})
"""DOC 1001 of a document that this declaration follows."""

PREVIOUS_REFERENCES = {"ED": "830", "AEI": ""}
"""RFF 1153 of a previous customs declaration to its type; of AEI the type stands in 4000."""

LISTED = "1153"
"""categoryCode of a document whose type is a code of that list."""

ID_TYPES = {"TIN": "167", "EORI": "160:2"}
"""idType longer than 3055 may be, to 1131 and 3055: tax party; party identification of the EU."""

PREVIOUS = "PREVIOUS"
"""DOC 1366 that marks a previous document of any type: read, not written any more."""

AMOUNTS = {
    "39": ("invoiceAmount", "invoiceCurrency"),
    "77": ("invoiceAmount", "invoiceCurrency"),
    "63": ("statisticalAmount", "statisticalCurrency"),
    "123": ("statisticalAmount", "statisticalCurrency"),
    "64": ("freightAmount", "freightCurrency"),
    "67": ("insuranceAmount", "insuranceCurrency"),
}
"""Header MOA 5025."""

ITEM_AMOUNTS = {
    "38": ("itemAmount", "itemCurrency"),
    "40": ("customsValue", "customsValueCurrency"),
    "63": ("statisticalValue", "statisticalValueCurrency"),
    "123": ("statisticalValue", "statisticalValueCurrency"),
}
"""Item MOA 5025."""

TAX_AMOUNTS = frozenset({"55", "161"})

WEIGHTS = {
    "G": "grossMass",
    "AAB": "grossMass",
    "AAD": "grossMass",
    "AAE": "grossMass",
    "N": "netMass",
    "AAC": "netMass",
    "AAF": "netMass",
}
"""MEA 6313."""

WEIGHT_MEASURES = frozenset({"WT", "AAE", "AAI"})
"""MEA 6311 that weigh."""

TARIFF_MEASURES = frozenset({"AAR", "ABW"})
"""MEA 6311 of the tariff quantity: AAR, in AU ABW (not in D.96B)."""

TOTALS = {
    "2": ("goodsItemQuantity", ""),
    "5": ("goodsItemQuantity", ""),
    "7": ("totalGrossMass", "totalGrossMassUnit"),
    "11": ("totalPackageQuantity", ""),
    "18": ("totalNetMass", "totalNetMassUnit"),
}
"""CNT 6069."""

STATUSES = {
    "1": "ACCEPTED",
    "2": "REJECTED",
    "3": "REJECTED",
    "4": "RELEASED",
    "5": "UNDER_CONTROL",
    "6": "DOCS_REQUIRED",
    "7": "HELD",
    "8": "RELEASED",
    "9": "PRELODGED",
    "15": "AMENDED",
    "17": "LODGED",
}
"""GIS 7365. 16 (correction not approved) has no canonical state and stays UNMAPPED."""

STATUS_CODES = {
    "ACCEPTED": "1:120",
    "REJECTED": "2:120",
    "RELEASED": "4:120",
    "UNDER_CONTROL": "5:120",
    "DOCS_REQUIRED": "6:120",
    "HELD": "7:120",
    "PRELODGED": "9:120",
    "AMENDED": "15:120",
    "RECEIVED": "17:120",
    "LODGED": "17:120",
    "EXITED": "22:120",
    "IN_TRANSIT": "24:120",
}
"""Canonical state to GIS C529; states without a code are written as text only."""
