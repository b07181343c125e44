"""Indonesia: documents and answers as DJBC's examples say them, and what CEISA cannot carry."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

import connectors.id as ceisa
from connectors.id.leftovers import MAX_NATIONAL
from connectors.id.tables import CODES
from hub.connector.kit.fidelity import unnamed
from hub.connector.kit.specimen import Author
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, RULE, UNKNOWN_KIND, WRONG_COUNTRY
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

REAL = Path(__file__).parents[3] / "shared" / "samples" / "id_ceisa40"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ENVELOPE = Envelope("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "GB", "ID", "c", NOW)
NUMBER = "000030TWN00120261124000041"
EXPORT: dict[str, Any] = {"nomorAju": NUMBER, "kodeDokumen": "30", "kodeValuta": "USD"}
IMPORT: dict[str, Any] = {"nomorAju": NUMBER, "kodeDokumen": "20", "kodePelMuat": "CNSHA"}
FOREIGN: dict[str, Any] = {
    "country": "GB",
    "side": "EXPORT",
    "functionCode": "9",
    "declarationId": "26GB1",
    "exportCountry": "GB",
    "destinationCountry": "ID",
}


def read(document: dict[str, Any]) -> Body:
    """Read a document that must not be refused or doubted."""
    reading = ceisa.read(orjson.dumps(document))
    assert (reading.refusals, reading.warnings) == ((), ())
    return reading.messages[0].body


def write(kind: str, body: Body) -> Written:
    """Write a canonical message for Indonesia."""
    return ceisa.write(Message(kind, body), ENVELOPE)


@pytest.mark.skipif(not REAL.exists(), reason="the official examples are not here")
def test_the_official_export_example_reads_whole() -> None:
    """BC 3.0 of the public documentation: number, lane, goods, parties, container, amounts."""
    body = read(orjson.loads((REAL / "bc30_export_official_example.json").read_bytes()))
    (item,) = body["goodsItems"]

    assert body["declarationKey"] == "ID:301017INA9G220220525000025"
    assert (body["side"], body["exportCountry"], body["destinationCountry"]) == (
        "EXPORT",
        "ID",
        "SA",
    )
    assert (body["invoiceAmount"], body["invoiceCurrency"]) == ("750.5", "USD")
    assert (body["freightAmount"], body["freightCurrency"]) == ("329.25", "USD")
    assert (item["commodityCode"], item["netMass"], item["tariffQuantity"]) == (
        "12345678",
        "335.5",
        "12",
    )
    assert [party["role"] for party in body["parties"]] == [
        "Exporter",
        "Owner",
        "Consignee",
        "Buyer",
    ]
    assert body["equipment"] == [{"id": "ABCD2227441", "sizeType": "20", "fullness": "4"}]
    assert body["nationalData"]["/entitas/0/nibEntitas"] == "1111111111"
    assert body["nationalData"]["/kemasan/0/merkKemasan"] == "ABCD"


@pytest.mark.skipif(not REAL.exists(), reason="the official examples are not here")
def test_the_official_import_example_reads_whole() -> None:
    """BC 2.0: CIF is the invoice amount, the port of loading says the country of exportation."""
    body = read(orjson.loads((REAL / "bc20_import_official_example.json").read_bytes()))

    assert (body["side"], body["exportCountry"], body["destinationCountry"]) == (
        "IMPORT",
        "CN",
        "ID",
    )
    assert (body["invoiceAmount"], body["invoiceCurrency"]) == ("1234567.89", "CNY")
    assert [item["originCountry"] for item in body["goodsItems"]] == ["CN", "CU"]
    assert body["goodsItems"][0]["taxes"][1] == {
        "typeCode": "PPN",
        "rate": "10",
        "amount": "123456.78",
        "currency": "IDR",
    }
    assert [paper["typeCode"] for paper in body["documents"]] == ["380", "705", "860"]


@pytest.mark.skipif(not REAL.exists(), reason="the live answer is not here")
def test_the_live_answer_is_a_release_with_its_history() -> None:
    """NPE (3015) approves the export; the process step before it is kept beside it."""
    body = read(orjson.loads((REAL / "status_response_live_shape.json").read_bytes()))

    assert (body["status"], body["nationalCode"], body["nationalText"]) == (
        "RELEASED",
        "3015",
        "NPE",
    )
    assert body["responseId"] == "003570/KBC.0207/2026"
    assert body["nationalData"]["/dataStatus/0/kodeProses"] == "400"
    assert body["nationalData"]["/nomorDaftar"] == "003574"


@pytest.mark.parametrize(
    ("marks", "function", "version"),
    [
        ({}, "9", None),
        ({"isRevision": True}, "5", None),
        ({"isRevision": True, "noUrutRevisi": 2}, "5", 3),
        ({"isCancellation": True}, "1", None),
        ({"isRevision": "yes"}, "9", None),
    ],
)
def test_revision_and_cancellation_are_functions(
    marks: dict[str, Any], function: str, version: int | None
) -> None:
    """Only a true mark counts; the serial number of a revision is the version after it."""
    body = read(EXPORT | marks)

    assert (body["functionCode"], body.get("version")) == (function, version)


def test_an_export_declaration_among_the_documents_is_a_previous_one() -> None:
    """Type 830 names the other country's export: the strongest key of the router."""
    body = read(IMPORT | {"dokumen": [{"kodeDokumen": "830", "nomorDokumen": "26GB1"}]})

    assert body["previousDocuments"] == [{"id": "26GB1", "typeCode": "830"}]
    assert "documents" not in body


