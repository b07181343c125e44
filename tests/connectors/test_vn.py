"""Viet Nam: jobs, codes and channels of VNACCS, and what its items cannot carry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import connectors.vn as vn
from connectors.vn.mapping import PROFILE
from hub.connector.formats.naccs import header
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, RULE
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

FOLDER = Path(vn.__file__).parent
NOW = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
ENVELOPE = Envelope("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "GB", "VN", "c", NOW)
NUMBER = "301234567890"
FOREIGN: dict[str, Any] = {"country": "GB", "side": "EXPORT", "declarationId": NUMBER}
LINES = (1, 50)


def sample(name: str) -> Body:
    """Return the canonical body of one of our own samples."""
    (message,) = vn.read((FOLDER / "samples" / f"{name}.txt").read_bytes()).messages
    return message.body


def write(kind: str, body: Body) -> Written:
    """Write a canonical message for Viet Nam."""
    return vn.write(Message(kind, body), ENVELOPE)


def job(code: str, **items: str) -> bytes:
    """Return a job with these items stated and all others blank."""
    rows = [items.get(item.name, "") for item in PROFILE.jobs[code].header.items]
    return header.write({"job": code}, "\r\n".join([*rows, ""]).encode())


def output(*rows: str, kind: str = "*SEDC", time: str = "20261124104141") -> bytes:
    """Return an output message of these lines."""
    fields = {"output": kind, "job": "EDC", "index": "0000000041", "time": time}
    return header.write(fields, "\r\n".join([*rows, ""]).encode())


@pytest.mark.parametrize(
    ("code", "side", "function"),
    [
        ("IDA", "IMPORT", "9"),
        ("IDC", "IMPORT", "9"),
        ("IDE", "IMPORT", "5"),
        ("EDA", "EXPORT", "9"),
        ("EDC", "EXPORT", "9"),
        ("EDE", "EXPORT", "5"),
    ],
)
def test_the_job_says_side_and_function(code: str, side: str, function: str) -> None:
    """ID is import, ED export; A and C register and declare, D and E amend."""
    (message,) = vn.read(job(code, ICN=NUMBER, IMO="VN", EPO="GB")).messages
    body = message.body

    assert body["declarationKey"] == f"VN:{NUMBER}"
    assert (body["side"], body["functionCode"]) == (side, function)
    assert body["references"]["header.job"] == code


def test_the_other_country_is_that_of_the_port_or_of_the_other_party() -> None:
    """An import comes from the country of the port of loading, else from the consignor's."""
    port = vn.read(job("IDC", ICN=NUMBER, EPO="GB", PSC="CNSHA")).messages[0].body
    named = vn.read(job("IDC", ICN=NUMBER, EPO="GB")).messages[0].body

    assert (port["exportCountry"], port["destinationCountry"]) == ("CN", "VN")
    assert named["exportCountry"] == "GB"


def test_the_export_sample_has_its_goods_parties_and_amounts() -> None:
    """Vietnamese names in UTF-8, HS codes, masses in kilograms, values in the invoice currency."""
    body = sample("export")
    item = body["goodsItems"][0]

    assert (body["exportCountry"], body["destinationCountry"]) == ("VN", "GB")
    assert (item["commodityCode"], item["netMassUnit"], item["itemCurrency"]) == (
        "6404191000",
        "KGM",
        "USD",
    )
    assert {party["role"]: party.get("country") for party in body["parties"]} == {
        "Importer": "GB",
        "Exporter": "VN",
        "Declarant": None,
    }
    assert [(paper["typeCode"], paper["id"]) for paper in body["documents"]] == [
        ("705", "PSTR26110041"),
        ("380", "INV-2026-0117"),
        ("LIC", "GP-2026-118"),
    ]
    assert (body["tradeTerms"], body["invoiceAmount"], body["invoiceCurrency"]) == (
        "FOB",
        "61250.00",
        "USD",
    )
    assert (body["totalGrossMass"], body["totalGrossMassUnit"]) == ("4006.800", "KGM")


@pytest.mark.parametrize(("name", "function"), [("amendment", "5"), ("cancellation", "1")])
def test_samples_of_changes_name_the_same_declaration(name: str, function: str) -> None:
    """Amendment by its job, cancellation by the mark in the header: the number stays."""
    body = sample(name)

    assert body["functionCode"] == function
    assert body["declarationKey"] == sample("export")["declarationKey"]


