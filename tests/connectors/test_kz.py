"""Kazakhstan and Kyrgyzstan: the common structure R.036 in their scripts, money and zones."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.connector import discovery
from hub.connector.kit import sanity
from hub.domain.reading import Envelope, Message

ENVELOPE = Envelope("m-1", "CN", "KZ", "c", datetime(2026, 11, 25, tzinfo=UTC))
OWN = {
    "kz": ("KZ:55302/241126/0000041", "KZT", "05:15"),
    "kg": ("KG:41703/241126/0000041", "KGS", "04:15"),
}


@pytest.mark.parametrize("country", OWN)
def test_its_sample_has_its_number_money_and_zone(country: str) -> None:
    """The number of the Union is the key; amounts and times are the country's own."""
    key, currency, time = OWN[country]
    raw = (discovery.folders()[country] / "samples" / "export.xml").read_bytes()
    (message,) = discovery.connector(country).read(raw).messages
    assert message.body["declarationKey"] == key
    assert message.body["invoiceCurrency"] == currency
    assert message.body["issueDateTime"]["utc"].strftime("%H:%M") == time
    assert {unit["id"]: unit["seals"] for unit in message.body["equipment"]}


@pytest.mark.parametrize("country", OWN)
@pytest.mark.parametrize("text", ["Қазақ аяқ киімі ұңғі", "Кыргыз жүнү өңү", "运动鞋 ёлка"])
def test_letters_survive(country: str, text: str) -> None:
    """Kazakh, Kyrgyz and Chinese letters come back as they were."""
    connector = discovery.connector(country)
    item = {"sequenceNumeric": 1, "commodityCode": "640219", "description": text}
    body = {"declarationKey": "CN:1", "country": "CN", "side": "EXPORT", "declarationId": "1"}
    written = connector.write(Message("Declaration", {**body, "goodsItems": [item]}), ENVELOPE)
    (again,) = connector.read(written.body).messages
    assert again.body["goodsItems"][0]["description"] == text


@pytest.mark.parametrize("country", OWN)
@pytest.mark.parametrize("items", [1, 999, 1999])
def test_many_items_are_written_and_read(country: str, items: int) -> None:
    """Goods have numbers of three digits: what is beyond 999 is named as lost."""
    connector = discovery.connector(country)
    rows = [{"sequenceNumeric": n, "commodityCode": "640219"} for n in range(1, items + 1)]
    body = {"declarationKey": "CN:1", "country": "CN", "side": "EXPORT", "declarationId": "1"}
    written = connector.write(Message("Declaration", {**body, "goodsItems": rows}), ENVELOPE)
    (again,) = connector.read(written.body).messages
    assert len(again.body["goodsItems"]) == min(items, 999)
    assert ("goodsItems/999" in written.losses) == (items > 999)


@pytest.mark.parametrize("country", OWN)
def test_a_status_and_an_answer_are_told_in_a_notice(country: str) -> None:
    """A state comes back as it was; a refusal names its faults and is no declaration."""
    connector, about = discovery.connector(country), {"declarationId": "55302/241126/0000041"}
    about |= {"declarationKey": "XX:1", "country": "XX"}
    status = {**about, "status": "EXITED", "nationalCode": "E", "nationalText": "gone"}
    (told,) = connector.read(
        connector.write(Message("StatusChange", status), ENVELOPE).body
    ).messages
    assert (told.body["status"], told.body["nationalText"]) == ("EXITED", "gone")
    fault = {"code": "13", "pointer": "line 1", "text": "is missing", "original": "<x>"}
    raw = connector.write(Message("Refusal", {**about, "faults": [fault]}), ENVELOPE).body
    assert "13 | line 1 | is missing | &lt;x&gt;" in raw.decode()
    (answer,) = connector.read(
        raw.replace(b"<csdo:EDocId>", b"<csdo:EDocRefId>q</csdo:EDocRefId><csdo:EDocId>")
    ).messages
    assert (answer.kind, answer.body["status"]) == ("StatusChange", "UNMAPPED")


def test_the_names_of_later_versions_read_alike() -> None:
    """`GDGoodsShipmentDetails` of later versions means what the first version's name does."""
    connector = discovery.connector("kz")
    raw = (discovery.folders()["kz"] / "samples" / "import.xml").read_bytes()
    later = raw.replace(b"cacdo:Declaration", b"cacdo:GD").replace(b":v1.5.1", b":v1.10.3")
    (message,), (other,) = connector.read(raw).messages, connector.read(later).messages
    assert other.body == message.body


@pytest.mark.parametrize("country", ["kg", "kz", "ru"])
def test_documents_beyond_the_hundredth_are_refused(country: str) -> None:
    """What is not read is told of, with the place where reading stopped."""
    name, kind = {"ru": ("ESADout_CU", "CustomsProcedure")}.get(
        country, ("GoodsDeclaration", "DeclarationKindCode")
    )
    identity = "DocumentID" if country == "ru" else "EDocId"
    one = f"<{name}><{identity}>D{{}}</{identity}><{kind}>ЭК</{kind}></{name}>"
    raw = f"<a>{''.join(one.format(n) for n in range(103))}</a>".encode()
    reading = discovery.connector(country).read(raw)
    assert len(reading.messages) == 100
    ((fault,),) = (part.faults for part in reading.refusals)
    assert (fault.code, fault.pointer, fault.original) == (
        "S06",
        f"/a[1]/{name}[101] (line 1)",
        "103",
    )


@pytest.mark.parametrize("country", OWN)
def test_the_name_of_a_preceding_document_is_kept(country: str) -> None:
    """The canonical previous document has no name: it is national data, and fits the schema."""
    raw = (discovery.folders()[country] / "samples" / "import.xml").read_bytes()
    named = raw.replace(b"</casdo:LineId><csdo:DocKindCode", b"</casdo:LineId><csdo:DocName>"
                        b"named</csdo:DocName><csdo:DocKindCode", 1)  # fmt: skip
    assert named != raw
    reading = discovery.connector(country).read(named)
    assert list(sanity.doubts(reading, country)) == []
    body = reading.messages[0].body
    rows = [body, *body["goodsItems"]]
    assert "named" in [text for row in rows for text in row.get("nationalData", {}).values()]
