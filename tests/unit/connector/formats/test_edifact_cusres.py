"""CUSRES read and written: statuses with their history of codes, errors with their place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.connector.formats import edifact
from hub.connector.formats.edifact import cusres_writing
from hub.connector.formats.edifact.vocabulary import STATUS_CODES, STATUSES
from hub.domain.catalogue import STATES
from hub.domain.faults import CODE_LIST, MISSING
from tests.unit.connector.formats.edifact_zz import NOW, PROFILE, read, status, write

OWN = ("RFF+ABT:A1", "RFF+ABO:L1")


@pytest.mark.parametrize(("code", "state"), sorted(STATUSES.items()))
def test_every_listed_status_code_is_mapped(code: str, state: str) -> None:
    """GIS 7365 of the UN code list becomes the canonical state of the mapping table."""
    body = status("BGM+962+R1+11", f"GIS+{code}:120", *OWN)

    assert (body["status"], body["nationalCode"]) == (state, code)
    assert body["declarationKey"] == "ZZ:A1"
    assert (body["functionalReferenceId"], body["responseId"]) == ("L1", "R1")


def test_a_code_of_the_countrys_own_list_is_never_read_by_the_un_list() -> None:
    """An agency in 3055 says the list is national: without a mapping the state is UNMAPPED."""
    own = replace(PROFILE, statuses={"4": "RELEASED", "4:79:95": "HELD"})

    assert status("BGM+962+R1+11", "GIS+4:79:95", *OWN)["status"] == "UNMAPPED"
    assert status("BGM+962+R1+11", "GIS+4:79:95", *OWN, profile=own)["status"] == "HELD"


def test_an_unknown_code_passes_with_a_warning() -> None:
    """Nothing is guessed: the national code stays and the warning quotes it."""
    reading = read("CUSRES", "BGM+962+R1+11", "GIS+77:120", *OWN)

    assert reading.messages[0].body["status"] == "UNMAPPED"
    assert [(w.code, w.original) for w in reading.warnings] == [(CODE_LIST, "77")]


@pytest.mark.parametrize(
    ("segments", "state"),
    [
        (["BGM+961+R1+27"], "REJECTED"),
        (["BGM+961+R1+29"], "ACCEPTED"),
        (["BGM+932+R1+11"], "RELEASED"),
        (["BGM+963+R1", "ERP++CST:1", "ERC+12"], "REJECTED"),
        (["BGM+961+R1+11"], "UNMAPPED"),
    ],
)
def test_without_a_status_code_function_and_document_decide(
    segments: list[str], state: str
) -> None:
    """Accepted and not accepted are functions of BGM, a delivery note (932) is a release."""
    assert status(*segments, *OWN)["status"] == state


def test_errors_name_segment_and_text() -> None:
    """ERP, ERC and FTX become one fault; a national code stays as the original."""
    body = status(
        "BGM+963+R1+27", *OWN, "ERP++CST:18", "ERC+E77::95", "FTX+AAO+++NOT A CODE:OF THE LIST"
    )

    assert body["reasonCodes"] == ["E77"]
    (fault,) = body["faults"]
    assert fault["pointer"] == "CST, sequence 18"
    assert (fault["text"], fault["original"]) == ("NOT A CODE OF THE LIST", "E77")


def test_the_best_of_several_dates_is_when_it_occurred() -> None:
    """A status date wins over the date of the document, whichever comes first."""
    body = status(
        "BGM+962+R1+11", "DTM+137:20260301:102", "DTM+334:20260305:102", "GIS+4:120", *OWN
    )

    assert body["occurredAt"]["text"] == "20260305"


def test_without_any_number_the_answer_is_refused() -> None:
    """A status of nothing is no status."""
    (refused,) = read("CUSRES", "BGM+962++11", "GIS+4:120").refusals

    assert [fault.code for fault in refused.faults] == [MISSING]


@pytest.mark.parametrize("state", [state for state in STATES if state != "UNMAPPED"])
def test_a_written_status_reads_back_as_the_same_state(state: str) -> None:
    """Also states without a UN code survive, by the text the hub writes beside the code."""
    body = {
        "declarationId": "26GB1",
        "status": state,
        "nationalCode": "16",
        "nationalText": "GOODS LEFT",
        "reasonCodes": ["R1"],
        "occurredAt": {"utc": NOW},
    }

    raw = write("StatusChange", body).body
    reading = read_back(raw)

    assert (reading["status"], reading["nationalCode"]) == (state, "16")
    assert (reading["nationalText"], reading["reasonCodes"]) == ("GOODS LEFT", ["R1"])
    assert reading["occurredAt"]["utc"] == NOW
    assert (b"GIS+" in raw) == (state in STATUS_CODES)


def read_back(raw: bytes) -> dict[str, object]:
    """Read what was written, which must not be refused."""
    reading = edifact.read(raw, PROFILE)
    assert not reading.refusals, reading.refusals
    return reading.messages[0].body


def test_a_refusal_reads_back_with_its_faults() -> None:
    """Layer 2 is written as BGM 963 with every fault: code, segment, text and original."""
    fault = {"code": "12", "pointer": "SG30/CST+3:1, segment 18", "text": "no", "original": "Q"}
    body = {"layer": 2, "declarationId": "A1", "faults": [fault], "issuedAt": NOW}

    found = read_back(write("Refusal", body).body)

    assert found["status"] == "REJECTED"
    assert found["faults"] == [
        {"code": "12", "pointer": "CST, sequence 18", "text": f"no {fault['pointer']} Q"}
    ]


def test_an_acknowledgement_says_who_was_told() -> None:
    """Function 29 and the recipients as text."""
    written = write(
        "Acknowledgement",
        {"layer": 2, "declarationId": "A1", "outcome": "ACCEPTED", "recipients": ["GB", "VN"]},
    )

    assert b"BGM+961+A1+29'" in written.body
    assert b"routed to GB, VN" in written.body


@pytest.mark.parametrize(("number", "most", "sent"), [(80, 50, 50), (80, 99, 80), (100, 99, 99)])
def test_as_many_errors_are_sent_as_the_system_takes(number: int, most: int, sent: int) -> None:
    """The first of them; that there are more is named as lost."""
    faults = [{"code": "12", "pointer": f"CST, segment {n}"} for n in range(number)]
    body = {"layer": 2, "declarationId": "A1", "faults": faults}

    out, lost = cusres_writing.refusal(body, replace(PROFILE, answer_errors=most))

    assert "".join(out).count("ERC+12'") == sent
    assert (f"faults/{most}" in lost) == (number > most)
