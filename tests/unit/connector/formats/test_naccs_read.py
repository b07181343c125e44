"""NACCS-style messages read: line by line against the layout of the job."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats.naccs import header, read
from hub.connector.formats.naccs.items import CANCEL
from hub.domain.faults import (
    CHARSET,
    CODE_LIST,
    MEANING,
    MISSING,
    PLAUSIBILITY,
    RULE,
    TOO_LARGE,
    TOO_MANY,
    TRUNCATED,
    UNKNOWN_KIND,
    UNPARSEABLE,
)
from tests.unit.connector.formats.naccs_zz import HEADER, PROFILE, goods, lines, message


def test_items_have_their_canonical_places() -> None:
    """Header, party, transport, document and goods; unknown items are national data."""
    rows = lines(
        ICN="301234567890",
        MTC="2",
        EPN="CÔNG TY Á",
        EPA="12 Dock",
        EP2="Road",
        EPO="ZZ",
        IMA="Home Road",
        BL1="BL7",
        GW="0012.50",
        ARR="20260312",
        PSC="ZZABC",
        DST="XYZ",
        S_1="EXA",
        N_1="L7",
        IV3="INV7",
        IVD="20260301",
        IP3="USD",
        IP4="100.10",
        XX="own",
        NT1="[UCR:6GB7 DES:GB MRN:26CN1/830//] dry",
        REF="LRN7",
    )
    rows += goods(CMD="080390100", CM2="3", CMN="CHUỐI", NET="1.5", BPR="9", DPR="230000", YY="own")

    (found,) = read.read(message(rows), PROFILE).messages
    body = found.body

    assert body["declarationKey"] == "ZZ:301234567890"
    assert (body["exportCountry"], body["destinationCountry"]) == ("ZZ", "GB")
    assert (body["totalGrossMass"], body["totalGrossMassUnit"]) == ("12.50", "KGM")
    assert body["transport"] == [{"stage": "BORDER", "nationalModeCode": "2", "modeCode": "1"}]
    assert body["documents"] == [
        {"id": "BL7", "typeCode": "705"},
        {"id": "INV7", "typeCode": "380", "issueDate": "20260301"},
        {"id": "L7", "typeCode": "EXA"},
    ]
    assert body["parties"] == [
        {"role": "Exporter", "name": "CÔNG TY Á", "address": "12 Dock Road", "country": "ZZ"},
        {"role": "Importer", "address": "Home Road", "country": "ZZ"},
    ]
    assert (body["loadingPlace"], body["unloadingPlace"]) == ("ZZABC", "ZZXYZ")
    assert (body["ucr"], body["functionalReferenceId"]) == ("6GB7", "LRN7")
    assert body["previousDocuments"] == [{"id": "26CN1", "typeCode": "830"}]
    assert body["statements"] == [{"statementDescription": "dry"}]
    assert body["nationalData"] == {"XX": "own"}
    assert body["goodsItems"] == [
        {
            "sequenceNumeric": 1,
            "commodityCode": "0803901003",
            "description": "CHUỐI",
            "netMass": "1.5",
            "netMassUnit": "KGM",
            "itemAmount": "9",
            "itemCurrency": "USD",
            "customsValue": "230000",
            "customsValueCurrency": "ZZD",
            "nationalData": {"YY": "own"},
        }
    ]


def test_an_empty_goods_block_is_no_item() -> None:
    """Blocks without a value are passed over, the others are numbered as they come."""
    rows = lines(ICN="1", XX="x") + goods() + goods(CMD="1") + goods(CMD="2")

    body = read.read(message(rows), PROFILE).messages[0].body

    assert [item["sequenceNumeric"] for item in body["goodsItems"]] == [1, 2]


@pytest.mark.parametrize(
    ("job", "mark", "function"), [("EDC", "", "9"), ("EDD", "", "5"), ("EDC", CANCEL, "1")]
)
def test_job_and_mark_are_the_function(job: str, mark: str, function: str) -> None:
    """The job says original or amendment, the input information that it cancels."""
    raw = message(lines(ICN="1", XX="x"), job=job, input=mark)

    assert read.read(raw, PROFILE).messages[0].body["functionCode"] == function


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"short", TRUNCATED),
        (b"x" * 400, UNPARSEABLE),
        (b"x" * 700_001, TOO_LARGE),
        (message(lines(ICN="1"))[:-3], TRUNCATED),
        (message(lines(ICN="1"), job="ZZZ"), UNKNOWN_KIND),
        (message(lines()), MISSING),
        (header.write({"job": "EDC"}, b"\xff\xfe\r\n"), CHARSET),
        (header.write({"job": "EDC"}, b"\r\n" * 100_001), TOO_MANY),
        (header.write({"output": "*S"}, b"00000-0000-0000\r\n"), MISSING),
        (header.write({"output": "*S"}, b"0-0\r\n1\r\n"), RULE),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_place(raw: bytes, code: str) -> None:
    """One fault that says what is wrong and where."""
    (refused,) = read.read(raw, PROFILE).refusals

    assert [fault.code for fault in refused.faults] == [code]
    assert refused.faults[0].pointer


def test_all_faults_of_a_character_set_are_told_with_their_items() -> None:
    """Each line that cannot be read has its item, line, offset and what can be shown of it."""
    rows = [
        row.encode().ljust(item.length) for row, item in zip(lines(), HEADER.items, strict=True)
    ]
    rows[0], rows[3], rows[7] = b"301", b"C\xd4NG", b"\xff"

    (refused,) = read.read(header.write({"job": "EDC"}, b"\r\n".join(rows)), PROFILE).refusals

    assert [(fault.code, fault.pointer, fault.original) for fault in refused.faults] == [
        (CHARSET, "line 5, EPN, offset 421", "C\ufffdNG"),
        (CHARSET, "line 9, IMA, offset 454", "\ufffd"),
    ]


def test_a_refusal_tells_of_everything_at_once() -> None:
    """What is doubtful beside the missing number is told with it."""
    (refused,) = read.read(message(lines(MTC="8", GW="1,5")), PROFILE).refusals

    assert [fault.code for fault in refused.faults] == [MISSING, CODE_LIST, PLAUSIBILITY]


def test_a_declaration_without_a_number_is_known_by_its_own_reference() -> None:
    """A first registration has no number yet: the declarant's reference is its identity."""
    (found,) = read.read(message(lines(REF="LRN7", XX="x")), PROFILE).messages

    assert found.body["declarationKey"] == "ZZ:LRN7"


