"""What every element of a SAD means: tables for one walk over the document.

Texts that mean something only together (registration, flow, procedure) are kept under names with
a dot until the document is settled.
"""

from __future__ import annotations

from lxml import etree

from hub.connector.formats.wco.walk import (
    Findings,
    Handler,
    Table,
    inside,
    number,
    walk,
)
from hub.domain.declaration import Body

Element = etree._Element


def _party(role: str, prefix: str) -> Handler:
    names = {f"{prefix}_code": "id", f"{prefix}_name": "name"}

    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = {"role": role}
        walk(element, _PARTY_TABLES[prefix], row, found, f"Traders/{prefix}")
        if len(row) > 1:
            target.setdefault("parties", []).append(row)

    _PARTY_TABLES[prefix] = names
    return handle


_PARTY_TABLES: dict[str, Table] = {}


def _kept(name: str) -> Handler:
    """Keep a text under a name of ours until the document is settled."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        if element.text and element.text.strip():
            target[name] = element.text.strip()

    return handle


def _numbered(prefix: str) -> Table:
    return {
        "Serial_number": _kept(f"{prefix}.serial"),
        "Number": _kept(f"{prefix}.number"),
        "Date": _kept(f"{prefix}.date"),
    }


def _means(stage: str) -> Handler:
    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = {"stage": stage}
        names = {"Identity": "id", "Nationality": "nationality", "Mode": "nationalModeCode"}
        walk(element, names, row, found, "Transport")
        if len(row) > 1:
            target.setdefault("transport", []).append(row)

    return handle


def _container(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    names: Table = {
        "Container_identity": "id",
        "Container_type": "sizeType",
        "Empty_full_indicator": "fullness",
    }
    walk(element, names, row, found, "Container")
    if row.get("id"):
        target.setdefault("equipment", []).append(row)


def _previous(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    names: Table = {
        "Previous_document_reference": "id",
        "Summary_declaration": "summary",
        "Summary_declaration_sl": "lineNumeric",
    }
    walk(element, names, row, found, "Previous_doc")
    summary = row.pop("summary", "")
    if row.get("id"):
        target.setdefault("previousDocuments", []).append({**row, "typeCode": "830"})
    if summary:
        target.setdefault("documents", []).append({"id": summary, "typeCode": "785"})


def _attached(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    names: Table = {
        "Attached_document_code": "typeCode",
        "Attached_document_name": "name",
        "Attached_document_reference": "id",
        "Attached_document_date": "issueDate",
    }
    walk(element, names, row, found, "Attached_documents")
    if row:
        target.setdefault("documents", []).append(row)


def _packages(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    names: Table = {
        "Number_of_packages": number("quantity"),
        "Kind_of_packages_code": "typeCode",
        "Marks1_of_packages": "marks",
        "Marks2_of_packages": "more",
    }
    walk(element, names, row, found, "Packages")
    more = row.pop("more", "")
    if more:
        row["marks"] = f"{row.get('marks', '')} {more}".strip()
    if row:
        target.setdefault("packages", []).append(row)


def _unit(element: Element, target: Body, found: Findings) -> None:
    """The first supplementary unit is the tariff quantity; the rest stays national."""
    row: Body = {}
    names: Table = {
        "Suppplementary_unit_code": "unit",
        "Suppplementary_unit_quantity": number("quantity"),
    }
    walk(element, names, row, found, "Supplementary_unit")
    if row.get("quantity") and "tariffQuantity" not in target:
        target["tariffQuantity"] = row["quantity"]
        target["tariffQuantityUnit"] = row.get("unit", "")


def _tax(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    names: Table = {
        "Duty_tax_code": "typeCode",
        "Duty_tax_Base": number("base"),
        "Duty_tax_rate": number("rate"),
        "Duty_tax_amount": number("amount"),
        "Duty_tax_MP": "methodCode",
    }
    walk(element, names, row, found, "Taxation_line")
    if row.get("typeCode"):
        target.setdefault("taxes", []).append(row)


def _ignored(element: Element, target: Body, found: Findings) -> None:
    """A name that only repeats a code beside it, or a number the server works out."""


_TARIFF: Table = {
    "HScode": inside(
        {
            "Commodity_code": "commodityCode",
            **{f"Precision_{n}": _kept(f"precision{n}") for n in range(1, 5)},
        },
        "Tarification/HScode",
    ),
    "Extended_customs_procedure": _kept("extended"),
    "National_customs_procedure": _kept("national"),
    "Supplementary_unit": _unit,
    "Item_price": number("itemAmount"),
    "Value_item": _ignored,
    "Attached_doc_item": _ignored,
}
_ITEM: Table = {
    "Packages": _packages,
    "Tarification": inside(_TARIFF, "Tarification"),
    "Goods_description": inside(
        {
            "Country_of_origin_code": "originCountry",
            "Description_of_goods": "description",
            "Commercial_Description": _kept("commercial"),
        },
        "Goods_description",
    ),
    "Previous_doc": _previous,
    "Taxation": inside({"Taxation_line": _tax}, "Taxation"),
    "Attached_documents": _attached,
    "Valuation_item": inside(
        {
            "Weight_itm": inside(
                {
                    "Gross_weight_itm": number("grossMass"),
                    "Net_weight_itm": number("netMass"),
                },
                "Valuation_item/Weight_itm",
            ),
            "Statistical_value": number("statisticalValue"),
            "Total_CIF_itm": number("customsValue"),
            "Item_Invoice": inside(
                {
                    "Amount_foreign_currency": number("itemAmount"),
                    "Currency_code": "itemCurrency",
                    "Amount_national_currency": _ignored,
                    "Currency_name": _ignored,
                },
                "Valuation_item/Item_Invoice",
            ),
        },
        "Valuation_item",
    ),
}


def _item(element: Element, target: Body, found: Findings) -> None:
    item: Body = {"sequenceNumeric": len(target.get("goodsItems", ())) + 1}
    header, found.national = found.national, {}
    walk(element, _ITEM, item, found)
    extended = item.pop("extended", "")
    if extended:
        item["procedureCurrent"], item["procedurePrevious"] = extended[:2], extended[2:4]
    if national := item.pop("national", ""):
        item["additionalProcedures"] = [national]
    precision = "".join(item.pop(f"precision{n}", "") for n in range(1, 5))
    if "commodityCode" in item:
        item["commodityCode"] += precision
    commercial = item.pop("commercial", "")
    if commercial:
        item["description"] = f"{item.get('description', '')} {commercial}".strip()
    for mass in ("grossMass", "netMass"):
        if mass in item:
            item[f"{mass}Unit"] = "KGM"
    if found.national:
        item["nationalData"] = found.national
    found.national = header
    if len(item) > 1:
        target.setdefault("goodsItems", []).append(item)


_COUNTRY: Table = {
    "Trading_country": "tradingCountry",
    "Export": inside({"Export_country_code": "exportCountry", "Export_country_name": _ignored}, ""),
    "Destination": inside(
        {"Destination_country_code": "destinationCountry", "Destination_country_name": _ignored}, ""
    ),
    "Country_of_origin_name": _ignored,
}
_TRANSPORT: Table = {
    "Means_of_transport": inside(
        {
            "Departure_arrival_information": _means("ARRIVAL"),
            "Border_information": _means("BORDER"),
            "Inland_mode_of_transport": _kept("inland"),
        },
        "Transport/Means_of_transport",
    ),
    "Delivery_terms": inside({"Code": "tradeTerms", "Place": "tradeTermsPlace"}, "Delivery_terms"),
    "Border_office": inside({"Code": "entryOfficeId", "Name": _ignored}, "Border_office"),
    "Place_of_loading": inside({"Code": "loadingPlace", "Name": _ignored}, "Place_of_loading"),
    "Location_of_goods": "goodsLocation",
    "Container_flag": _ignored,
}


def _money(amount: str, currency: str) -> Handler:
    return inside(
        {
            "Amount_foreign_currency": number(amount),
            "Currency_code": currency,
            "Currency_rate": _kept(f"{amount}.rate"),
            "Amount_national_currency": _ignored,
            "Currency_name": _ignored,
        },
        amount,
    )


SAD: Table = {
    "Property": inside(
        {
            "Sad_flow": _kept("flow"),
            "Nbers": inside(
                {
                    "Total_number_of_items": number("goodsItemQuantity"),
                    "Total_number_of_packages": number("totalPackageQuantity"),
                },
                "Property/Nbers",
            ),
            "Date_of_declaration": _kept("issued"),
            "Forms": _ignored,
            "Selected_page": _ignored,
        },
        "Property",
    ),
    "Identification": inside(
        {
            "Office_segment": inside(
                {
                    "Customs_clearance_office_code": "declarationOfficeId",
                    "Customs_Clearance_office_name": _ignored,
                },
                "Identification/Office_segment",
            ),
            "Type": inside(
                {
                    "Type_of_declaration": _kept("type"),
                    "Declaration_gen_procedure_code": _kept("procedure"),
                },
                "Identification/Type",
            ),
            "Manifest_reference_number": _kept("manifest"),
            "Registration": inside(_numbered("registration"), ""),
            "Assessment": inside(_numbered("assessment"), ""),
            "receipt": inside(_numbered("receipt"), ""),
        },
        "Identification",
    ),
    "Traders": inside(
        {
            "Exporter": _party("Exporter", "Exporter"),
            "Consignee": _party("Consignee", "Consignee"),
            "Financial": _party("Payer", "Financial"),
        },
        "Traders",
    ),
    "Declarant": inside(
        {
            "Declarant_code": _kept("declarant.id"),
            "Declarant_name": _kept("declarant.name"),
            "Reference": inside({"Year": _kept("lrn.year"), "Number": _kept("lrn.number")}, ""),
        },
        "Declarant",
    ),
    "General_information": inside(
        {
            "Country": inside(_COUNTRY, "General_information/Country"),
            "Additional_information": _kept("additional"),
            "Comments_free_text": _kept("comments"),
            "Value_details": _ignored,
        },
        "General_information",
    ),
    "Transport": inside(_TRANSPORT, "Transport"),
    "Container": _container,
    "Valuation": inside(
        {
            "Weight": inside({"Gross_weight": number("totalGrossMass")}, "Valuation/Weight"),
            "Gs_Invoice": _money("invoiceAmount", "invoiceCurrency"),
            "Gs_external_freight": _money("freightAmount", "freightCurrency"),
            "Gs_insurance": _money("insuranceAmount", "insuranceCurrency"),
        },
        "Valuation",
    ),
    "Export_release": inside(
        {"Date_of_exit": _kept("exit.date"), "Exit_reference": _kept("exit.reference")},
        "Export_release",
    ),
    "Assessment_notice": _ignored,
    "Global_taxes": _ignored,
    "Item": _item,
}
