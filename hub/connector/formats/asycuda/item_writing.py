"""The goods items of a declaration as those of a SAD."""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.asycuda import days, previous
from hub.connector.formats.asycuda.free_text import free_texts
from hub.connector.formats.asycuda.markup import Losses, Names, block, rest, text, texts, whole
from hub.connector.formats.asycuda.profile import Profile
from hub.domain.declaration import Body

WHERE = "goodsItems/"

_PACKAGES: Names = (
    ("Number_of_packages", "quantity"),
    ("Marks1_of_packages", "marks"),
    ("Kind_of_packages_code", "typeCode"),
)
_PACKED = frozenset({"quantity", "marks", "typeCode"})
_UNIT: Names = (
    ("Suppplementary_unit_code", "tariffQuantityUnit"),
    ("Suppplementary_unit_quantity", "tariffQuantity"),
)
_PRICE: Names = (("Item_price", "itemAmount"),)
_DESCRIPTION: Names = (
    ("Country_of_origin_code", "originCountry"),
    ("Description_of_goods", "description"),
)
_WEIGHTS: Names = (("Gross_weight_itm", "grossMass"), ("Net_weight_itm", "netMass"))
_VALUES: Names = (("Total_CIF_itm", "customsValue"), ("Statistical_value", "statisticalValue"))
_INVOICE: Names = (("Amount_foreign_currency", "itemAmount"), ("Currency_code", "itemCurrency"))
_DOCUMENT: Names = (
    ("Attached_document_code", "typeCode"),
    ("Attached_document_name", "name"),
    ("Attached_document_reference", "id"),
    ("Attached_document_date", "issueDate"),
)
_DOCUMENTED = frozenset({"typeCode", "name", "id", "issueDate"})
_CARRIED = frozenset(
    "sequenceNumeric commodityCode additionalCodes description netMass netMassUnit grossMass"
    " grossMassUnit tariffQuantity tariffQuantityUnit itemAmount itemCurrency statisticalValue"
    " statisticalValueCurrency customsValue customsValueCurrency originCountry procedureCurrent"
    " procedurePrevious additionalProcedures packages previousDocuments documents statements"
    " containers ucr nationalData".split()
)
_EMPTY = "<IncoTerms/>"
"""The XSD has no item without it; the terms of delivery stand at the head."""

_CODES = ("Precision_2", "Precision_3", "Precision_4")


def written(body: Body, profile: Profile, lost: Losses) -> str:
    """Return every item; the documents of the whole declaration stand with the first."""
    head, documents = body.get("previousDocuments") or (), _of_head(body, lost)
    parts = []
    for place, item in enumerate(body.get("goodsItems") or (), 1):
        if item.get("sequenceNumeric", place) != place:
            lost.add(f"{WHERE}sequenceNumeric")
        if not _CARRIED.issuperset(item):
            rest(item, _CARRIED, lost, WHERE)
        attached = _documents(item.get("documents") or (), profile, lost, f"{WHERE}documents")
        attached += _documents(documents, profile, lost, "documents")
        inner = _item(item, head, profile, lost)
        if inner == _EMPTY and not attached:
            lost.add("goodsItems")
        parts.append(f"<Item>{attached}{inner}</Item>")
        documents = []
    return "".join(parts)


def _of_head(body: Body, lost: Losses) -> list[Body]:
    """Return the documents of the whole declaration, without the manifest at its head."""
    documents = body.get("documents") or []
    following = documents[1:] if manifest(body) else documents
    if following:
        lost.add("documents/1" if len(following) < len(documents) else "documents")
    return list(following)


def manifest(body: Body) -> str:
    """Return the manifest's number where it is the first document of the head."""
    first: Body = next(iter(body.get("documents") or ()), {})
    stated = {name for name, value in first.items() if value}
    number: str = first.get("id", "") if first.get("typeCode") == previous.MANIFEST else ""
    return number if stated == {"id", "typeCode"} else ""