@pytest.mark.parametrize(("code", "role"), sorted(CODES["roles"].items()))
def test_every_kind_of_party_has_its_role(code: str, role: str) -> None:
    """kodeEntitas by the published list."""
    body = read(EXPORT | {"entitas": [{"kodeEntitas": code, "namaEntitas": "PT A"}]})

    assert body["parties"] == [{"role": role, "name": "PT A"}]


def test_an_unknown_party_or_document_passes_with_a_warning() -> None:
    """Nothing is guessed: the code stays, the warning points at it."""
    reading = ceisa.read(
        orjson.dumps({"nomorAju": "1", "kodeDokumen": "99", "entitas": [{"kodeEntitas": "77"}]})
    )

    assert reading.messages[0].body["parties"] == [{"role": "77"}]
    assert [(w.code, w.pointer, w.original) for w in reading.warnings] == [
        (CODE_LIST, "/kodeDokumen (line 1, column 31)", "99"),
        (CODE_LIST, "/entitas/0/kodeEntitas (line 1, column 62)", "77"),
    ]


@pytest.mark.parametrize(
    ("part", "pointer"),
    [
        ({"bruto": "12,5"}, "/bruto"),
        ({"fob": "a lot"}, "/fob"),
        ({"tanggalAju": "31-02-2026"}, "/tanggalAju"),
        ({"kemasan": [{"jumlahKemasan": "x"}]}, "/kemasan/0/jumlahKemasan"),
        ({"barang": [{}, {"netto": "x"}]}, "/barang/1/netto"),
        ({"barang": [{"barangTarif": [{"tarif": "x"}]}]}, "/barang/0/barangTarif/0/tarif"),
    ],
)
def test_a_text_that_is_no_number_or_date_stays_out(part: dict[str, Any], pointer: str) -> None:
    """Amounts, masses and dates are exact or absent: the warning points and quotes."""
    reading = ceisa.read(orjson.dumps(EXPORT | part))

    assert reading.messages
    assert [(w.code, w.pointer.partition(" (line 1, column ")[0]) for w in reading.warnings] == [
        (RULE, pointer)
    ]


def test_numbers_written_as_text_are_numbers() -> None:
    """Some senders quote them; leading zeros go, the value stays."""
    body = read(EXPORT | {"bruto": " 0012.50 ", "barang": [{"netto": "7"}]})

    assert body["totalGrossMass"] == "12.50"
    assert body["goodsItems"][0]["netMass"] == "7"


@pytest.mark.parametrize(
    ("document", "codes"),
    [
        ({"kodeDokumen": "30"}, [MISSING]),
        ({"nomorAju": "", "kodeDokumen": ""}, [MISSING, MISSING]),
        (EXPORT | {"kodeNegara": "GB"}, [WRONG_COUNTRY]),
        ({"barang": []}, [UNKNOWN_KIND]),
        ({"dataRespon": []}, [MISSING]),
        ({"dataStatus": [{"kodeProses": "1"}]}, [MISSING]),
    ],
)
def test_what_cannot_be_placed_is_refused_all_at_once(
    document: dict[str, Any], codes: list[str]
) -> None:
    """Number, kind and owner are needed; each fault points at its field."""
    (refused,) = ceisa.read(orjson.dumps(document)).refusals

    assert [fault.code for fault in refused.faults] == codes
    assert all(fault.pointer.startswith("/") for fault in refused.faults)


