"""A goods item as a Detail of a Thai declaration, with its permits."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.th.codes import BAHT, PERMITS
from connectors.th.dictionary import EXPORT as NAMES
from connectors.th.dictionary import FIELDS
from connectors.th.sheet import Part
from hub.connector.formats.losses import Losses, beyond, unlike
from hub.domain.declaration import Body

_PATH = "goodsItems/"
_CARRIED = frozenset(
    "sequenceNumeric commodityCode additionalCodes description netMass netMassUnit grossMass"
    " grossMassUnit tariffQuantity tariffQuantityUnit itemAmount itemCurrency customsValue"
    " customsValueCurrency originCountry procedureCurrent procedurePrevious additionalProcedures"
    " packages previousDocuments documents statements dangerousGoods nationalData".split()
)
_DOCUMENT = frozenset({"id", "typeCode", "issueDate"})
_CODES = (("STAT:", "StatisticalCode"), ("AHTN:", "AHTNCode"))


def references(items: Sequence[Body], heads: list[Body], side: str, lost: Losses) -> list[Body]:
    """Return the declaration each item refers to, and name those of the items and the head that
    have no place: a number of 14 characters for each item, the head's with the first."""
    follows: list[Body] = []
    again: dict[str, Body] = {}
    fits = FIELDS["Detail"]["ReferenceDeclarationNumber"].code
    for place, item in enumerate(items):
        own = item.get("previousDocuments") or []
        row = next(iter(own), heads[0] if heads and not place else {})
        number = fits(row.get("id") or "")
        line = FIELDS["Detail"]["ReferenceDeclarationLineNumber"].code(row.get("lineNumeric") or "")
        read = {"id": number, "lineNumeric": line, "typeCode": "830" if side == "IMPORT" else ""}
        unlike(own, [read] if number else [], f"{_PATH}previousDocuments", lost)
        follows.append(read if number else {})
        if number:
            again.setdefault(number, read)
    unlike(heads, list(again.values()), "previousDocuments", lost)
    return follows


def detail(item: Body, side: str, nature: str, invoice: str, follows: Body, lost: Losses) -> str:
    """Return one Detail; what has no place in it is named."""
    part = Part("Detail", lost, _PATH)
    beyond(item, _CARRIED, _PATH, lost)
    part.code("ItemNumber", str(item.get("sequenceNumeric") or ""), "sequenceNumeric")
    part.text("InvoiceNumber", invoice, "documents")
    part.code("TariffCode", item.get("commodityCode") or "", "commodityCode")
    _codes(part, item)
    lost_path, part.path = part.path, ""
    part.code("NatureOfTransaction", nature, "natureOfTransaction")
    part.path = lost_path
    part.code("UNDGNumber", item.get("dangerousGoods") or "", "dangerousGoods")
    text = item.get("description") or ""
    part.text(_language(text), text, "description")
    _statements(part, item)
    part.code("OriginCountryCode", item.get("originCountry") or "", "originCountry")
    _quantities(part, item)
    _values(part, item, side)
    _packages(part, item)
    part.code("ReferenceDeclarationNumber", follows.get("id", ""), "previousDocuments")
    part.code("ReferenceDeclarationLineNumber", follows.get("lineNumeric", ""), "previousDocuments")
    _procedure(part, item)
    _permits(part, item, side)
    return part.xml()


def _language(text: str) -> str:
    """Return the element of a description: Thai letters begin at U+0E00."""
    thai = not text.isascii() and any("\u0e00" <= letter <= "\u0e7f" for letter in text)
    return "ThaiDescriptionOfGoods" if thai else "EnglishDescriptionOfGoods"


def _codes(part: Part, item: Body) -> None:
    codes = item.get("additionalCodes") or []
    written = []
    for prefix, element in _CODES:
        code = next((c[len(prefix) :] for c in codes if c.startswith(prefix)), "")
        if code and (fitting := part.code(element, code, "additionalCodes")):
            written.append(f"{prefix}{fitting}")
    same = 0
    while same < min(len(codes), len(written)) and codes[same] == written[same]:
        same += 1
    if same < len(codes):
        part.lost.add(f"{_PATH}additionalCodes" + (f"/{same}" if same else ""))
    procedures = item.get("additionalProcedures") or []
    if procedures:
        part.code("PrivilegeCode", procedures[0], "additionalProcedures")
    if len(procedures) > 1:
        part.lost.add(f"{_PATH}additionalProcedures/1")


