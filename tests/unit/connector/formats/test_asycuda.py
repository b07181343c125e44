"""ASYCUDA World: what a SAD means, and what is written as one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.asycuda.profile import Profile
from hub.connector.formats.asycuda.read import read
from hub.connector.formats.asycuda.settle import marked
from hub.connector.formats.asycuda.write import write
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, PLAUSIBILITY, UNKNOWN_REFERENCE, WRONG_COUNTRY
from hub.domain.reading import Envelope, Message, Reading
from hub.errors import Parked

PROFILE = Profile(
    country="ZZ", zone="UTC", currency="ZZD", transport={"01": "4", "02": "3", "06": ""}
)
ENVELOPE = Envelope("12345678-m", "YY", "ZZ", "c", datetime(2026, 11, 24, tzinfo=UTC))
REGISTERED = "<Serial_number>C</Serial_number><Number>41</Number><Date>11/24/26</Date>"
ITEM = (
    "<Item><Tarification><HScode><Commodity_code>85171300</Commodity_code>"
    "<Precision_1>001</Precision_1></HScode></Tarification></Item>"
)


def sad(head: str = "", identification: str = "", flow: str = "I", rest: str = ITEM) -> bytes:
    """Return a SAD of office OFF1, registered as C41 unless `identification` says otherwise."""
    registration = identification or f"<Registration>{REGISTERED}</Registration>"
    return (
        f"<ASYCUDA><Property><Sad_flow>{flow}</Sad_flow></Property><Identification>"
        "<Office_segment><Customs_clearance_office_code>OFF1</Customs_clearance_office_code>"
        f"</Office_segment>{registration}</Identification>{head}{rest}</ASYCUDA>"
    ).encode()


def declared(raw: bytes) -> Body:
    """Return the one declaration a document must be read as."""
    reading = read(raw, PROFILE)
    assert not reading.refusals
    (message,) = reading.messages
    assert message.kind == "Declaration"
    return message.body


def country(export: str, destination: str) -> str:
    """Return the block with the ends of the carriage."""
    return (
        "<General_information><Country><Export><Export_country_code>"
        f"{export}</Export_country_code></Export><Destination><Destination_country_code>"
        f"{destination}</Destination_country_code></Destination></Country></General_information>"
    )


def additional(text: str) -> str:
    """Return the additional information."""
    information = f"<Additional_information>{text}</Additional_information>"
    return f"<General_information>{information}</General_information>"


def test_a_registration_is_unique_with_its_office_and_year() -> None:
    """Number and key say office, year, serial and number; all of it is quoted in answers."""
    body = declared(sad())
    assert body["declarationKey"] == "ZZ:OFF1-2026-C41"
    assert body["references"] == {
        "SAD.office": "OFF1",
        "SAD.flow": "I",
        "SAD.serial": "C",
        "SAD.number": "41",
        "SAD.date": "11/24/26",
    }
    assert body["destinationCountry"] == "ZZ"
    assert body["goodsItems"][0]["commodityCode"] == "85171300001"


def test_a_document_not_registered_is_known_by_its_reference() -> None:
    """The declarant's reference is the LRN; without one office, manifest and declarant are."""
    own = "<Declarant><Reference><Year>2026</Year><Number>R7</Number></Reference></Declarant>"
    assert declared(sad(own, "<Type/>"))["declarationKey"] == "ZZ:2026-R7"
    manifest = "<Manifest_reference_number>2026/9</Manifest_reference_number>"
    reading = read(
        sad("<Declarant><Declarant_code>D</Declarant_code></Declarant>", manifest), PROFILE
    )
    assert reading.messages[0].body["declarationKey"] == "ZZ:OFF1-2026/9-D"
    assert [warning.code for warning in reading.warnings] == [UNKNOWN_REFERENCE]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (sad(identification="<Type/>"), MISSING),
        (sad(flow=""), MISSING),
        (sad(flow="X"), CODE_LIST),
        (sad(country("FR", "DE")), WRONG_COUNTRY),
    ],
)
def test_what_cannot_be_routed_is_refused(raw: bytes, code: str) -> None:
    """No identity, no side and a carriage between others are refused with a place."""
    (part,) = read(raw, PROFILE).refusals
    assert [fault.code for fault in part.faults] == [code]
    assert part.faults[0].pointer.startswith("/ASYCUDA[1]/")