def test_what_is_told_is_bounded() -> None:
    """Hundreds of bad rows give a hundred findings and five hundred fields at most."""
    rows: list[dict[str, Any]] = [{} for _ in range(300)]
    refused = ceisa.read(orjson.dumps({"dataRespon": rows})).refusals[0]
    parties = [{"kodeEntitas": f"X{n}", f"own{n}": 1, f"more{n}": 1} for n in range(300)]
    reading = ceisa.read(orjson.dumps(EXPORT | {"entitas": parties}))

    assert len(refused.faults) == MAX_FAULTS
    assert len(reading.warnings) == MAX_FAULTS
    assert len(reading.messages[0].body["nationalData"]) == MAX_NATIONAL


@pytest.mark.parametrize(("code", "state"), sorted(CODES["responses"].items()))
def test_every_published_response_is_mapped(code: str, state: str) -> None:
    """kodeRespon by the table: release, reject, yellow and red channel."""
    body = read({"dataRespon": [{"nomorAju": NUMBER, "kodeRespon": code}]})

    assert (body["status"], body["nationalCode"]) == (state, code)


def test_an_unknown_response_and_a_process_step_pass_unmapped() -> None:
    """A step without a response is a status of its own, told as unknown."""
    reading = ceisa.read(
        orjson.dumps(
            {
                "dataRespon": [{"nomorAju": "A", "kodeRespon": "9999"}],
                "dataStatus": [{"nomorAju": "B", "kodeProses": "105"}],
            }
        )
    )

    found = [(m.body["declarationId"], m.body["status"]) for m in reading.messages]
    assert found == [("A", "UNMAPPED"), ("B", "UNMAPPED")]
    assert [(w.code, w.original) for w in reading.warnings] == [
        (CODE_LIST, "9999"),
        (CODE_LIST, "105"),
    ]


def test_a_receipt_answers_by_the_number_of_the_document() -> None:
    """HTTP's OK with the hub's id as idHeader and the hash of what came."""
    body = {"hubMessageId": "H1", "sha256": "ab", "references": {"nomorAju": NUMBER}}

    assert orjson.loads(write("Receipt", body).body) == {
        "status": "OK",
        "message": "RECEIVED",
        "idHeader": "H1",
        "nomorAju": NUMBER,
        "kodeDokumen": "",
        "sha256": "ab",
    }


def test_a_refusal_tells_every_fault_with_its_place() -> None:
    """FAILED, and each fault with code, place, text and original value."""
    faults = [
        {"code": "13", "pointer": "/nomorAju", "text": "is missing", "original": ""},
        {"code": "12", "pointer": "/kodeDokumen", "text": "unknown", "original": "99"},
    ]

    told = orjson.loads(write("Refusal", {"declarationId": NUMBER, "faults": faults}).body)

    assert (told["status"], told["nomorAju"]) == ("FAILED", NUMBER)
    assert [row["lokasi"] for row in told["exception"]] == ["/nomorAju", "/kodeDokumen"]


def test_a_partners_status_is_written_in_the_answer_shape() -> None:
    """A state with a response code has it; the text says whose status it is."""
    written = write("StatusChange", {"declarationId": "26GB1", "status": "RELEASED"})

    (row,) = orjson.loads(written.body)["dataRespon"]
    assert (row["kodeRespon"], row["nomorAju"]) == ("2003", "26GB1")
    assert row["keterangan"].startswith("GB: RELEASED")


@pytest.mark.parametrize(
    ("part", "losses"),
    [
        ({}, set()),
        ({"functionalReferenceId": "LRN"}, {"functionalReferenceId"}),
        ({"ucr": "6GB"}, {"ucr"}),
        ({"typeCode": "EXA"}, {"typeCode"}),
        ({"exportCountry": "FR"}, {"exportCountry"}),
        (
            {"invoiceCurrency": "USD", "freightAmount": "1", "freightCurrency": "EUR"},
            {"freightCurrency"},
        ),
        ({"exchangeRates": [{"currency": "EUR", "rate": "2"}]}, {"exchangeRates"}),
        (
            {"totalGrossMass": "1", "totalGrossMassUnit": "TNE"},
            {"totalGrossMass", "totalGrossMassUnit"},
        ),
        ({"parties": [{"role": "Exporter", "idType": "USCC"}]}, {"parties/idType"}),
        ({"parties": [{"role": "Exporter", "city": "Leeds"}]}, {"parties/city"}),
        ({"equipment": [{"id": "A", "seals": ["S"]}]}, {"equipment/seals"}),
        ({"transport": [{"stage": "BORDER", "id": "1", "name": "A"}]}, {"transport/id"}),
        ({"documents": [{"id": "1", "name": "A"}]}, {"documents/name"}),
        (
            {"previousDocuments": [{"id": "1", "lineNumeric": "2"}]},
            {"previousDocuments/lineNumeric"},
        ),
        ({"amendments": [{"text": "A", "pointer": "68A"}]}, {"amendments/pointer"}),
        ({"goodsItems": [{"ucr": "6GB"}]}, {"goodsItems/ucr"}),
        (
            {"goodsItems": [{"netMass": "1", "netMassUnit": "GRM"}]},
            {"goodsItems/netMass", "goodsItems/netMassUnit"},
        ),
        (
            {"goodsItems": [{"packages": [{"quantity": "1"}, {"quantity": "2"}]}]},
            {"goodsItems/packages/1"},
        ),
    ],
)
def test_what_ceisa_cannot_carry_is_named(part: dict[str, Any], losses: set[str]) -> None:
    """Exactly the stated fields without a place are losses."""
    assert set(write("Declaration", FOREIGN | part).losses) == losses