@pytest.mark.parametrize(("national", "mode"), sorted(PROFILE.transport.items()))
def test_transport_codes_are_vietnamese_not_rec_19(national: str, mode: str) -> None:
    """1 is air and 2 is sea here; 9 has no mode."""
    (means,) = vn.read(job("EDC", ICN=NUMBER, MTC=national)).messages[0].body["transport"]

    assert means["nationalModeCode"] == national
    assert means.get("modeCode", "") == mode


def test_an_unknown_transport_code_or_date_passes_with_a_warning() -> None:
    """What is not in a list, or is no day, is told and kept."""
    reading = vn.read(job("EDC", ICN=NUMBER, MTC="8", ARR="20260231"))

    assert [(w.code, w.pointer.split(", ")[1], w.original) for w in reading.warnings] == [
        (CODE_LIST, "MTC", "8"),
        (RULE, "ARR", "20260231"),
    ]
    assert reading.messages[0].body["nationalData"] == {"ARR": "20260231"}


def test_a_declaration_without_its_number_is_refused_at_its_line() -> None:
    """ICN is the first item: line 2 after the header, at offset 400."""
    (refused,) = vn.read(job("EDC")).refusals

    assert [(fault.code, fault.pointer) for fault in refused.faults] == [
        (MISSING, "line 2, ICN, offset 400")
    ]
    assert refused.references["header.job"] == "EDC"


@pytest.mark.parametrize(
    ("channel", "state"),
    [("1", "RELEASED"), ("2", "DOCS_REQUIRED"), ("3", "UNDER_CONTROL"), ("", "ACCEPTED")],
)
def test_channels_are_states(channel: str, state: str) -> None:
    """Green releases, yellow wants documents, red examines; without one it is accepted."""
    body = vn.read(output("00000-0000-0000", NUMBER, channel, "LUỒNG")).messages[0].body

    assert (body["status"], body["nationalText"]) == (state, "LUỒNG")
    assert body["nationalCode"] == (channel or "*SEDC")
    assert body["occurredAt"]["utc"] == datetime(2026, 11, 24, 3, 41, 41, tzinfo=UTC)


def test_an_unknown_channel_passes_unmapped() -> None:
    """Its code is the national code, and a warning says that nobody knows it."""
    reading = vn.read(output("00000-0000-0000", NUMBER, "7", ""))
    body = reading.messages[0].body

    assert (body["status"], body["nationalCode"]) == ("UNMAPPED", "7")
    assert [(w.code, w.original) for w in reading.warnings] == [(CODE_LIST, "7")]


def test_a_failed_result_is_a_rejection_with_its_item() -> None:
    """The result code names the error and the item; further lines are statements."""
    body = vn.read(output("S0012-0003-0001", NUMBER, "", "SAI", "MTC 8")).messages[0].body

    assert (body["status"], body["reasonCodes"]) == ("REJECTED", ["S0012-0003-0001"])
    assert body["faults"] == [
        {"code": RULE, "pointer": "item 0003/0001", "text": "SAI", "original": "S0012"}
    ]
    assert body["statements"] == [{"statementDescription": "MTC 8"}]


@pytest.mark.parametrize(
    ("kind", "body", "mark", "text"),
    [
        ("Receipt", {"sha256": "ab"}, "*AEDC", "RECEIVED sha256 ab"),
        ("Acknowledgement", {"outcome": "ACCEPTED", "recipients": ["GB"]}, "*AEDC", "ACCEPTED GB"),
        ("StatusChange", {"status": "RELEASED"}, "*SEDC", "GB RELEASED"),
        ("MatchResult", {"outcome": "MATCHED", "explanation": "MRN"}, "*SEDC", "MATCHED MRN"),
    ],
)
def test_answers_are_output_messages_of_the_job(
    kind: str, body: dict[str, Any], mark: str, text: str
) -> None:
    """Mark and job in the header, result 00000, the declaration's number, and a text."""
    quoted = {"references": {"header.job": "EDC"}, "declarationId": NUMBER}

    raw = write(kind, {**quoted, **body}).body
    rows = [row.decode().strip() for row in raw[400:].split(b"\r\n")]

    assert header.read(raw)["output"] == mark
    assert (rows[0], rows[1], rows[3]) == ("00000-0000-0000", NUMBER, text)


