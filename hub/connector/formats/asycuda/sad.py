"""What the elements of a SAD's head mean.

Texts that mean something only together (registration, flow, procedure) are kept under names with
a dot until the document is settled. Passed over is what only repeats: names of codes, amounts
converted into the national currency, page counts, and sums the server works out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hub.connector.formats.asycuda import items
from hub.connector.formats.asycuda.previous import read_previous
from hub.connector.formats.walk import Element, Findings, Number, Rows, Table, add, row
from hub.domain.declaration import Body

Entries = dict[str, Any]


def _party(role: str, name: str) -> Entries:
    entries = {f"{name}_code": "id", f"{name}_name": "name"}
    return {name: Rows("parties", entries, f"Traders/{name}/", role=role)}


def _means(stage: str, name: str) -> Entries:
    entries = {"Identity": "id", "Nationality": "nationality", "Mode": "nationalModeCode"}
    path = f"Transport/Means_of_transport/{name}/"
    return {name: Rows("transport", entries, path, stage=stage)}


_CONTAINER = Table(
    {
        "Item_Number": "item",
        "Container_identity": "id",
        "Container_type": "sizeType",
        "Empty_full_indicator": "fullness",
    },
    "Container/",
)


def _container(element: Element, target: Body, found: Findings) -> None:
    """Read a container; it stands there again for each item that is in it."""
    unit = row(element, _CONTAINER, found)
    item, identity = unit.pop("item", ""), unit.get("id", "")
    known = target.setdefault("sad.containers", {}).setdefault(identity, unit) if identity else {}
    if item and identity:
        add(target, "sad.places", (item, identity))
    for name, text in unit.items():
        if known.setdefault(name, text) != text or not identity:
            found.put(f"Container/{name}", text)


def _numbered(prefix: str) -> Entries:
    return {
        "Serial_number": f"{prefix}.serial",
        "Number": f"{prefix}.number",
        "Date": f"{prefix}.date",
    }


def _money(prefix: str) -> Entries:
    return {
        "Amount_foreign_currency": Number(f"{prefix}Amount"),
        "Amount_national_currency": None,
        "Currency_code": f"{prefix}Currency",
        "Currency_name": None,
        "Currency_rate": Number(f"{prefix}.rate"),
    }


_IDENTIFICATION: Entries = {
    "Office_segment": {
        "Customs_clearance_office_code": "declarationOfficeId",
        "Customs_Clearance_office_name": None,
    },
    "Type": {
        "Type_of_declaration": "sad.type",
        "Declaration_gen_procedure_code": "sad.procedure",
    },
    "Manifest_reference_number": "sad.manifest",
    "Registration": _numbered("registration"),
    "Assessment": _numbered("assessment"),
    "receipt": _numbered("receipt"),
}
_TRADERS = {
    **_party("Exporter", "Exporter"),
    **_party("Consignee", "Consignee"),
    **_party("Payer", "Financial"),
}
_DECLARANT: Entries = {
    "Declarant_code": "declarant.id",
    "Declarant_name": "declarant.name",
    "Declarant_representative": "declarant.agent",
    "Reference": {"Year": "reference.year", "Number": "reference.number"},
}
_GENERAL: Entries = {
    "Country": {
        "Trading_country": "tradingCountry",
        "Export": {"Export_country_code": "exportCountry", "Export_country_name": None},
        "Destination": {
            "Destination_country_code": "destinationCountry",
            "Destination_country_name": None,
        },
        "Country_of_origin_name": None,
    },
    "Additional_information": "sad.additional",
    "Comments_free_text": "sad.comments",
    "Value_details": None,
}
_TRANSPORT: Entries = {
    "Means_of_transport": {
        **_means("ARRIVAL", "Departure_arrival_information"),
        **_means("BORDER", "Border_information"),
        "Inland_mode_of_transport": "sad.inland",
    },
    "Container_flag": None,
    "Delivery_terms": {"Code": "tradeTerms", "Place": "tradeTermsPlace"},
    "Border_office": {"Code": "sad.border", "Name": None},
    "Place_of_loading": {"Code": "loadingPlace", "Name": None},
    "Location_of_goods": "goodsLocation",
}
_VALUATION: Entries = {
    "Weight": {"Gross_weight": Number("totalGrossMass")},
    "Gs_Invoice": _money("invoice"),
    "Gs_external_freight": _money("freight"),
    "Gs_insurance": _money("insurance"),
    "Total": {"Total_weight": Number("sad.weight")},
}
_SELLER = Rows(
    "parties",
    {
        "Invoice_supplier_name": "name",
        "Invoice_supplier_country": "country",
        "Invoice_supplier_city": "city",
        "Invoice_supplier_street": "address",
        "Invoice_supplier_zip_code": "postcode",
    },
    "Supplier_documents/",
    role="Seller",
)
_PROPERTY: Entries = {
    "Sad_flow": "sad.flow",
    "Forms": None,
    "Nbers": {
        "Total_number_of_items": Number("goodsItemQuantity"),
        "Total_number_of_packages": Number("totalPackageQuantity"),
    },
    "Date_of_declaration": "sad.date",
    "Selected_page": None,
}


@lru_cache(maxsize=64)
def sad(currency: str, dates: tuple[str, ...]) -> Table:
    """Return the table of a SAD in a country of this currency and these forms of dates."""
    return Table(
        {
            "Property": _PROPERTY,
            "Identification": _IDENTIFICATION,
            "Traders": _TRADERS,
            "Declarant": _DECLARANT,
            "General_information": _GENERAL,
            "Transport": _TRANSPORT,
            "Container": _container,
            "Valuation": _VALUATION,
            "Financial": {"Financial_transaction": {"code1": "nature.1", "code2": "nature.2"}},
            "Transit": {"Seals": {"Number": "seals.number", "Identity": "seals.identity"}},
            "Export_release": {
                "Date_of_exit": "exit.date",
                "Time_of_exit": "exit.time",
                "Exit_reference": "exit.number",
                "Actual_office_of_exit_code": "exitOfficeId",
            },
            "Assessment_notice": {"Registration_year": "registration.year", "Item_tax_total": None},
            "Global_taxes": None,
            "Prev_decl": read_previous,
            "Item": items.reader(currency, dates),
            "Supplier_documents": _SELLER,
        }
    )


def _paths(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, meaning in table.names.items():
        if isinstance(meaning, Table):
            found |= _paths(meaning)
            continue
        field = meaning.field if isinstance(meaning, Number) else meaning
        if isinstance(field, str) and "." in field:
            found[field] = f"{table.path}{name}"
    return found


PATHS = _paths(sad("", ()))
"""Where the texts with a dot in their name come from."""
