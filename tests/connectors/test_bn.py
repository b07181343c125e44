"""Brunei Darussalam: an assumed format that says so, in both scripts, with words in Malay."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

import connectors.bn as bn
from hub.connector import discovery
from hub.connector.texts import localized
from hub.domain.reading import Envelope, Message

SAMPLES = Path(bn.__file__).parent / "samples"
ENVELOPE = Envelope(
    "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "SG", "BN", "c", datetime(2026, 11, 24, 9, tzinfo=UTC)
)


def test_the_grade_is_the_lowest() -> None:
    """No national format was found: nobody may take this for a specification."""
    manifest = discovery.manifest("bn")
    assert (manifest.spec, manifest.stage) == ("assumed", "draft")


def test_names_in_jawi_survive() -> None:
    """A trader's name in Arabic letters is read, written and read again."""
    (message,) = bn.read((SAMPLES / "export.xml").read_bytes()).messages
    names = [party.get("name", "") for party in message.body["parties"]]
    assert any("شاريكت" in name for name in names)
    (again,) = bn.read(bn.write(message, ENVELOPE).body).messages
    assert [party.get("name", "") for party in again.body["parties"]] == names


def test_a_refusal_speaks_malay_beside_english() -> None:
    """Each fault's meaning is told in both languages, with code, place and original value."""
    fault = {"code": "13", "pointer": "/Declaration[1]/ID (line 4)", "text": "is missing"}
    message = Message("Refusal", {"declarationId": "M", "faults": [fault]})
    written = bn.write(localized(message, discovery.texts("bn")), ENVELOPE)
    (error,) = etree.fromstring(written.body).iter("{*}Error")
    described = error.findtext("{*}Description") or ""
    assert described.startswith("is missing | tidak dinyatakan")
    assert "(line 4)" in described
    assert [one.text for one in error.iter("{*}TagID")] == ["D014"]


def test_the_counterpart_and_the_ucr_stand_in_an_import() -> None:
    """The export's number is a previous document and the UCR has its own element."""
    (message,) = bn.read((SAMPLES / "import.xml").read_bytes()).messages
    body = message.body
    assert [row["id"] for row in body["previousDocuments"]] == ["VN26TWN000012345"]
    assert body["ucr"] == "6BNTWIN0000000000041"
    assert (body["side"], body["exportCountry"], body["destinationCountry"]) == (
        "IMPORT",
        "VN",
        "BN",
    )