def test_a_number_too_long_for_its_item_stands_in_the_note() -> None:
    """A partner's number is the declaration's, whole."""
    (found,) = read.read(message(lines(NT1="[DN:26GBA4ZYBWXU1BSA00]")), PROFILE).messages

    assert found.body["declarationKey"] == "ZZ:26GBA4ZYBWXU1BSA00"


@pytest.mark.parametrize(
    ("job", "rows", "status"),
    [
        ("EDC", ["301"], "LODGED"),
        ("EDC", ["301", "Z", ""], "LODGED"),
        ("EDC", lines(ICN="301", REF="L1"), "LODGED"),
        ("EDD", ["301"], "AMENDED"),
    ],
)
def test_a_number_alone_lodges_what_was_registered(job: str, rows: list[str], status: str) -> None:
    """A job that states nothing declares nothing: it moves the declaration it names."""
    (found,) = read.read(message(rows, job=job), PROFILE).messages

    assert (found.kind, found.body["status"]) == ("StatusChange", status)
    assert (found.body["declarationKey"], found.body["nationalCode"]) == ("ZZ:301", job)


def test_more_goods_than_the_format_holds_pass_with_a_warning() -> None:
    """The sixth of five lines is told once, at its place; all are read."""
    rows = lines(ICN="1") + [row for n in range(8) for row in goods(CMD=str(n + 1))]

    reading = read.read(message(rows), PROFILE)

    assert len(reading.messages[0].body["goodsItems"]) == 8
    (warning,) = reading.warnings
    line, name, offset = warning.pointer.split(", ")
    at = len(lines()) + 5 * len(goods())
    assert (warning.code, line, name) == (RULE, f"line {at + 2}", "CMD")
    assert message(rows)[int(offset.removeprefix("offset ")) :].startswith(b"6\r\n")


