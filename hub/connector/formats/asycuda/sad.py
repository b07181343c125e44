"""What the elements of a SAD's head mean.

Texts that mean something only together (registration, flow, procedure) are kept under names with
a dot until the document is settled.
"""

from __future__ import annotations

from functools import lru_cache

from hub.connector.formats.asycuda import items
from hub.connector.formats.asycuda.walk import (
    Country,
    Element,
    Findings,
    Handler,
    Number,
    Table,
    paths,
    table,
    walk,
)
from hub.domain.declaration import Body


def _party(role: str, prefix: str) -> Handler:
    known = table({f"{prefix}_code": "id", f"{prefix}_name": "name"}, f"Traders/{prefix}/")

    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = {"role": role}
        walk(element, known, row, found)
        if len(row) > 1:
            target.setdefault("parties", []).append(row)

    return handle


def _means(stage: str, name: str) -> Handler:
    known = table(
        {
            "Identity": "id",
            "Nationality": Country("nationality"),
            "Mode": "nationalModeCode",
        },
        f"Transport/Means_of_transport/{name}/",
    )

    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = {"stage": stage}
        walk(element, known, row, found)
        if len(row) > 1:
            target.setdefault("transport", []).append(row)

    return handle


_CONTAINER = table(
    {
        "Container_identity": "id",
        "Container_type": "sizeType",
        "Empty_full_indicator": "fullness",
    },
    "Container/",
)


def _container(element: Element, target: Body, found: Findings) -> None:
    row: Body = {}
    walk(element, _CONTAINER, row, found)
    if "id" in row:
        target.setdefault("equipment", []).append(row)
    else:
        for name, text in row.items():
            found.note(f"Container/{name}", text)


def _numbered(prefix: str) -> Table:
    return {
        "Serial_number": f"{prefix}.serial",
        "Number": f"{prefix}.number",
        "Date": f"{prefix}.date",
    }


def _money(prefix: str) -> Table:
    return {
        "Amount_foreign_currency": Number(f"{prefix}Amount"),
        "Currency_code": f"{prefix}Currency",
        "Currency_rate": Number(f"{prefix}.rate"),
    }


_IDENTIFICATION: Table = {
    "Office_segment": {"Customs_clearance_office_code": "declarationOfficeId"},
    "Type": {
        "Type_of_declaration": "sad.type",
        "Declaration_gen_procedure_code": "sad.procedure",
    },
    "Manifest_reference_number": "sad.manifest",
    "Registration": _numbered("registration"),
    "Assessment": _numbered("assessment"),
    "receipt": _numbered("receipt"),
}
_TRADERS: Table = {
    "Exporter": _party("Exporter", "Exporter"),
    "Consignee": _party("Consignee", "Consignee"),
    "Financial": _party("Payer", "Financial"),
}
_DECLARANT: Table = {
    "Declarant_code": "declarant.id",
    "Declarant_name": "declarant.name",
    "Reference": {"Year": "reference.year", "Number": "reference.number"},
}
_GENERAL: Table = {
    "Country": {
        "Trading_country": Country("tradingCountry"),
        "Export": {"Export_country_code": Country("exportCountry")},
        "Destination": {"Destination_country_code": Country("destinationCountry")},
    },
    "Additional_information": "sad.additional",
    "Comments_free_text": "sad.comments",
}
_TRANSPORT: Table = {
    "Means_of_transport": {
        "Departure_arrival_information": _means("ARRIVAL", "Departure_arrival_information"),
        "Border_information": _means("BORDER", "Border_information"),
        "Inland_mode_of_transport": "sad.inland",
    },
    "Delivery_terms": {"Code": "tradeTerms", "Place": "tradeTermsPlace"},
    "Border_office": {"Code": "entryOfficeId"},
    "Place_of_loading": {"Code": "loadingPlace"},
    "Location_of_goods": "goodsLocation",
}
_VALUATION: Table = {
    "Weight": {"Gross_weight": Number("totalGrossMass")},
    "Gs_Invoice": _money("invoice"),
    "Gs_external_freight": _money("freight"),
    "Gs_insurance": _money("insurance"),
    "Total": {"Total_weight": Number("sad.weight")},
}
_PROPERTY: Table = {
    "Sad_flow": "sad.flow",
    "Nbers": {
        "Total_number_of_items": Number("goodsItemQuantity"),
        "Total_number_of_packages": Number("totalPackageQuantity"),
    },
    "Date_of_declaration": "sad.date",
}


@lru_cache(maxsize=64)
def sad(currency: str) -> Table:
    """Return the table of a SAD in a country of this currency."""
    return table(
        {
            "Property": _PROPERTY,
            "Identification": _IDENTIFICATION,
            "Traders": _TRADERS,
            "Declarant": _DECLARANT,
            "General_information": _GENERAL,
            "Transport": _TRANSPORT,
            "Container": _container,
            "Valuation": _VALUATION,
            "Export_release": {
                "Date_of_exit": "exit.date",
                "Exit_reference": "exit.number",
                "Actual_office_of_exit_code": "exitOfficeId",
            },
            "Assessment_notice": {"Registration_year": "registration.year"},
            "Item": items.reader(currency),
        }
    )


PATHS = paths(sad(""))
"""Where the texts with a dot in their name come from."""
