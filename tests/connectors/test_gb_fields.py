"""United Kingdom: what is read of HMRC's samples, held field by field against XPath on the XML."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import connectors.gb as gb
from hub.domain.declaration import Body

REAL = Path(__file__).parents[3] / "shared" / "samples" / "wco_hmrc_cds"
NOT_WELL_FORMED = {"TT_EX022a__TT_EX022a_Declaration1_Step1.xml"}
SAMPLES = [p for p in sorted((REAL / "declaration").glob("*.xml")) if p.name not in NOT_WELL_FORMED]
PARTIES = (
    "Agent Buyer Consignee Consignor Declarant Exporter Importer Payer Seller Submitter".split()
)
of_samples = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)

Element = Any
"""An lxml element: the stubs know less of XPath than these tests ask."""


def found(element: Element, steps: str) -> list[Element]:
    """Return the elements at a path of local names."""
    path = "/".join(f"*[local-name()='{step}']" for step in steps.split("/"))
    return list(element.xpath(f"./{path}"))


def texts(element: Element, steps: str) -> list[str]:
    """Return what stands at a path, blanks at either end left out, empty elements too."""
    stated = [(one.text or "").strip() for one in found(element, steps)]
    return [text for text in stated if text]


def text(element: Element, steps: str) -> str | None:
    """Return the first of `texts`, None where there is none."""
    return next(iter(texts(element, steps)), None)


def amount(element: Element, steps: str, attribute: str) -> tuple[Decimal, str | None] | None:
    """Return a number with its unit or currency."""
    for one in found(element, steps):
        if (one.text or "").strip():
            return Decimal(one.text.strip()), one.get(attribute)
    return None


def read_amount(row: Body, field: str, unit: str) -> tuple[Decimal, str | None] | None:
    """Return the same of what was read."""
    return (Decimal(row[field]), row.get(unit)) if field in row else None


def pair(path: Path) -> tuple[Element, Body]:
    """Return the Declaration element of a sample and what the connector read of it."""
    root: Element = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_comments=True))
    (declaration,) = root.xpath("descendant-or-self::*[local-name()='Declaration']")
    (message,) = gb.read(path.read_bytes()).messages
    return declaration, message.body


def items(path: Path) -> list[tuple[Element, Body]]:
    """Return each goods item element with what was read of it."""
    declaration, body = pair(path)
    elements = found(declaration, "GoodsShipment/GovernmentAgencyGoodsItem")
    return list(zip(elements, body.get("goodsItems", []), strict=True))


@of_samples
def test_the_header(path: Path) -> None:
    """Identity, offices, totals, countries, terms and places of the declaration."""
    declaration, body = pair(path)
    additional = text(declaration, "FunctionCode") == "13"
    stated = {
        "declarationId": text(declaration, "ID"),
        "typeCode": text(declaration, "TypeCode"),
        "declarationOfficeId": text(declaration, "DeclarationOfficeID"),
        "exitOfficeId": text(declaration, "ExitOffice/ID"),
        "presentationOfficeId": text(declaration, "PresentationOffice/ID"),
        "goodsItemQuantity": text(declaration, "GoodsItemQuantity"),
        "totalPackageQuantity": text(declaration, "TotalPackageQuantity"),
        "tradeTerms": text(declaration, "GoodsShipment/TradeTerms/ConditionCode"),
        "tradeTermsPlace": text(declaration, "GoodsShipment/TradeTerms/LocationID"),
        "natureOfTransaction": text(declaration, "GoodsShipment/TransactionNatureCode"),
        "loadingPlace": text(declaration, "GoodsShipment/Consignment/LoadingLocation/ID"),
    }
    if "status" in body:
        assert (body["declarationId"], body["nationalCode"]) == (
            stated["declarationId"],
            stated["typeCode"],
        )
        return
    assert {name: body.get(name) for name in stated} == stated
    reference = text(declaration, "FunctionalReferenceID")
    assert body["references"]["FunctionalReferenceID"] == reference
    assert body.get("functionalReferenceId") == (None if additional else reference)
    destination = text(declaration, "GoodsShipment/Destination/CountryCode")
    if destination:
        assert body["destinationCountry"] == {"XI": "GB"}.get(destination, destination)
    export = text(declaration, "GoodsShipment/ExportCountry/ID")
    if export:
        assert body["exportCountry"] == {"XI": "GB"}.get(export, export)


@of_samples
def test_the_amounts_of_the_header(path: Path) -> None:
    """Invoice total, gross mass and freight, each with its currency or unit, and the rates."""
    declaration, body = pair(path)
    for field, unit, steps, attribute in (
        ("invoiceAmount", "invoiceCurrency", "InvoiceAmount", "currencyID"),
        ("totalGrossMass", "totalGrossMassUnit", "TotalGrossMassMeasure", "unitCode"),
        (
            "freightAmount",
            "freightCurrency",
            "GoodsShipment/CustomsValuation/FreightChargeAmount",
            "currencyID",
        ),
    ):
        stated = amount(declaration, steps, attribute)
        if stated and unit == "totalGrossMassUnit":
            stated = (stated[0], stated[1] or "KGM")
        assert read_amount(body, field, unit) == stated, field
    rates = [
        (text(one, "CurrencyTypeCode"), text(one, "RateNumeric"))
        for one in found(declaration, "CurrencyExchange")
    ]
    read = [(row.get("currency") or None, row.get("rate")) for row in body.get("exchangeRates", ())]
    assert read == [rate for rate in rates if any(rate)]


def party(element: Element) -> tuple[str | None, ...]:
    """Return identity, name, function and address of a party element."""
    address = ("Line", "CityName", "PostcodeID", "CountryCode")
    return (
        text(element, "ID"),
        text(element, "Name"),
        text(element, "FunctionCode"),
        *(text(element, f"Address/{step}") for step in address),
    )


def read_party(row: Body) -> tuple[str | None, ...]:
    """Return the same of what was read."""
    names = ("id", "name", "functionCode", "address", "city", "postcode", "country")
    return tuple(row.get(name) for name in names)


@of_samples
@pytest.mark.parametrize("role", [*PARTIES, "Carrier"])
def test_the_parties(path: Path, role: str) -> None:
    """Every party of the declaration, its shipment and its items, with name and address."""
    declaration, body = pair(path)
    if "status" in body:
        assert body["nationalData"]["Submitter/id"] == text(declaration, "Submitter/ID")
        return
    places = (role, f"Consignment/{role}", f"GoodsShipment/{role}")
    stated = [party(one) for place in places for one in found(declaration, place)]
    read = [read_party(row) for row in body.get("parties", ()) if row["role"] == role]
    assert sorted(map(str, read)) == sorted(str(one) for one in stated if any(one))
    for element, goods in items(path):
        of_item = [party(one) for one in found(element, role)]
        rows = [read_party(row) for row in goods.get("parties", ()) if row["role"] == role]
        assert rows == [one for one in of_item if any(one)]


@of_samples
def test_the_commodity_codes(path: Path) -> None:
    """Tariff and TARIC code make the commodity code, every other code stands beside it."""
    for element, goods in items(path):
        codes = [
            (text(one, "IdentificationTypeCode") or "", text(one, "ID") or "")
            for one in found(element, "Commodity/Classification")
        ]
        main = "".join(code for kind, code in codes if kind in ("TSP", "TRC"))
        assert goods.get("commodityCode", "") == main
        further = [f"{kind}:{code}" for kind, code in codes if kind not in ("TSP", "TRC")]
        assert goods.get("additionalCodes", []) == further
        assert goods.get("description") == text(element, "Commodity/Description")
        assert goods.get("sequenceNumeric") == int(text(element, "SequenceNumeric") or 0)


@of_samples
def test_the_quantities_and_values(path: Path) -> None:
    """Masses and quantities with their units, values with their currencies, of every item."""
    for element, goods in items(path):
        for field, steps in (
            ("grossMass", "GrossMassMeasure"),
            ("netMass", "NetNetWeightMeasure"),
            ("tariffQuantity", "TariffQuantity"),
        ):
            stated = amount(element, f"Commodity/GoodsMeasure/{steps}", "unitCode")
            if stated and field != "tariffQuantity":
                stated = (stated[0], stated[1] or "KGM")
            assert read_amount(goods, field, f"{field}Unit") == stated, field
        for field, currency, steps in (
            ("itemAmount", "itemCurrency", "Commodity/InvoiceLine/ItemChargeAmount"),
            ("customsValue", "customsValueCurrency", "CustomsValueAmount"),
            ("statisticalValue", "statisticalValueCurrency", "StatisticalValueAmount"),
        ):
            stated = amount(element, steps, "currencyID")
            assert read_amount(goods, field, currency) == stated, field


@of_samples
def test_the_procedures_and_origins(path: Path) -> None:
    """Requested and previous procedure, additional ones, and both kinds of origin."""
    for element, goods in items(path):
        procedures = [
            (text(one, "CurrentCode"), text(one, "PreviousCode"))
            for one in found(element, "GovernmentProcedure")
        ]
        main = next((pair for pair in procedures if pair[1]), (None, None))
        assert (goods.get("procedureCurrent"), goods.get("procedurePrevious")) == main
        further = [current for current, previous in procedures if current and not previous]
        assert goods.get("additionalProcedures", []) == further
        origins = {
            text(one, "TypeCode"): text(one, "CountryCode") for one in found(element, "Origin")
        }
        assert goods.get("preferentialOrigin") == origins.get("2")
        assert goods.get("originCountry") == (origins.get("1") or origins.get(None))


@of_samples
def test_the_documents(path: Path) -> None:
    """Documents, previous documents, statements and taxes of every item, in their order."""
    fields = {"CategoryCode": "categoryCode", "ID": "id", "TypeCode": "typeCode"}
    for element, goods in items(path):
        for name, field, named in (
            ("AdditionalDocument", "documents", {**fields, "Name": "name"}),
            ("PreviousDocument", "previousDocuments", {**fields, "LineNumeric": "lineNumeric"}),
            (
                "AdditionalInformation",
                "statements",
                {"StatementCode": "statementCode", "StatementDescription": "statementDescription"},
            ),
            ("Commodity/DutyTaxFee", "taxes", {"TypeCode": "typeCode"}),
        ):
            stated = [
                {n: text(one, step) for step, n in named.items()} for one in found(element, name)
            ]
            rows = [{n: row.get(n) for n in named.values()} for row in goods.get(field, ())]
            filled = [row for row in stated if any(row.values())]
            assert [row for row in rows if any(row.values())] == filled, name


@of_samples
def test_the_previous_documents_of_the_shipment(path: Path) -> None:
    """Those of the shipment come first; those of its items follow, each once."""
    declaration, body = pair(path)
    stated = [
        (text(one, "ID"), text(one, "TypeCode"), text(one, "CategoryCode"))
        for one in found(declaration, "GoodsShipment/PreviousDocument")
    ]
    stated = [one for one in stated if any(one)]
    rows = body.get("previousDocuments", ())
    read = [(row.get("id"), row.get("typeCode"), row.get("categoryCode")) for row in rows]
    assert read[: len(stated)] == stated
    of_items = {
        text(one, "ID")
        for element in found(declaration, "GoodsShipment/GovernmentAgencyGoodsItem")
        for one in found(element, "PreviousDocument")
    }
    assert of_items <= {row.get("id") for row in rows}


@of_samples
def test_the_packages(path: Path) -> None:
    """Number, kind and marks of the packages of every item."""
    for element, goods in items(path):
        stated = [
            (text(one, "QuantityQuantity"), text(one, "TypeCode"), text(one, "MarksNumbersID"))
            for one in found(element, "Packaging")
        ]
        rows = goods.get("packages", ())
        read = [(row.get("quantity"), row.get("typeCode"), row.get("marks")) for row in rows]
        assert read == [one for one in stated if any(one)]


@of_samples
def test_the_containers_and_seals(path: Path) -> None:
    """Containers with their seals at the shipment, and the containers of every item."""
    declaration, body = pair(path)
    place = "GoodsShipment/Consignment/TransportEquipment"
    stated = [(text(one, "ID") or "", texts(one, "Seal/ID")) for one in found(declaration, place)]
    read = [(unit["id"], unit.get("seals", [])) for unit in body.get("equipment", ())]
    assert read == [one for one in stated if any(one)]
    for element, goods in items(path):
        assert goods.get("containers", []) == texts(element, "Commodity/TransportEquipment/ID")


@of_samples
def test_the_means_of_transport(path: Path) -> None:
    """Mode, identity and nationality at the border, at departure and at arrival."""
    declaration, body = pair(path)
    named = ("ModeCode", "ID", "IdentificationTypeCode", "RegistrationNationalityCode")
    for stage, name in (
        ("BORDER", "BorderTransportMeans"),
        ("ARRIVAL", "GoodsShipment/Consignment/ArrivalTransportMeans"),
        ("DEPARTURE", "GoodsShipment/Consignment/DepartureTransportMeans"),
    ):
        stated = [tuple(text(one, step) for step in named) for one in found(declaration, name)]
        read = [
            (row.get("modeCode"), row.get("id"), row.get("idType"), row.get("nationality"))
            for row in body.get("transport", ())
            if row["stage"] == stage
        ]
        assert read == [one for one in stated if any(one)], stage


@pytest.mark.skipif(not SAMPLES, reason="HMRC's samples are not here")
def test_the_samples_state_what_these_tests_compare() -> None:
    """No comparison above is of nothing with nothing: every kind of field is stated somewhere."""
    bodies = [pair(path)[1] for path in SAMPLES]
    goods = [one for body in bodies for one in body.get("goodsItems", ())]
    for field in ("parties", "equipment", "transport", "freightAmount", "ucr"):
        assert any(field in body for body in bodies), field
    for field in ("containers", "preferentialOrigin", "additionalCodes", "taxes", "statements"):
        assert any(field in one for one in goods), field
    assert any(unit.get("seals") for body in bodies for unit in body.get("equipment", ()))