def test_a_refusal_reads_as_a_rejection() -> None:
    """What the hub refuses carries a result code with the number of the first fault."""
    faults = [{"code": "13", "pointer": "line 2, ICN", "text": "is missing"}]

    raw = write("Refusal", {"declarationId": NUMBER, "faults": faults}).body
    body = vn.read(raw).messages[0].body

    assert body["status"] == "REJECTED"
    assert body["statements"] == [{"statementDescription": "13 line 2, ICN is missing"}]


@pytest.mark.parametrize(
    ("part", "losses"),
    [
        ({}, set()),
        ({"ucr": "6GB", "previousDocuments": [{"id": "26DE1"}]}, set()),
        ({"functionalReferenceId": "L1"}, set()),
        ({"functionalReferenceId": "L" * 21}, {"functionalReferenceId"}),
        ({"declarationId": "26GBA4ZYBWXU1BSA00"}, set()),
        ({"documents": [{"id": str(n), "typeCode": "705"} for n in range(6)]}, {"documents/5"}),
        ({"equipment": [{"id": "MSKU4711230"}]}, {"equipment"}),
        (
            {"goodsItems": [{"commodityCode": "1", "packages": [{"quantity": "1"}]}]},
            {"goodsItems/packages"},
        ),
        ({"goodsItems": [{"commodityCode": "0" * 13}]}, {"goodsItems/commodityCode"}),
    ],
)
def test_what_vnaccs_cannot_carry_is_named(part: dict[str, Any], losses: set[str]) -> None:
    """No item for it, no room for it: exactly that is lost."""
    assert set(write("Declaration", FOREIGN | part).losses) == losses


def test_a_foreign_number_comes_back_whole() -> None:
    """ICN has 12 characters: the export's number stands in the note, not cut in ICN."""
    raw = write("Declaration", FOREIGN | {"declarationId": "26GBA4ZYBWXU1BSA00"}).body

    assert raw[400:412].strip() == b""
    assert vn.read(raw).messages[0].body["declarationId"] == "26GBA4ZYBWXU1BSA00"


@pytest.mark.parametrize("items", LINES)
def test_up_to_fifty_goods_lines_are_written_and_read(items: int) -> None:
    """A declaration holds 50 lines."""
    goods = [{"sequenceNumeric": n, "commodityCode": "08039010"} for n in range(1, items + 1)]

    body = vn.read(write("Declaration", FOREIGN | {"goodsItems": goods}).body).messages[0].body

    assert body["goodsItems"] == goods


@pytest.mark.parametrize("items", [51, 999, 1999])
def test_more_goods_lines_are_parked(items: int) -> None:
    """What has more is declared in several declarations, which only the declarant can do."""
    with pytest.raises(Parked, match="holds 50 goods lines"):
        write("Declaration", FOREIGN | {"goodsItems": [{"commodityCode": "1"}] * items})


def test_a_kind_without_a_form_is_parked() -> None:
    """Transit has no job here, a delivery report no output."""
    with pytest.raises(Parked):
        write("Declaration", FOREIGN | {"side": "TRANSIT"})
    with pytest.raises(Parked):
        write("DeliveryReport", {})


@given(
    st.text("0123456789", min_size=1, max_size=12),
    st.text("ÀÁÂĐÊÔƠƯ ăx", max_size=20),
    st.decimals(0, 10**8, places=2).map(str),
    st.sampled_from(["1", "2", "3", "4"]),
)
def test_an_own_declaration_survives_the_round_trip(
    number: str, name: str, amount: str, mode: str
) -> None:
    """Number, Vietnamese names, exact amounts and the mode of transport come back as they were."""
    body = {
        "country": "VN",
        "side": "EXPORT",
        "functionCode": "9",
        "declarationId": number,
        "invoiceAmount": amount,
        "invoiceCurrency": "USD",
        "parties": [{"role": "Exporter", "name": name, "country": "VN"}],
        "transport": [{"stage": "BORDER", "modeCode": mode}],
        "goodsItems": [{"sequenceNumeric": 1, "commodityCode": "08039010", "itemAmount": amount}],
    }
    (again,) = vn.read(write("Declaration", body).body).messages

    assert again.body["declarationId"] == number
    assert again.body["invoiceAmount"] == amount
    assert again.body["goodsItems"][0]["itemAmount"] == amount
    assert again.body["parties"][0].get("name", "").split() == name.split()
    assert again.body["transport"][0]["modeCode"] == mode
