"""South Africa: what SARS's public messages look like is read, and what is written looks alike."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import connectors.za as za
from hub.connector.manifest import load
from hub.domain.faults import UNKNOWN_KIND, WRONG_COUNTRY
from hub.domain.reading import Envelope, Message

FOLDER = Path(za.__file__).parent
ENVELOPE = Envelope(
    "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "HUB", "ZA", "c", datetime(2026, 11, 25, 7, tzinfo=UTC)
)


def _sample(name: str) -> dict[str, Any]:
    (message,) = za.read((FOLDER / "samples" / f"{name}.edi").read_bytes()).messages
    return message.body


def _written(body: dict[str, Any], kind: str = "Declaration") -> str:
    return za.write(Message(kind, body), ENVELOPE).body.decode("ascii")


def test_an_import_in_the_shape_of_sars_reads_whole() -> None:
    """LRN, MRN, revision, lodging office, procedures in FTX+CCI, tariff in list 108, rands."""
    body = _sample("import")
    first, second = body["goodsItems"]

    assert body["declarationKey"] == "ZA:JSA202611255000101"
    assert body["functionalReferenceId"] == "00999001JSA20261125000101"
    assert (body["version"], body["declarationOfficeId"], body["goodsItemQuantity"]) == (
        1,
        "JSA",
        "2",
    )
    assert (first["commodityCode"], first["procedureCurrent"], first["procedurePrevious"]) == (
        "847130004",
        "11",
        "00",
    )
    assert (first["customsValue"], first["customsValueCurrency"]) == ("231500", "ZAR")
    assert second["previousDocuments"][0]["id"] == "JSA202609015000007"
    assert [container["seals"] for container in body["equipment"]] == [
        ["SEAL0001", "SEAL0002"],
        ["SEAL0003"],
    ]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("1", "RELEASED"),
        ("2", "UNDER_CONTROL"),
        ("3", "UNMAPPED"),
        ("6", "REJECTED"),
        ("8", "ACCEPTED"),
        ("13", "DOCS_REQUIRED"),
        ("26", "UNMAPPED"),
        ("99", "UNMAPPED"),
    ],
)
def test_only_known_status_codes_are_mapped(code: str, status: str) -> None:
    """What no public source explains stays UNMAPPED, with its code."""
    raw = (FOLDER / "samples" / "status.edi").read_bytes()
    (message,) = za.read(raw.replace(b"GIS+1:", f"GIS+{code}:".encode())).messages

    assert (message.body["status"], message.body["nationalCode"]) == (status, code)
    assert message.body["functionalReferenceId"] == "00999001JSA20261125000101"


def test_the_date_of_a_reference_is_not_that_of_the_answer() -> None:
    """DTM after RFF+BH is the date of the bill."""
    body = _sample("status")

    assert "occurredAt" not in body
    assert body["nationalData"]["RFF[BH]/DTM[137]"] == "20261101:102"


def test_a_declaration_is_written_as_sars_takes_it() -> None:
    """Syntax 4 with a full year, association code, revision, totals in the header."""
    text = _written(_sample("export"))

    assert text.startswith(
        "UNB+UNOB:4+CUSTOMSHUB::ZA+SARSDEC+20261125:0900+6F1F4B5E2F635D++CUSDEC'"
    )
    assert "UNH+1+CUSDEC:D:96B:UN:ZZZ01'BGM+830:::RCD+00999001DUR20261125000102::00001+9'" in text
    assert "LOC+96+DUR'" in text
    assert "LOC+45+DUR'" in text
    assert "MEA+AAE+AAD+KGM:18400'MEA+AAE+AAC+KGM:17600'" in text
    assert "EQD+CN+TWNU0000017+:::ZA55001+++5'" in text
    assert "FTX+LIN+++1'" in text
    assert "PAC+1100'" in text
    assert "CST+1+220421009:108'" in text
    assert "FTX+CCI+++60:00'" in text
    assert "CNT+" not in text


def test_letters_beyond_unob_are_plain_and_named() -> None:
    """UNOB has no accents and no sign open to national use."""
    written = za.write(
        Message("Declaration", {"parties": [{"role": "Exporter", "name": "Côte @ Vin"}]}), ENVELOPE
    )

    assert b"NAD+EX+++Cote _ Vin'" in written.body
    assert "parties/name" in written.losses


@pytest.mark.parametrize(
    ("status", "code"), [("RELEASED", "1"), ("REJECTED", "6"), ("DOCS_REQUIRED", "13")]
)
def test_a_status_is_written_in_sars_own_codes(status: str, code: str) -> None:
    """GIS of list 120, agency ZZZ, and read back as the same state."""
    text = _written({"declarationId": "A", "status": status}, "StatusChange")

    assert f"GIS+{code}:120:ZZZ'" in text
    (message,) = za.read(text.encode()).messages
    assert message.body["status"] == status


def test_the_test_environment_is_taken_and_another_system_is_not() -> None:
    """SARSDECT is SARS; ICS is not."""
    raw = (FOLDER / "samples" / "status.edi").read_bytes()

    assert za.read(raw.replace(b"SARSDEC+", b"SARSDECT+")).messages
    (refused,) = za.read(raw.replace(b"SARSDEC+", b"AAA336C+")).refusals
    assert refused.faults[0].code == WRONG_COUNTRY


def test_a_manifest_message_is_refused_as_unknown() -> None:
    """CUSCAR is not covered."""
    raw = (FOLDER / "samples" / "cancellation.edi").read_bytes().replace(b"+CUSDEC:", b"+CUSCAR:")
    (refused,) = za.read(raw).refusals

    assert refused.faults[0].code == UNKNOWN_KIND


def test_the_grade_claims_no_more_than_was_seen() -> None:
    """A table of contents and an encoder's header: no mapping guide, no sample."""
    assert load(FOLDER).spec == "family"


def test_a_pointer_is_carried_whatever_else_is_lost() -> None:
    """Its arrows are written as UNOB has them: only the name with an accent is named."""
    place = "42A → 67A/1 → 68A/3"
    body = {
        "amendments": [{"text": "WEIGHED AGAIN", "pointer": place}],
        "parties": [{"role": "Exporter", "name": "Côte"}],
        "side": "EXPORT",
        "declarationId": "A",
    }
    written = za.write(Message("Declaration", body), ENVELOPE)
    (message,) = za.read(written.body).messages

    assert message.body["amendments"] == [{"text": "WEIGHED AGAIN", "pointer": place}]
    assert written.losses == ("parties/name",)