@pytest.mark.parametrize("empty", ["<{}/>", "<{}><null/></{}>", "<{}> <null></null>\n</{}>"])
def test_empties_of_every_form_say_nothing(empty: str) -> None:
    """However an empty is written, it leaves no trace."""
    names = ("Marks1_of_packages", "Kind_of_packages_code", "Unheard_of")
    packages = "".join(empty.format(name, name) for name in names)
    body = declared(sad(rest=ITEM.replace("<Item>", f"<Item><Packages>{packages}</Packages>")))
    assert body["goodsItems"] == declared(sad())["goodsItems"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("AMENDMENT 2: weight corrected", ("AMENDMENT", 2, "weight corrected")),
        ("AMENDMENT weight: corrected", ("AMENDMENT", 0, "weight: corrected")),
        ("Cancellation: sold", ("CANCELLATION", 0, "sold")),
        ("CANCELLATION", ("CANCELLATION", 0, "")),
        ("AMENDMENTS follow", ("", 0, "")),
        ("", ("", 0, "")),
    ],
)
def test_a_mark_stands_at_the_head(text: str, mark: tuple[str, int, str]) -> None:
    """The mark, its version and its reason are told apart; other words are no mark."""
    assert marked({"sad.additional": text}) == mark


def test_a_marked_document_changes_or_withdraws() -> None:
    """Function, version and reason come from the mark; unmarked words are a statement."""
    body = declared(sad(additional("AMENDMENT 3: more")))
    assert (body["functionCode"], body["version"]) == ("4", 3)
    assert body["amendments"] == [{"text": "more"}]
    assert declared(sad(additional("CANCELLATION x")))["functionCode"] == "1"
    body = declared(sad(additional("fragile")))
    assert (body["functionCode"], body["statements"]) == (
        "9",
        [{"statementDescription": "fragile"}],
    )


@pytest.mark.parametrize(
    ("filled", "state"),
    [
        ("", "ACCEPTED"),
        ("<Assessment><Number>5</Number></Assessment>", "ASSESSED"),
        ("<receipt><Serial_number>R</Serial_number><Number>6</Number></receipt>", "RELEASED"),
    ],
)
def test_a_registration_without_goods_is_a_status(filled: str, state: str) -> None:
    """What the server has filled in says how the declaration stands."""
    identification = f"<Registration>{REGISTERED}</Registration>{filled}"
    (message,) = read(sad(identification=identification, rest=""), PROFILE).messages
    assert message.kind == "StatusChange"
    assert message.body["status"] == state
    assert message.body["declarationKey"] == "ZZ:OFF1-2026-C41"


def test_a_whole_document_with_a_receipt_tells_both() -> None:
    """The answer is the same SAD with its receipt filled: a declaration and its state."""
    identification = (
        f"<Registration>{REGISTERED}</Registration>"
        "<receipt><Number>6</Number><Date>11/25/26</Date></receipt>"
    )
    reading = read(sad(identification=identification), PROFILE)
    assert [message.kind for message in reading.messages] == ["Declaration", "StatusChange"]
    body = reading.messages[1].body
    assert (body["status"], body["responseId"]) == ("RELEASED", "6")
    assert body["occurredAt"]["text"] == "11/25/26"


def test_values_have_their_currency_and_masses_their_unit() -> None:
    """Values are in the national currency, the invoice in its own, masses in kilograms."""
    values = (
        "<Valuation_item><Weight_itm><Net_weight_itm>1.5</Net_weight_itm></Weight_itm>"
        "<Statistical_value>9</Statistical_value><Item_Invoice><Amount_foreign_currency>7"
        "</Amount_foreign_currency></Item_Invoice></Valuation_item>"
    )
    head = (
        "<Valuation><Gs_Invoice><Amount_foreign_currency>7</Amount_foreign_currency>"
        "<Currency_code>USD</Currency_code><Currency_rate>145.2</Currency_rate></Gs_Invoice>"
        "</Valuation>"
    )
    body = declared(sad(head, rest=ITEM.replace("</Item>", f"{values}</Item>")))
    (item,) = body["goodsItems"]
    assert (item["netMass"], item["netMassUnit"]) == ("1.5", "KGM")
    assert (item["statisticalValue"], item["statisticalValueCurrency"]) == ("9", "ZZD")
    assert (item["itemAmount"], item["itemCurrency"]) == ("7", "USD")
    assert body["exchangeRates"] == [{"currency": "USD", "rate": "145.2"}]


def test_a_note_is_no_previous_document() -> None:
    """Traders write notes into the field: what cannot be a number stays national."""
    noted = (
        "<Previous_doc><Previous_document_reference>{}</Previous_document_reference></Previous_doc>"
    )
    goods = ITEM.replace("</Item>", f"{noted.format('GB24-1')}</Item>")
    body = declared(sad(rest=goods))
    assert body["previousDocuments"] == [{"id": "GB24-1", "typeCode": "830"}]
    body = declared(sad(rest=ITEM.replace("</Item>", f"{noted.format('SEE LC, $44')}</Item>")))
    assert "previousDocuments" not in body
    assert list(body["goodsItems"][0]["nationalData"].values()) == ["SEE LC, $44"]


