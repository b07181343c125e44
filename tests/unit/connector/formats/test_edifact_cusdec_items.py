"""CUSDEC read, detail section: one goods item a CST group."""

from __future__ import annotations

import pytest

from hub.connector.formats.edifact.walk import MAX_NOTES
from hub.domain.faults import CODE_LIST, RULE
from tests.unit.connector.formats.edifact_zz import BEGIN, declaration, item, read

PLACES = [
    ("RFF+HS:0803.90", {"commodityCode": "080390"}),
    ("FTX+AAA+++FRESH:BANANAS", {"description": "FRESH BANANAS"}),
    ("LOC+27+EC::5", {"originCountry": "EC"}),
    ("LOC+28+GB::5", {"destinationCountry": "GB"}),
    ("MEA+WT+N+KG:1.5", {"netMass": "1.5", "netMassUnit": "KGM"}),
    ("MEA+WT++KG:2", {"grossMass": "2", "grossMassUnit": "KGM"}),
    ("MEA+AAR++PCE:5", {"tariffQuantity": "5", "tariffQuantityUnit": "PCE"}),
    ("PAC+40++CT", {"packages": [{"quantity": "40", "typeCode": "CT"}]}),
    ("MOA+38:9.90:EUR", {"itemAmount": "9.90", "itemCurrency": "EUR"}),
    ("MOA+123:8:EUR", {"statisticalValue": "8", "statisticalValueCurrency": "EUR"}),
    ("RFF+AAQ:MSKU1", {"containers": ["MSKU1"]}),
    ("RFF+UCN:6ZZ", {"ucr": "6ZZ"}),
    ("RFF+IV:INV1", {"documents": [{"id": "INV1", "typeCode": "380"}]}),
    (
        "RFF+ED:26GB1:2",
        {"previousDocuments": [{"id": "26GB1", "typeCode": "830", "lineNumeric": "2"}]},
    ),
    ("DOC+821+T1-7", {"previousDocuments": [{"id": "T1-7", "typeCode": "821"}]}),
    ("DOC+:::N954+C1", {"documents": [{"id": "C1", "typeCode": "N954"}]}),
    ("GIR+1+X", {"nationalData": {"GIR[1]": "X"}}),
]


@pytest.mark.parametrize(("segment", "expected"), PLACES)
def test_an_item_segment_has_its_place(segment: str, expected: dict[str, object]) -> None:
    """One segment, its canonical fields, and nothing else beside the item number."""
    assert item(segment) == {"sequenceNumeric": 1, **expected}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("0803900000:122", {"commodityCode": "0803900000"}),
        ("08039000", {"commodityCode": "08039000"}),
        ("4000:117", {"procedureCurrent": "40", "procedurePrevious": "00"}),
        ("40:117+71:117", {"procedureCurrent": "40", "procedurePrevious": "71"}),
        ("C07:118+F48:118", {"additionalProcedures": ["C07", "F48"]}),
        ("0803:122+C4:122", {"commodityCode": "0803", "additionalCodes": ["HS:C4"]}),
        ("I::95", {"nationalData": {"CST[:95]": "I"}}),
    ],
)
def test_codes_of_cst_are_told_apart_by_their_list(codes: str, expected: dict[str, object]) -> None:
    """Lists 122, 117 and 118 are commodity and procedure; other lists are national data."""
    (found,) = declaration("UNS+D", f"CST+1+{codes}", "UNS+S")["goodsItems"]

    assert found == {"sequenceNumeric": 1, **expected}


def test_an_item_without_a_number_is_counted() -> None:
    """The place in the message stands in, with a warning."""
    reading = read("CUSDEC", BEGIN, "UNS+D", "CST+7", "CST+X", "UNS+S")

    numbers = [found["sequenceNumeric"] for found in reading.messages[0].body["goodsItems"]]
    assert numbers == [7, 2]
    assert [(warning.code, warning.original) for warning in reading.warnings] == [(RULE, "X")]


def test_an_amount_without_a_currency_is_in_that_of_the_header() -> None:
    """The same qualifier at header says the currency, as in the Australian sample."""
    body = declaration("MOA+63:5000:AUD", "UNS+D", "CST+1", "MOA+63:5000", "UNS+S")

    (found,) = body["goodsItems"]
    assert found["statisticalValueCurrency"] == "AUD"


def test_duties_follow_their_tax_segment() -> None:
    """TAX gives type, base and rate, the MOA after it the amount; another MOA is the item's."""
    found = item("TAX+1+B00+:::X+100+:::20+E", "MOA+55:20:EUR", "MOA+38:100:EUR")

    assert found["taxes"] == [
        {
            "typeCode": "B00",
            "base": "100",
            "rate": "20",
            "methodCode": "E",
            "amount": "20",
            "currency": "EUR",
        }
    ]
    assert found["itemAmount"] == "100"


@pytest.mark.parametrize(
    ("segment", "code"), [("MEA+WT++KG:abc", RULE), ("LOC+27+Ecuador", CODE_LIST)]
)
def test_a_bad_value_is_a_warning_that_points_at_it(segment: str, code: str) -> None:
    """The item stays; the pointer names group, element and segment, the original is quoted."""
    reading = read("CUSDEC", BEGIN, "UNS+D", "CST+1", segment, "UNS+S")

    (warning,) = reading.warnings
    assert warning.code == code
    assert warning.pointer.startswith(f"SG30/{segment[:3]}+")
    assert ", segment 5, offset " in warning.pointer
    assert warning.original in segment


def test_a_second_value_of_a_field_is_kept_as_national_data() -> None:
    """Nothing is overwritten: what comes twice is kept under its own path."""
    found = item("MEA+WT++KG:1", "MEA+WT++KG:2", "MEA+WT++KG:3")

    assert found["grossMass"] == "1"
    assert found["nationalData"] == {"MEA[WT]": "+KG:2", "MEA[WT]#2": "+KG:3"}


def test_national_data_is_bounded() -> None:
    """A message with ever more unknown segments keeps the first of them only."""
    found = item(*(f"QVR+{n}:X" for n in range(MAX_NOTES + 50)))

    assert len(found["nationalData"]) == MAX_NOTES
