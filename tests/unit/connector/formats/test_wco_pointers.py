"""WCO Data Model XML: places of faults, by XPath when read and as Pointers when answered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree

from hub.connector.formats.wco import pointers, sections, write
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.read import read
from hub.domain.faults import CODE_LIST, MAX_FAULTS, PLAUSIBILITY
from hub.domain.reading import Envelope, Message

PROFILE = Profile(country="AU", agency="A", zone="UTC", sides={"IM": "IMPORT"})
ENVELOPE = Envelope("m", "NZ", "AU", "c", datetime(2026, 11, 24, tzinfo=UTC))
SHIPMENT = "/MetaData[1]/Declaration[1]/GoodsShipment[1]"


def shipped(goods: str) -> bytes:
    """Return a declaration with goods items, each part on a line of its own."""
    return (
        "<MetaData>\n<Declaration>\n<FunctionCode>9</FunctionCode><ID>M</ID><TypeCode>IMA</TypeCode>"
        f"\n<GoodsShipment>\n{goods}\n</GoodsShipment></Declaration></MetaData>"
    ).encode()


def test_a_doubt_names_the_item_and_the_line() -> None:
    """An unknown country and a mass that is no number are doubted where they stand."""
    goods = (
        "<GovernmentAgencyGoodsItem/>\n<GovernmentAgencyGoodsItem><Commodity><GoodsMeasure>"
        "<GrossMassMeasure>heavy</GrossMassMeasure></GoodsMeasure></Commodity>\n"
        "<Origin><CountryCode>QZ</CountryCode></Origin></GovernmentAgencyGoodsItem>"
    )
    warnings = read(shipped(goods), PROFILE).warnings
    second = f"{SHIPMENT}/GovernmentAgencyGoodsItem[2]"
    assert [(w.code, w.pointer, w.original) for w in warnings] == [
        (
            PLAUSIBILITY,
            f"{second}/Commodity[1]/GoodsMeasure[1]/GrossMassMeasure[1] (line 6)",
            "heavy",
        ),
        (CODE_LIST, f"{second}/Origin[1]/CountryCode[1] (line 7)", "QZ"),
    ]


def test_thousands_of_doubts_are_counted_only_so_far() -> None:
    """Places are worked out for a hundred doubts; the items are read all the same."""
    goods = (
        "<GovernmentAgencyGoodsItem><CustomsValueAmount>x</CustomsValueAmount><Origin>"
        "<CountryCode>QZ</CountryCode></Origin></GovernmentAgencyGoodsItem>"
    )
    reading = read(shipped(goods * 1999), PROFILE)
    assert len(reading.warnings) == MAX_FAULTS
    assert len(reading.messages[0].body["goodsItems"]) == 1999


@pytest.mark.parametrize(
    ("xpath", "path"),
    [
        ("/MetaData[1]/Declaration[1]/FunctionCode (line 8)", "42A#017"),
        (f"{SHIPMENT}/GovernmentAgencyGoodsItem[3]/Origin[1]/CountryCode[1] (line 9)",
         "42A → 67A → 68A/3 → 92A/1#063"),
        (f"{SHIPMENT}/Destination/CountryCode (line 9)", "42A → 67A → 99B#465"),
        ("/MetaData[1]/Declaration[1] (line 1)", "42A"),
        ("/MetaData[1]/Declaration[1]/NoSuchThing[1] (line 1)", ""),
        ("/MetaData[1]/ResponsibleCountryCode[1] (line 1)", ""),
        ("/interchange/0", ""),
    ],
)  # fmt: skip
def test_an_xpath_is_told_as_a_wco_path(xpath: str, path: str) -> None:
    """Classes and data elements by their WCO identifiers; what is not known has no path."""
    assert sections.path(xpath) == path


def test_a_refusal_points_as_the_model_does_and_in_words() -> None:
    """The Error has Pointers for the machine; its words keep the line and the original value."""
    pointer = f"{SHIPMENT}/GovernmentAgencyGoodsItem[2]/Origin[1]/CountryCode[1] (line 7)"
    fault = {"code": "12", "pointer": pointer, "text": "is not in the code list", "original": "QZ"}
    body = {"declarationId": "M", "faults": [fault, {"code": "S01", "pointer": "line 3"}]}
    written = write.write(Message("Refusal", body), ENVELOPE, PROFILE)
    first, second = etree.fromstring(written.body).iter("{*}Error")
    assert pointers.read(first) == "42A → 67A → 68A/2 → 92A/1#063"
    assert first.findtext("{*}ValidationCode") == "HUB12"
    assert first.findtext("{*}Description") == f"is not in the code list {pointer} QZ"
    assert second.findtext("{*}Description") == "line 3"
    (message,) = read(written.body, PROFILE).messages
    assert message.kind == "StatusChange"
    assert [row["code"] for row in message.body["faults"]] == ["HUB12", "HUBS01"]