def _statements(part: Part, item: Body) -> None:
    rows = item.get("statements") or ()
    if rows:
        part.text("Remark", rows[0].get("statementDescription") or "", "statements")
        carried = frozenset({"statementDescription"})
        beyond(rows[0], carried, f"{_PATH}statements/", part.lost)
    if len(rows) > 1:
        part.lost.add(f"{_PATH}statements/1")


def _quantities(part: Part, item: Body) -> None:
    """Write masses and the tariff quantity; a gross mass has no unit and is in kilograms."""
    for name, element, unit in (
        ("netMass", "NetWeight", "NetWeightUnitCode"),
        ("tariffQuantity", "Quantity", "QuantityUnitCode"),
    ):
        part.number(element, item.get(name) or "", name)
        part.code(unit, item.get(f"{name}Unit") or "", f"{name}Unit")
    gross, unit = item.get("grossMass") or "", item.get("grossMassUnit") or ""
    if gross and unit in ("KGM", ""):
        part.number("GrossWeight", gross, "grossMass")
    elif gross or unit:
        part.lost.update((f"{_PATH}grossMass", f"{_PATH}grossMassUnit"))


def _values(part: Part, item: Body, side: str) -> None:
    """Write the customs value in baht, or in the currency of the invoice."""
    currency, amount = item.get("itemCurrency") or "", item.get("itemAmount") or ""
    value, of_value = item.get("customsValue") or "", item.get("customsValueCurrency") or ""
    if not currency and not amount and of_value != BAHT:
        currency = of_value
    part.code("CurrencyCode", currency, "itemCurrency")
    part.number("InvoiceAmountForeign", amount, "itemAmount")
    element = "CIFValueBaht" if of_value == BAHT else "CIFValueForeign"
    name = NAMES[element] if side == "EXPORT" else element
    if value and of_value in (BAHT, currency):
        part.number(name, value, "customsValue", element)
    elif value or of_value:
        part.lost.update((f"{_PATH}customsValue", f"{_PATH}customsValueCurrency"))


def _packages(part: Part, item: Body) -> None:
    rows = item.get("packages") or ()
    if rows:
        row = rows[0]
        part.number("PackageAmount", row.get("quantity") or "", "packages/quantity")
        part.code("PackageUnitCode", row.get("typeCode") or "", "packages/typeCode")
        part.text("ShippingMarks", row.get("marks") or "", "packages/marks")
    if len(rows) > 1:
        part.lost.add(f"{_PATH}packages/1")


def _procedure(part: Part, item: Body) -> None:
    current, previous = item.get("procedureCurrent") or "", item.get("procedurePrevious") or ""
    if previous and not (len(current) == len(previous) == 2):
        part.lost.add(f"{_PATH}procedurePrevious")
        previous = ""
    if len(current) == 4:  # would be read as two procedures
        part.lost.add(f"{_PATH}procedureCurrent")
    else:
        part.code("ProcedureCode", current + previous, "procedureCurrent")


def _permits(part: Part, item: Body, side: str) -> None:
    """Write every document as a permit: the field holds numbers of licences and certificates."""
    read: list[Body] = []
    rows = item.get("documents") or []
    for row in rows:
        permit = Part("Permit", part.lost, f"{_PATH}documents/")
        number = permit.code("PermitNumber", row.get("id") or "", "id")
        day = permit.code("IssueDate", row.get("issueDate") or "", "issueDate")
        if number or day:
            read.append({"id": number, "issueDate": day})
        beyond(row, _DOCUMENT, f"{_PATH}documents/", part.lost)
        if (row.get("typeCode") or "") != PERMITS[side]:
            part.lost.add(f"{_PATH}documents/typeCode")
        part.put(permit.xml())
    if len(read) < len(rows):
        part.lost.add(f"{_PATH}documents")