def _documents(rows: Iterable[Body], profile: Profile, lost: Losses, where: str) -> str:
    parts = []
    for document in rows:
        if not _DOCUMENTED.issuperset(document):
            rest(document, _DOCUMENTED, lost, f"{where}/")
        stated = document.get("issueDate")
        if stated:
            day = days.slashed(stated, profile.dates)
            if days.compact(day, profile.dates) != stated:
                lost.add(f"{where}/issueDate")
            document = {**document, "issueDate": day}
        inner = texts(document, _DOCUMENT, lost, f"{where}/")
        if not inner:
            lost.add(where)
        parts.append(block("Attached_documents", inner))
    return "".join(parts)


def _item(item: Body, head: Iterable[Body], profile: Profile, lost: Losses) -> str:
    packages = item.get("packages") or ()
    if len(packages) > 1:
        lost.add(f"{WHERE}packages/1")
    if packages and not _PACKED.issuperset(packages[0]):
        rest(packages[0], _PACKED, lost, f"{WHERE}packages/")
    packed = _packed(packages[0], profile, lost) if packages else ""
    followed = text("Previous_document_reference", previous.reference(item, head))
    said = free_texts(item, lost, WHERE) if item.get("statements") or item.get("ucr") else ("", "")
    return (
        block("Packages", packed)
        + _EMPTY
        + block("Tarification", _tarification(item, lost))
        + block("Goods_description", texts(item, _DESCRIPTION, lost, WHERE))
        + block("Previous_doc", followed)
        + text("Free_text_1", said[0])
        + text("Free_text_2", said[1])
        + block("Valuation_item", _valuation(item, profile, lost))
    )


def _packed(package: Body, profile: Profile, lost: Losses) -> str:
    kind = profile.kinds.get(package.get("typeCode", ""))
    if not kind and package.get("typeCode") in profile.packages:
        lost.add(f"{WHERE}packages/typeCode")
    stated = {**package, "typeCode": kind} if kind else package
    return texts(stated, _PACKAGES, lost, f"{WHERE}packages/")


def _tarification(item: Body, lost: Losses) -> str:
    code = item.get("commodityCode", "")
    more = item.get("additionalCodes") or ()
    if len(more) > len(_CODES) or not all(more):
        lost.add(f"{WHERE}additionalCodes" + (f"/{len(_CODES)}" if all(more) else ""))
    current, before = item.get("procedureCurrent", ""), item.get("procedurePrevious", "")
    if before and len(current) != 2:
        lost.add(f"{WHERE}procedurePrevious")
    if len(current) > 2:
        lost.add(f"{WHERE}procedureCurrent")
    national = item.get("additionalProcedures") or ("",)
    if len(national) > 1:
        lost.add(f"{WHERE}additionalProcedures/1")
    where = f"{WHERE}additionalCodes"
    codes = [text(name, one, lost, where) for name, one in zip(_CODES, more, strict=False)]
    goods = text("Commodity_code", code[:8], lost, f"{WHERE}commodityCode")
    goods += text("Precision_1", code[8:], lost, f"{WHERE}commodityCode") + "".join(codes)
    extended = current + before if len(current) == 2 else current
    if not extended.isalnum() and not whole(extended):
        lost.update((f"{WHERE}procedureCurrent", f"{WHERE}procedurePrevious"))
    return (
        block("HScode", goods)
        + text("Extended_customs_procedure", extended)
        + text("National_customs_procedure", national[0], lost, f"{WHERE}additionalProcedures")
        + block("Supplementary_unit", texts(item, _UNIT, lost, WHERE))
        + texts(item, _PRICE, lost, WHERE)
    )


def _valuation(item: Body, profile: Profile, lost: Losses) -> str:
    """Return masses in kilograms and values in the national currency; of others, none."""
    weights = block("Weight_itm", _measured(item, _WEIGHTS, "Unit", ("KGM", ""), lost))
    values = _measured(item, _VALUES, "Currency", (profile.currency,), lost)
    return weights + values + block("Item_Invoice", texts(item, _INVOICE, lost, WHERE))


def _measured(item: Body, names: Names, unit: str, known: tuple[str, ...], lost: Losses) -> str:
    written = ""
    for name, field in names:
        value, stated = item.get(field, ""), item.get(f"{field}{unit}", "")
        if value and stated in known:
            written += text(name, value)
        elif value or stated:
            lost.update((WHERE + field, f"{WHERE}{field}{unit}"))
    return written