def test_means_of_transport_are_national_codes() -> None:
    """A known code has its mode, one without a mode none, an unknown one a warning."""

    def mode(code: str) -> tuple[Body, Reading]:
        means = f"<Border_information><Mode>{code}</Mode></Border_information>"
        head = f"<Transport><Means_of_transport>{means}</Means_of_transport></Transport>"
        reading = read(sad(head), PROFILE)
        return reading.messages[0].body["transport"][0], reading

    assert mode("02")[0] == {"stage": "BORDER", "nationalModeCode": "02", "modeCode": "3"}
    assert mode("06")[0] == {"stage": "BORDER", "nationalModeCode": "06"}
    assert not mode("06")[1].warnings
    assert [warning.code for warning in mode("77")[1].warnings] == [CODE_LIST]


def test_a_date_that_is_none_is_doubted() -> None:
    """A registration with an unreadable date is still known, without its year."""
    bad = f"<Registration>{REGISTERED.replace('11/24/26', 'soon')}</Registration>"
    reading = read(sad(identification=bad), PROFILE)
    assert reading.messages[0].body["declarationId"] == "OFF1-C41"
    assert [warning.code for warning in reading.warnings] == [PLAUSIBILITY]


def partner(**further: Any) -> Body:
    """Return a partner's declaration."""
    return {
        "declarationKey": "YY:M1",
        "country": "YY",
        "side": "EXPORT",
        "declarationId": "M1",
        "exportCountry": "YY",
        "destinationCountry": "ZZ",
        "goodsItems": [{"sequenceNumeric": 1, "commodityCode": "8517130000"}],
        **further,
    }


def test_a_partners_declaration_is_written_and_read_again() -> None:
    """Identity, lane, goods, documents and the version of an amendment come through."""
    body = partner(
        functionCode="4",
        version=2,
        amendments=[{"text": "less"}],
        documents=[{"id": "INV", "typeCode": "380"}],
        parties=[{"role": "Exporter", "name": "A & B", "address": "Road 1"}],
        transport=[{"stage": "BORDER", "modeCode": "4", "id": "FL1"}],
    )
    written = write(Message("Declaration", body), ENVELOPE, PROFILE)
    assert written.losses == ("documents",), "those of the head stand with the first item"
    again = declared(written.body)
    for field in ("side", "exportCountry", "destinationCountry", "functionCode", "version"):
        assert again[field] == body[field]
    assert again["declarationId"] == "M1"
    assert again["parties"] == body["parties"]
    assert again["transport"][0]["modeCode"] == "4"
    assert again["goodsItems"][0]["commodityCode"] == "8517130000"
    assert again["goodsItems"][0]["documents"] == body["documents"]


def test_what_a_sad_has_no_place_for_is_named() -> None:
    """Each stated field that is not written is a loss, duties among them."""
    item = {"commodityCode": "1", "taxes": [{"amount": "1"}], "packages": [{}, {}]}
    body = partner(procedureType="U", goodsItems=[item], parties=[{"role": "Carrier"}])
    written = write(Message("Declaration", body), ENVELOPE, PROFILE)
    assert written.losses == (
        "goodsItems/packages/1",
        "goodsItems/taxes",
        "parties/Carrier",
        "procedureType",
    )


def test_an_answer_quotes_the_document_and_says_it_in_words() -> None:
    """Answers have no items; a release fills the receipt, a refusal lists its faults."""
    about = {"declarationId": "OFF1-2026-C41", "references": {"SAD.date": "11/24/26"}}
    released = write(Message("StatusChange", {**about, "status": "RELEASED"}), ENVELOPE, PROFILE)
    (message,) = read(
        released.body.replace(
            b"<Identification>", b"<Property><Sad_flow>I</Sad_flow></Property><Identification>"
        ),
        PROFILE,
    ).messages
    assert (message.body["status"], message.body["responseId"]) == ("RELEASED", "12345678")
    assert message.body["declarationId"] == "OFF1-2026-C41"
    fault = {"code": "13", "pointer": "/x", "text": "is <missing>"}
    refused = write(Message("Refusal", {**about, "faults": [fault]}), ENVELOPE, PROFILE)
    assert b"REFUSED\n13 /x is &lt;missing&gt;" in refused.body
    with pytest.raises(Parked):
        write(Message("DeliveryReport", {}), ENVELOPE, PROFILE)


@given(st.binary(max_size=200), st.integers(0, 700))
def test_any_bytes_have_an_answer(noise: bytes, place: int) -> None:
    """Noise alone, or within a SAD, is read or refused and never raises."""
    good = sad(country("YY", "ZZ"))
    for raw in (noise, good[:place] + noise + good[place:]):
        reading = read(raw, PROFILE)
        assert reading.messages or reading.refusals


@given(st.text(), st.text(max_size=30))
def test_any_text_is_written_well_formed(name: str, number: str) -> None:
    """Whatever texts a partner's declaration holds, what is written is one readable document."""
    body = partner(parties=[{"role": "Consignee", "name": name}], declarationId=number or "M")
    reading = read(write(Message("Declaration", body), ENVELOPE, PROFILE).body, PROFILE)
    assert not any(fault.code.startswith("S") for part in reading.refusals for fault in part.faults)
