"""What the elements of a SAD's item mean."""

from __future__ import annotations

from functools import partial

from hub.connector.formats.asycuda.days import compact
from hub.connector.formats.asycuda.free_text import read_text
from hub.connector.formats.asycuda.previous import is_reference
from hub.connector.formats.walk import Element, Findings, Number, Rows, Table, add, row, walk
from hub.domain.declaration import Body

_ADDITIONAL = ("precision.2", "precision.3", "precision.4")
"""Additional codes; what follows the first eight digits of the commodity code is the first one."""

_PREVIOUS = Table(
    {"Previous_document_reference": "reference", "Summary_declaration": "summary"}, "Previous_doc/"
)
_UNIT = Table(
    {
        "Suppplementary_unit_code": "tariffQuantityUnit",
        "Suppplementary_unit_name": None,
        "Suppplementary_unit_quantity": Number("tariffQuantity"),
    },
    "Tarification/Supplementary_unit/",
)
_PACKAGES = Table(
    {
        "Number_of_packages": Number("quantity"),
        "Kind_of_packages_code": "typeCode",
        "Kind_of_packages_name": None,
        "Marks1_of_packages": "marks",
        "Marks2_of_packages": "more",
    },
    "Packages/",
)


def _previous(element: Element, target: Body, found: Findings) -> None:
    stated = row(element, _PREVIOUS, found)
    reference, summary = stated.get("reference", ""), stated.get("summary", "")
    if reference and is_reference(reference):
        add(target, "previousDocuments", {"id": reference})
    elif reference:
        found.put("Previous_doc/Previous_document_reference", reference)
    if summary:
        add(target, "item.transport", summary)


def _unit(element: Element, target: Body, found: Findings) -> None:
    """The first supplementary unit is the tariff quantity; the others stay national."""
    if "tariffQuantity" in target or "tariffQuantityUnit" in target:
        found.keep("Tarification/Supplementary_unit", element)
    else:
        walk(element, _UNIT, target, found)


def _packages(element: Element, target: Body, found: Findings) -> None:
    package = row(element, _PACKAGES, found)
    more = package.pop("more", "")
    if more:
        package["marks"] = f"{package.get('marks', '')} {more}".strip()
    if package:
        add(target, "packages", package)


_ITEM = Table(
    {
        "Packages": _packages,
        "Tarification": {
            "HScode": {
                "Commodity_code": "commodityCode",
                "Precision_1": "precision.1",
                "Precision_2": _ADDITIONAL[0],
                "Precision_3": _ADDITIONAL[1],
                "Precision_4": _ADDITIONAL[2],
            },
            "Extended_customs_procedure": "item.extended",
            "National_customs_procedure": "item.national",
            "Supplementary_unit": _unit,
            "Item_price": Number("item.price"),
            "Value_item": None,
            "Attached_doc_item": None,
        },
        "Goods_description": {
            "Country_of_origin_code": "originCountry",
            "Description_of_goods": "description",
            "Commercial_Description": "item.commercial",
        },
        "Previous_doc": _previous,
        "Free_text_1": "item.text",
        "Free_text_2": "item.more",
        "Taxation": {
            "Taxation_line": Rows(
                "taxes",
                {
                    "Duty_tax_code": "typeCode",
                    "Duty_tax_Base": Number("base"),
                    "Duty_tax_rate": Number("rate"),
                    "Duty_tax_amount": Number("amount"),
                    "Duty_tax_MP": "methodCode",
                },
                "Taxation/Taxation_line/",
            )
        },
        "Attached_documents": Rows(
            "documents",
            {
                "Attached_document_code": "typeCode",
                "Attached_document_name": "name",
                "Attached_document_reference": "id",
                "Attached_document_date": "issueDate",
            },
            "Attached_documents/",
        ),
        "Valuation_item": {
            "Weight_itm": {
                "Gross_weight_itm": Number("grossMass"),
                "Net_weight_itm": Number("netMass"),
            },
            "Statistical_value": Number("statisticalValue"),
            "Total_CIF_itm": Number("customsValue"),
            "Item_Invoice": {
                "Amount_foreign_currency": Number("itemAmount"),
                "Amount_national_currency": None,
                "Currency_code": "itemCurrency",
                "Currency_name": None,
            },
        },
    }
)


def read_item(
    element: Element, target: Body, found: Findings, currency: str, dates: tuple[str, ...]
) -> None:
    """Read one item; values and duties are in the national currency, the invoice in its own."""
    item: Body = {"sequenceNumeric": len(target.get("goodsItems", ())) + 1}
    before = found.separate()
    walk(element, _ITEM, item, found)
    _finish(item, found)
    _values(item, found, currency)
    for document in item.get("documents", ()):
        if "issueDate" in document:
            document["issueDate"] = compact(document["issueDate"], dates)
    found.resume(before, item)
    if len(item) > 1:
        add(target, "goodsItems", item)


def reader(currency: str, dates: tuple[str, ...]) -> partial[None]:
    """Return the handler of a country's items."""
    return partial(read_item, currency=currency, dates=dates)


def _finish(item: Body, found: Findings) -> None:
    take = item.pop
    extended, national = take("item.extended", ""), take("item.national", "")
    if extended:
        item["procedureCurrent"] = extended[:2]
        if len(extended) > 2:
            item["procedurePrevious"] = extended[2:]
    if national:
        item["additionalProcedures"] = [national]
    precision = take("precision.1", "")
    if "commodityCode" in item:
        item["commodityCode"] += precision
    elif precision:
        found.put("Tarification/HScode/Precision_1", precision)
    codes = [take(name) for name in _ADDITIONAL if name in item]
    if codes:
        item["additionalCodes"] = codes
    commercial = take("item.commercial", "")
    if commercial:
        item["description"] = f"{item.get('description', '')} {commercial}".strip()
    for name in ("item.text", "item.more"):
        if name in item:
            read_text(item, take(name))


def _values(item: Body, found: Findings, currency: str) -> None:
    price = item.pop("item.price", "")
    if price and item.setdefault("itemAmount", price) != price:
        found.put("Tarification/Item_price", price)
    for mass in ("grossMass", "netMass"):
        if mass in item:
            item[f"{mass}Unit"] = "KGM"
    for value in ("statisticalValue", "customsValue"):
        if value in item:
            item[f"{value}Currency"] = currency
    for tax in item.get("taxes", ()):
        tax["currency"] = currency