def test_a_partners_declaration_says_whose_it_is() -> None:
    """Its own number, its side's document, and the partner as the owner."""
    document = orjson.loads(write("Declaration", FOREIGN).body)

    assert (document["nomorAju"], document["kodeDokumen"]) == ("26GB1", "30")
    assert (document["kodeNegara"], document["kodeNegaraTujuan"]) == ("GB", "ID")


def test_what_has_no_form_is_parked() -> None:
    """CEISA knows no delivery report."""
    with pytest.raises(Parked):
        write("DeliveryReport", {})


@given(
    st.builds(
        dict,
        bruto=st.decimals(0, 10**6, places=3).map(float),
        fob=st.integers(1, 10**9),
        kodePelTujuan=st.sampled_from(["GBFXT", "VNSGN"]),
        isRevision=st.booleans(),
        noUrutRevisi=st.integers(1, 9),
        tanggalEkspor=st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(str),
        barang=st.lists(
            st.builds(
                dict,
                posTarif=st.text("0123456789", min_size=8, max_size=8),
                netto=st.integers(1, 99),
            ),
            max_size=3,
        ),
        entitas=st.lists(
            st.builds(
                dict,
                kodeEntitas=st.sampled_from("124678"),
                namaEntitas=st.text("Aé公 ", max_size=6),
            ),
            max_size=3,
        ),
    )
)
def test_an_own_document_survives_the_round_trip(part: dict[str, Any]) -> None:
    """What is read and written again reads the same, where nothing is named as lost."""
    first = ceisa.read(orjson.dumps(EXPORT | part)).messages[0].body
    written = write("Declaration", first)

    again = ceisa.read(written.body).messages[0].body

    for field in (*first, "goodsItems"):
        if field not in written.losses:
            assert again.get(field) == first.get(field), field


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "nomorAju",
                "kodeDokumen",
                "barang",
                "entitas",
                "kemasan",
                "dokumen",
                "dataRespon",
                "fob",
            ]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers(0, 99) | st.text(max_size=3),
            lambda v: (
                st.lists(v, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["nomorAju", "kodeEntitas", "jumlahKemasan", "netto", "barangTarif"]
                    ),
                    v,
                    max_size=3,
                )
            ),
            max_leaves=8,
        ),
        max_size=5,
    )
)
def test_any_document_is_answered(document: dict[str, Any]) -> None:
    """Whatever stands where, there is a message or a refusal, never an exception."""
    reading = ceisa.read(orjson.dumps(document))

    assert reading.messages or reading.refusals


@pytest.mark.parametrize("seed", range(20))
def test_a_partners_declaration_drops_nothing_silently(seed: int) -> None:
    """Seen by Indonesia it has another owner; all else is there or is named."""
    body = Author(Random(seed), "GB", "thai", 0.7).declaration(3, "95"[seed % 2])
    written = write("Declaration", body)
    document = orjson.loads(written.body)
    assert document.pop("kodeNegara") == "GB"
    again = ceisa.read(orjson.dumps(document)).messages[0].body
    losses = (*written.losses, "country", "exportCountry", "destinationCountry")

    assert unnamed(body, again, losses) == []


def test_numbers_are_numbers_unless_that_would_round_them() -> None:
    """JSON numbers as in the official examples; 18 digits stay text, and are read as they were."""
    amounts = {"invoiceAmount": "123456789012345.67", "invoiceCurrency": "USD"}
    body = FOREIGN | amounts | {"totalGrossMass": "12.50", "totalPackageQuantity": "7"}
    document = orjson.loads(write("Declaration", body).body)

    assert (document["bruto"], document["kemasan"][0]["jumlahKemasan"]) == (12.5, 7)
    assert document["fob"] == "123456789012345.67"


