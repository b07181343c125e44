"""CUSDEC read, header and summary: each segment at its canonical place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.domain.faults import CODE_LIST, MISSING, RULE, UNKNOWN_KIND
from tests.unit.connector.formats.edifact_zz import BEGIN, PROFILE, declaration, read

PLACES = [
    ("LOC+9+ZZAAA::6", "loadingPlace", "ZZAAA"),
    ("LOC+12+GBFXT::6", "unloadingPlace", "GBFXT"),
    ("LOC+18+:::SHED 7", "goodsLocation", "SHED 7"),
    ("LOC+22+ZZ01", "declarationOfficeId", "ZZ01"),
    ("LOC+28+GB::5", "destinationCountry", "GB"),
    ("LOC+42+ZZ02", "exitOfficeId", "ZZ02"),
    ("GIS+11:112", "natureOfTransaction", "11"),
    ("PAC+7", "totalPackageQuantity", "7"),
    ("TOD+++FOB", "tradeTerms", "FOB"),
    ("RFF+ABT:A1", "declarationId", "A1"),
    ("RFF+UCN:6ZZ-1", "ucr", "6ZZ-1"),
    ("MEA+AAE+G+KG:12.5", "totalGrossMass", "12.5"),
    ("MOA+39:10,50:EUR", "invoiceAmount", "10.50"),
    ("MOA+64:3:EUR", "freightAmount", "3"),
    ("SEL+S1", "nationalData", {"SEL[]": "S1"}),
    ("RFF+AWH:O", "nationalData", {"RFF[AWH]": "O"}),
]


@pytest.mark.parametrize(("segment", "field", "value"), PLACES)
def test_a_header_segment_has_its_place(segment: str, field: str, value: object) -> None:
    """One segment, one canonical field; what has none is national data."""
    assert declaration(segment)[field] == value


def test_summary_totals_are_header_fields() -> None:
    """CNT counts items, packages and masses, the latter with their unit."""
    body = declaration("UNS+D", "UNS+S", "CNT+5:2", "CNT+11:9", "CNT+7:1.5:KG", "CNT+18:1:KGM")

    assert (body["goodsItemQuantity"], body["totalPackageQuantity"]) == ("2", "9")
    assert (body["totalGrossMass"], body["totalGrossMassUnit"]) == ("1.5", "KGM")
    assert (body["totalNetMass"], body["totalNetMassUnit"]) == ("1", "KGM")


@pytest.mark.parametrize(
    ("date", "field", "utc"),
    [
        ("DTM+137:20260312:102", "issueDateTime", "2026-03-12T00:00"),
        ("DTM+129:260312:101", "exitDateTime", "2026-03-12T00:00"),
        ("DTM+178:202603120405:203", "arrivalDateTime", "2026-03-12T04:05"),
        ("DTM+148:20260312040506:204", "acceptanceDateTime", "2026-03-12T04:05"),
    ],
)
def test_dates_of_each_format_are_moments_with_their_text(date: str, field: str, utc: str) -> None:
    """Formats 101, 102, 203 and 204 become an instant; the text stays as written."""
    moment = declaration(date)[field]

    assert moment["utc"].isoformat().startswith(utc)
    assert moment["text"] == date.split(":")[1]


def test_a_date_that_is_none_stays_as_national_data_with_a_warning() -> None:
    """A day that does not exist is told and kept, not guessed."""
    reading = read("CUSDEC", BEGIN, "DTM+137:20260231:102")

    assert "issueDateTime" not in reading.messages[0].body
    assert [(w.code, w.original) for w in reading.warnings] == [(RULE, "20260231")]
    assert reading.warnings[0].pointer.startswith("DTM+1:2, segment 3, offset ")


def test_a_means_of_transport_has_stage_mode_and_identity() -> None:
    """TDT at the border: mode by Rec 19, identity, name, nationality and journey."""
    body = declaration("TDT+20+V287+3+31+:X++:Y+9321483:::MV PILOT:PA")

    (means,) = body["transport"]
    assert means["stage"] == "BORDER"
    assert (means["modeCode"], means["nationalModeCode"]) == ("3", "31")
    assert means["journeyId"] == "V287"


def test_seals_belong_to_the_only_container() -> None:
    """With one EQD the seals are its own; with two C215 may name the container: none is guessed."""
    named = declaration("EQD+CN+A", "EQD+CN+B", "SEL+S1+:::B", "SEL+S2+:::A", "SEL+S3+:::B")
    one = declaration("EQD+CN+MSKU4711230+22G1+++5", "SEL+S1", "SEL+S2")
    two = declaration("EQD+CN+A", "EQD+CN+B", "SEL+S1")

    assert one["equipment"] == [
        {"id": "MSKU4711230", "sizeType": "22G1", "fullness": "5", "seals": ["S1", "S2"]}
    ]
    assert two["equipment"] == [{"id": "A"}, {"id": "B"}]
    assert two["nationalData"] == {"SEL[]": "S1"}
    assert [record["seals"] for record in named["equipment"]] == [["S2"], ["S1", "S3"]]


def test_a_rate_belongs_to_the_amount_before_it() -> None:
    """CUX after MOA: the currency stated or that of the amount."""
    body = declaration("MOA+39:10:EUR", "CUX+++1.5", "MOA+64:1:USD", "CUX+2:USD++0.9")

    assert body["exchangeRates"] == [
        {"currency": "EUR", "rate": "1.5"},
        {"currency": "USD", "rate": "0.9"},
    ]


@pytest.mark.parametrize(
    ("segments", "code", "pointer"),
    [
        (["BGM+830+L1"], MISSING, "BGM+3"),
        (["BGM+830++9"], MISSING, "BGM+2"),
        (["BGM+999+L1+9"], UNKNOWN_KIND, "BGM+1"),
        (["BGM+830+L1+7"], CODE_LIST, "BGM+3"),
        ([BEGIN, BEGIN], RULE, "BGM"),
        (["DTM+137:20260312:102"], MISSING, "BGM+3"),
    ],
)
def test_what_refuses_a_declaration_points_at_bgm(
    segments: list[str], code: str, pointer: str
) -> None:
    """Without type, reference or function nothing can be done: the answer says which."""
    (refused,) = read("CUSDEC", *segments).refusals

    assert refused.faults[0].code == code
    assert refused.faults[0].pointer.startswith(pointer)
    assert refused.layer == (1 if code == UNKNOWN_KIND else 2)


def test_all_faults_are_told_at_once() -> None:
    """One answer names everything that is wrong, with the reference as far as it is known."""
    (refused,) = read("CUSDEC", "BGM+999+L1+7").refusals

    assert [fault.code for fault in refused.faults] == [UNKNOWN_KIND, CODE_LIST]
    assert refused.functional_reference_id == "L1"


@pytest.mark.parametrize(("stated", "function"), [("9", "9"), ("4", "4"), ("5", "5"), ("50", "1")])
def test_a_withdrawal_is_a_cancellation(stated: str, function: str) -> None:
    """Functions of 1225 become WCO functions; a withdrawal (50) stays visible as national data."""
    body = read("CUSDEC", f"BGM+830+L1+{stated}").messages[0].body

    assert body["functionCode"] == function
    assert body.get("nationalData", {}) == ({"BGM/1225": "50"} if stated == "50" else {})


def test_document_names_of_the_country_are_procedure_types() -> None:
    """BGM 1000 by the profile's list; an unknown name passes with a warning."""
    profile = replace(PROFILE, names={"EXD": "NORMAL"})

    known = read("CUSDEC", "BGM+830:::EXD+L1+9", profile=profile)
    other = read("CUSDEC", "BGM+830:::QQQ+L1+9", profile=profile)

    assert known.messages[0].body["procedureType"] == "NORMAL"
    assert other.messages[0].body["typeCode"] == "QQQ"
    assert [warning.code for warning in other.warnings] == [CODE_LIST]


def test_amendments_are_read_from_their_own_text() -> None:
    """FTX+CHG holds why and where something was changed."""
    body: dict[str, Any] = declaration("FTX+CHG++32+SHORT SHIPPED::::42A>67A/1>68A/1")

    assert body["amendments"] == [
        {"changeReasonCode": "32", "text": "SHORT SHIPPED", "pointer": "42A → 67A/1 → 68A/1"}
    ]
