"""The family as a whole: interchange checks, reading, writing to the directory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats import edifact
from hub.connector.formats.edifact import Profile, tokens
from hub.domain.faults import MISSING, RULE, TRUNCATED, UNKNOWN_KIND
from hub.domain.reading import Envelope, Message
from hub.errors import Parked
from tests.unit.connector.formats import edifact_directory

NOW = datetime(2026, 3, 12, 3, 4, 5, tzinfo=UTC)
ENVELOPE = Envelope("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "hub", "ZZ", "", NOW)
D99B = Profile(country="ZZ", zone="UTC", authority="ZZCUSTOMS")
D96B = replace(
    D99B, directory="96B", syntax="UNOC:3", text_width=70, status_text="AAI", procedure_split=2
)
PROFILES = {"D99B": D99B, "D96B": D96B}
REFERENCES = {
    "UNB.0004": "TRADER1",
    "UNB.0010": "ZZCUSTOMS",
    "UNB.0020": "4711",
    "UNH.0062": "1",
    "UNH.S009": "CUSDEC:D:96B:UN",
}
FAULT = {
    "code": "12",
    "pointer": "SG30/CST+3:1, segment 18, offset 512",
    "text": "not in the code list",
    "original": "Q'1",
}
DECLARATION: dict[str, Any] = {
    "declarationKey": "GB:26GB1",
    "country": "GB",
    "side": "EXPORT",
    "functionCode": "9",
    "version": 2,
    "declarationId": "26GBA4ZYBWXU1BSA00",
    "functionalReferenceId": "LRN+1",
    "exportCountry": "GB",
    "destinationCountry": "ZZ",
    "ucr": "6GB123-X",
    "previousDocuments": [
        {"id": "26DE1", "typeCode": "830", "lineNumeric": "2"},
        {"id": "T1-9", "typeCode": "N821"},
    ],
    "typeCode": "EXA",
    "issueDateTime": {"utc": NOW},
    "exitDateTime": {"utc": datetime(2026, 3, 14, tzinfo=UTC)},
    "exitOfficeId": "GB000060",
    "goodsItemQuantity": "1",
    "totalPackageQuantity": "7",
    "totalGrossMass": "12.5",
    "totalGrossMassUnit": "KGM",
    "invoiceAmount": "1000.50",
    "invoiceCurrency": "USD",
    "exchangeRates": [{"currency": "USD", "rate": "0.79"}],
    "parties": [
        {"role": "Exporter", "id": "GB1", "name": "A " * 40, "city": "Leeds", "country": "GB"},
        {"role": "Witness", "name": "nobody"},
    ],
    "transport": [{"stage": "BORDER", "modeCode": "1", "id": "9321483", "nationality": "PA"}],
    "equipment": [{"id": "MSKU4711230", "seals": ["S1", "S2"]}],
    "loadingPlace": "GBFXT",
    "unloadingPlace": "A PLACE WITHOUT A CODE OF ITS OWN",
    "tradeTerms": "FOB",
    "tradeTermsPlace": "GBFXT",
    "natureOfTransaction": "11",
    "documents": [
        {"id": "B/L 7", "typeCode": "705"},
        {"id": "C-1", "typeCode": "N954", "issueDate": "20260301"},
    ],
    "statements": [{"statementCode": "RPTID", "statementDescription": "why"}],
    "goodsItems": [
        {
            "sequenceNumeric": 1,
            "commodityCode": "08026200",
            "description": "NUTS",
            "netMass": "10",
            "netMassUnit": "KGM",
            "grossMass": "12.5",
            "grossMassUnit": "KGM",
            "itemAmount": "1000.50",
            "itemCurrency": "USD",
            "originCountry": "GB",
            "procedureCurrent": "10",
            "procedurePrevious": "00",
            "additionalProcedures": ["000"],
            "packages": [{"quantity": "7", "typeCode": "CT", "marks": "X 1-7"}],
            "containers": ["MSKU4711230"],
            "taxes": [{"typeCode": "A00"}],
        }
    ],
}
BODIES: list[tuple[str, dict[str, Any]]] = [
    ("Declaration", DECLARATION),
    ("Receipt", {"country": "ZZ", "messageId": "M1", "references": {}}),
    ("Receipt", {"country": "ZZ", "messageId": "M1", "references": REFERENCES}),
    (
        "Acknowledgement",
        {"country": "ZZ", "layer": 2, "declarationId": "A1", "issuedAt": NOW, "warnings": [FAULT]},
    ),
    ("Refusal", {"country": "ZZ", "layer": 1, "faults": [FAULT], "references": REFERENCES}),
    ("Refusal", {"country": "ZZ", "layer": 1, "faults": [{"code": "S02", "pointer": "UNZ"}]}),
    ("Refusal", {"country": "ZZ", "layer": 2, "declarationId": "A1", "faults": [FAULT]}),
    (
        "StatusChange",
        {
            "country": "GB",
            "declarationId": "26GB1",
            "status": "EXITED",
            "nationalCode": "16",
            "nationalText": "Goods exited",
            "reasonCodes": ["R1"],
            "occurredAt": {"utc": NOW},
            "faults": [FAULT],
        },
    ),
    (
        "MatchResult",
        {
            "country": "ZZ",
            "declarationId": "A1",
            "counterpartDeclarationId": "26GB1",
            "outcome": "MATCHED",
            "discrepancies": [{"code": "D05", "band": "MAJOR", "own": "1", "counterpart": "2"}],
            "decidedAt": NOW,
        },
    ),
]


def _split(raw: bytes) -> list[tokens.Segment]:
    pieces = tokens.segments(raw.decode("latin-1"), tokens.DEFAULT)
    return [tokens.elements(piece) for piece in pieces if piece]


@pytest.mark.skipif(not edifact_directory.ROOT.exists(), reason="no saved directories here")
@pytest.mark.parametrize("directory", PROFILES)
@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_written_messages_fit_the_directory(
    directory: str, kind: str, body: dict[str, Any]
) -> None:
    """Order, repetition and lengths are those of the UN directory the profile names."""
    raw = edifact.write(Message(kind, body), ENVELOPE, PROFILES[directory]).body
    segments = _split(raw)[1:-1]
    message = segments[0][2][0].lower()
    service = "Service_V3" if message == "contrl" else directory

    tags = [segment[0][0] for segment in segments]
    faults = edifact_directory.order_faults(service, message, tags)
    for segment in segments:
        known = "Service_V3" if segment[0][0].startswith("U") else directory
        faults += edifact_directory.length_faults(known, segment)

    assert faults == []


@pytest.mark.parametrize("directory", PROFILES)
def test_a_written_declaration_reads_back(directory: str) -> None:
    """What is carried comes back; what is not carried is named as lost."""
    profile = PROFILES[directory]
    written = edifact.write(Message("Declaration", DECLARATION), ENVELOPE, profile)
    reading = edifact.read(written.body, profile)

    assert reading.refusals == ()
    body = reading.messages[0].body
    for name, value in DECLARATION.items():
        if name in ("declarationKey", "country", "goodsItems", "transport", "parties"):
            continue
        found = body[name]
        if isinstance(value, dict):
            found, value = found["utc"], value["utc"]
        assert found == value, name
    item = DECLARATION["goodsItems"][0]
    read_item = body["goodsItems"][0]
    assert {name: read_item.get(name) for name in item if name != "taxes"} == {
        name: value for name, value in item.items() if name != "taxes"
    }
    assert written.losses == ("goodsItems/taxes", "parties/Witness")


@pytest.mark.parametrize("state", ["RELEASED", "EXITED", "SEIZED", "AMENDED", "UNMAPPED"])
def test_a_written_status_reads_back(state: str) -> None:
    """Every canonical state survives, with or without a code in 7365."""
    body = {"country": "GB", "declarationId": "26GB1", "status": state, "nationalCode": "08"}
    raw = edifact.write(Message("StatusChange", body), ENVELOPE, D99B).body
    found = edifact.read(raw, D99B).messages[0].body

    assert (found["status"], found["nationalCode"]) == (state, "08")


def test_a_refusal_of_layer_1_quotes_the_message_and_the_position() -> None:
    """CONTRL names interchange, message, segment and element as ISO 9735 counts them."""
    body = {"country": "ZZ", "layer": 1, "faults": [FAULT], "references": REFERENCES}
    raw = edifact.write(Message("Refusal", body), ENVELOPE, D99B).body

    assert b"UCI+4711+TRADER1+ZZCUSTOMS+7'UCM+1+CUSDEC:D:96B:UN+4'" in raw
    assert b"UCS+18'UCD+12+4:1'" in raw


def test_a_kind_without_a_form_is_parked() -> None:
    """EDIFACT has no form for border tickets."""
    with pytest.raises(Parked):
        edifact.write(Message("BorderTicket", {}), ENVELOPE, D99B)


def test_text_outside_the_character_set_is_marked_and_named() -> None:
    """A character that UNOC lacks becomes an underscore and its field a loss."""
    body = {**DECLARATION, "goodsItems": [{"sequenceNumeric": 1, "description": "茶 TEA"}]}
    written = edifact.write(Message("Declaration", body), ENVELOPE, D99B)

    assert b"FTX+AAA+++_ TEA'" in written.body
    assert "goodsItems/description" in written.losses


HEAD = "UNB+UNOC:3+ZZCUSTOMS+HUB+260312:1015+77'"
ONE = "UNH+1+CUSDEC:D:99B:UN'BGM+830+L1+9'UNS+D'UNS+S'UNT+5+1'"
TWO = "UNH+2+CUSDEC:D:99B:UN'BGM+929+L2+9'UNS+D'UNS+S'UNT+5+2'"


def _outcome(text: str) -> tuple[int, list[str]]:
    reading = edifact.read(text.encode("latin-1"), D99B)
    return len(reading.messages), [f.code for part in reading.refusals for f in part.faults]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (f"{HEAD}{ONE}{TWO}UNZ+2+77'", (2, [])),
        (f"{HEAD}{ONE}{TWO.replace('UNT+5+2', 'UNT+5:2')}UNZ+2+77'", (2, [])),
        (f"{HEAD}{ONE.replace('UNT+5+1', 'UNT+6+1')}{TWO}UNZ+2+77'", (1, [TRUNCATED])),
        (f"{HEAD}{ONE.replace('UNT+5+1', 'UNT+4+1')}{TWO}UNZ+2+77'", (1, [RULE])),
        (f"{HEAD}{ONE.replace('UNT+5+1', 'UNT+5+9')}{TWO}UNZ+2+77'", (1, [RULE])),
        (f"{HEAD}{ONE[:-8]}{TWO}UNZ+2+77'", (1, [TRUNCATED])),
        (f"{HEAD}{ONE}{TWO}", (2, [TRUNCATED])),
        (f"{HEAD}{ONE}{TWO}UNZ+3+77'", (2, [TRUNCATED])),
        (f"{HEAD}{ONE}{TWO}UNZ+1+77'", (2, [])),
        (f"{HEAD}UNZ+0+77'", (0, [MISSING])),
        (f"{HEAD}{ONE.replace('CUSDEC', 'CUSCAR')}{TWO}UNZ+2+77'", (1, [UNKNOWN_KIND])),
    ],
)
def test_each_message_of_an_interchange_is_judged_on_its_own(
    text: str, outcome: tuple[int, list[str]]
) -> None:
    """One bad message, or a faulty end, does not refuse the whole messages."""
    assert _outcome(text) == outcome


def test_a_decimal_comma_is_read() -> None:
    """Amounts with a comma are the same number as with a point."""
    text = f"{HEAD}{ONE.replace('UNS+D', 'MOA+39:10,5:EUR~UNS+D')}UNZ+1+77'".replace("~", "'")
    reading = edifact.read(text.replace("UNT+5", "UNT+6").encode(), D99B)

    assert reading.messages[0].body["invoiceAmount"] == "10.5"


def test_a_contrl_rejection_reads_as_rejected_with_positions() -> None:
    """UCS and UCD become faults with segment and element."""
    text = (
        "UNB+UNOC:3+ZZCUSTOMS+HUB+260312:1015+78'UNH+1+CONTRL:D:3:UN'UCI+4711+HUB+ZZCUSTOMS+7'"
        "UCM+1+CUSDEC:D:99B:UN+4'UCS+18'UCD+12+4:1'UNT+6+1'UNZ+1+78'"
    )
    body = edifact.read(text.encode(), D99B).messages[0].body

    assert (body["status"], body["answersMessageId"]) == ("REJECTED", "4711")
    assert body["faults"][0]["pointer"] == "segment 18, element 4, component 1"


NOISE = st.lists(
    st.sampled_from(
        "BGM+830+X:1+9 LOC+28+GB DTM+137:2026:102 CST CST+1+A:122 RFF+ABT RFF NAD+CN MEA+WT "
        "MOA+39:x:EUR TAX CNT+5 UNS+D UNS+S UNS PAC+1++CT PCI EQD+CN SEL+1 DOC+830+1 FTX+AAA "
        "TDT+20 GIS+1 CUX+2:EUR ERP ERC+1 UCI+1 UCM+1 UCS+1 UCD+1 UNH+1 UNT+1 UNZ ?'+ +:+ ".split(
            " "
        )
    ),
    max_size=30,
)


@given(NOISE, st.sampled_from(["CUSDEC", "CUSRES", "CONTRL", "X"]), st.booleans())
def test_reading_never_raises(segments: list[str], kind: str, counted: bool) -> None:
    """Any order of any segments is read, refused or both."""
    count = len(segments) + 2 if counted else 3
    text = (
        f"{HEAD}UNH+1+{kind}:D:99B:UN'{''.join(f'{s}~' for s in segments)}UNT+{count}+1'UNZ+1+77'"
    )

    reading = edifact.read(text.replace("~", "'").encode(), D99B)

    assert reading.messages or reading.refusals


@given(st.binary(max_size=300))
def test_reading_never_raises_on_bytes(noise: bytes) -> None:
    """Any bytes, also after a proper UNB, are answered."""
    assert edifact.read(noise, D99B).refusals
    edifact.read(HEAD.encode() + noise, D99B)