@pytest.mark.parametrize(("time", "losses"), [(17, set()), (18, {"issueDateTime"})])
def test_a_day_in_jakarta_is_whole_and_a_time_is_named(time: int, losses: set[str]) -> None:
    """17:00 UTC is midnight there, nothing is cut; an hour later the hour is lost."""
    moment = {"utc": datetime(2026, 11, 24, time, tzinfo=UTC), "text": "", "zone": "UTC"}
    written = write("Declaration", FOREIGN | {"issueDateTime": moment})

    assert orjson.loads(written.body)["tanggalAju"] == "2026-11-25"
    assert set(written.losses) == losses


def test_every_fault_has_line_and_column() -> None:
    """A person finds the place in the document as it was sent, whatever its layout."""
    raw = b'{"nomorAju": "1",\n "kodeDokumen": "20",\n "barang": [{}, {"netto": "x"}]}'
    (warning,) = ceisa.read(raw).warnings

    assert warning.pointer == "/barang/1/netto (line 3, column 27)"


@pytest.mark.parametrize(
    "kind", ["Receipt", "Acknowledgement", "Refusal", "StatusChange", "MatchResult"]
)
def test_an_answer_read_again_is_no_declaration(kind: str) -> None:
    """Whoever sends the hub's own answer back gets a status at most."""
    body = {"declarationId": NUMBER, "references": {"nomorAju": NUMBER, "kodeDokumen": "30"}}
    reading = ceisa.read(write(kind, body).body)

    assert [message.kind for message in reading.messages] == ["StatusChange"]


def test_a_failed_submission_is_a_rejection_with_its_reasons() -> None:
    """HTTP 400 FAILED: the number, the message and every fault told."""
    fault = {"kode": "1028", "lokasi": "/netto", "keterangan": "mandatory", "nilai": ""}
    document = {"status": "FAILED", "message": "Data tidak valid", "nomorAju": NUMBER}
    body = read(document | {"exception": [fault]})

    assert (body["status"], body["nationalText"]) == ("REJECTED", "Data tidak valid")
    assert body["faults"] == [
        {"code": "13", "pointer": "/netto", "text": "mandatory", "original": "1028"}
    ]


@pytest.mark.parametrize(
    ("document", "status", "code"),
    [
        (
            {"status": "OK", "message": "Sukses", "nomorAju": NUMBER, "idHeader": "H"},
            "RECEIVED",
            "",
        ),
        ({"status": "MAYBE", "message": "?", "nomorAju": NUMBER}, "UNMAPPED", CODE_LIST),
        ({"status": "OK", "message": "Sukses", "idHeader": "H"}, "", MISSING),
    ],
)
def test_a_submission_is_taken_unknown_or_about_nothing(
    document: dict[str, Any], status: str, code: str
) -> None:
    """OK receives, another word is not guessed, and without a number it speaks of nothing."""
    reading = ceisa.read(orjson.dumps(document))
    faults = [*reading.warnings, *(fault for part in reading.refusals for fault in part.faults)]

    assert [message.body["status"] for message in reading.messages] == ([status] if status else [])
    assert [fault.code for fault in faults] == ([code] if code else [])


def test_without_a_means_at_the_border_that_of_its_own_end_is_told() -> None:
    """The ship an export leaves by stands in pengangkut; its stage is named as lost."""
    means = [{"stage": "DEPARTURE", "modeCode": "1", "name": "KM SABUK"}, {"stage": "INLAND"}]
    written = write("Declaration", FOREIGN | {"transport": means})

    (row,) = orjson.loads(written.body)["pengangkut"]
    assert (row["kodeCaraAngkut"], row["namaPengangkut"]) == ("1", "KM SABUK")
    assert set(written.losses) == {"transport/DEPARTURE", "transport/INLAND"}


def test_what_is_no_row_is_told_of() -> None:
    """A text where a row belongs can be read by nobody; the rows beside it are taken."""
    document = {"nomorAju": "1", "kodeDokumen": "30", "barang": ["x", {"seriBarang": 1}]}
    reading = ceisa.read(orjson.dumps({**document, "entitas": "nobody"}))
    assert len(reading.messages[0].body["goodsItems"]) == 1
    told = [(fault.code, fault.pointer.partition(" ")[0]) for fault in reading.warnings]
    assert told == [(RULE, "/barang/0"), (RULE, "/entitas")]