@pytest.mark.parametrize(
    ("items", "code", "original"),
    [
        ({"EPN": "X" * 21}, RULE, "X" * 21),
        ({"EPN": "Á" * 11}, RULE, "Á" * 11),
        ({"GW": "1,5"}, PLAUSIBILITY, "1,5"),
        ({"MTC": "8"}, CODE_LIST, "8"),
        ({"ARR": "20260231"}, RULE, "20260231"),
    ],
)
def test_a_doubtful_item_passes_with_a_warning(
    items: dict[str, str], code: str, original: str
) -> None:
    """Too long in bytes, no number, an unknown code: taken as it is, quoted in a warning."""
    reading = read.read(message(lines(ICN="1", **items)), PROFILE)

    assert reading.messages
    assert all(", offset " in warning.pointer for warning in reading.warnings)
    assert [(warning.code, warning.original) for warning in reading.warnings] == [(code, original)]


@pytest.mark.parametrize(
    ("result", "channel", "state"),
    [
        ("00000-0000-0000", "", "ACCEPTED"),
        ("00000-0000-0000", "1", "RELEASED"),
        ("00000-0000-0000", "3", "UNDER_CONTROL"),
        ("00000-0000-0000", "7", "UNMAPPED"),
        ("S0012-0003-0001", "", "REJECTED"),
    ],
)
def test_an_output_message_is_a_status(result: str, channel: str, state: str) -> None:
    """Result code and channel decide; an unknown channel is passed on with a warning."""
    raw = header.write({"output": "*SEDC"}, f"{result}\r\n301\r\n{channel}\r\ntext\r\n".encode())

    reading = read.read(raw, PROFILE)
    body = reading.messages[0].body

    assert (body["status"], body["declarationId"], body["nationalText"]) == (state, "301", "text")
    assert bool(reading.warnings) == (state == "UNMAPPED")
    assert ("faults" in body) == (state == "REJECTED")


def test_a_broken_output_message_is_refused_with_every_place() -> None:
    """Each item is told with its line and offset."""
    (refused,) = read.read(message(["00-0000-0000", ""], output="*S"), PROFILE).refusals

    assert [(fault.code, fault.pointer) for fault in refused.faults] == [
        (RULE, "line 2, result code, offset 400"),
        (MISSING, "line 3, declaration number, offset 414"),
    ]


def test_every_result_code_of_an_output_message_is_a_fault() -> None:
    """Up to five codes stand in one item, fifteen characters each."""
    rows = ["S0012-0003-0001E0104-0041-0002", "301", "", "wrong", "more"]

    body = read.read(message(rows, output="*CEDC"), PROFILE).messages[0].body

    assert body["reasonCodes"] == ["S0012-0003-0001", "E0104-0041-0002"]
    assert [(fault["pointer"], fault["original"]) for fault in body["faults"]] == [
        ("item 0003/0001", "S0012"),
        ("item 0041/0002", "E0104"),
    ]


@given(
    st.binary(max_size=300),
    st.sampled_from(["EDC", "IDC", "EDD", "???"]),
    st.sampled_from(["", "*SEDC", "*C"]),
)
def test_any_body_is_answered(noise: bytes, job: str, output: str) -> None:
    """Behind a proper header any bytes give a message or a refusal, never an exception."""
    reading = read.read(header.write({"job": job, "output": output}, noise), PROFILE)

    assert reading.messages or reading.refusals
    found = [*reading.warnings, *(fault for part in reading.refusals for fault in part.faults)]
    assert all(fault.code in MEANING and fault.pointer for fault in found)


@given(st.binary(max_size=900))
def test_any_bytes_are_answered(noise: bytes) -> None:
    """Noise is refused."""
    reading = read.read(noise, PROFILE)

    assert reading.messages or reading.refusals
