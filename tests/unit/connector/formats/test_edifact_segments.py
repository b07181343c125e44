"""Segments that read and are written alike at header and item: parties, documents, statements."""

from __future__ import annotations

import pytest

from hub.connector.formats.edifact.segments_writing import reversed_tables, split_documents
from hub.domain.faults import CODE_LIST
from tests.unit.connector.formats.edifact_zz import BEGIN, PROFILE, declaration, read, write


@pytest.mark.parametrize(
    ("segment", "party"),
    [
        (
            "NAD+EX+ZZ1::ZZA++ACME LTD:LEEDS+1 ROAD:FLOOR 2+LEEDS++LS1+GB",
            {
                "role": "Exporter",
                "id": "ZZ1",
                "idType": "ZZA",
                "name": "ACME LTD LEEDS",
                "address": "1 ROAD FLOOR 2",
                "city": "LEEDS",
                "postcode": "LS1",
                "country": "GB",
            },
        ),
        ("NAD+CN++ACME", {"role": "Consignee", "name": "ACME"}),
    ],
)
def test_a_party_reads_by_its_qualifier(segment: str, party: dict[str, str]) -> None:
    """NAD in structured and in free form; pieces of a name are one name."""
    assert declaration(segment)["parties"] == [party]


def test_a_party_of_unknown_qualifier_keeps_it_as_role() -> None:
    """A qualifier without a canonical role passes through with a warning."""
    reading = read("CUSDEC", BEGIN, "NAD+QQ+1")

    assert reading.messages[0].body["parties"] == [{"role": "QQ", "id": "1"}]
    assert [warning.code for warning in reading.warnings] == [CODE_LIST]


def test_a_date_after_a_document_is_its_date() -> None:
    """DTM belongs to the DOC or RFF before it, until another segment comes between."""
    body = declaration("DOC+380+INV1", "DTM+137:20260301:102", "NAD+EX+1", "DTM+137:20260302:102")

    assert body["documents"] == [{"id": "INV1", "typeCode": "380", "issueDate": "20260301"}]
    assert body["issueDateTime"]["text"] == "20260302"


def test_a_reference_after_a_party_is_not_the_declarations() -> None:
    """RFF in the group of a NAD is kept beside that party's qualifier."""
    body = declaration("NAD+EX+1", "RFF+IV:77")

    assert body["nationalData"] == {"NAD[EX]/RFF[IV]": "77"}


def test_documents_are_split_by_where_they_are_written() -> None:
    """The first with a reference qualifier are RFF, all that follow DOC: the order stays."""
    records = [
        {"id": "1", "typeCode": "380"},
        {"id": "2", "typeCode": "EP", "categoryCode": "1153"},
        {"id": "3", "typeCode": "N954"},
        {"id": "4", "typeCode": "380"},
    ]

    by_reference, by_document = split_documents(records)

    assert [record["id"] for record in by_reference] == ["1", "2"]
    assert [record["id"] for record in by_document] == ["3", "4"]


def test_tables_are_reversed_to_the_first_code() -> None:
    """Of several codes with one meaning the first of the list is written."""
    roles, units, means, places = reversed_tables(PROFILE)

    assert (roles["Agent"], units["KGM"], means["1"]) == ("CB", "KG", "11")
    assert (places["unloadingPlace"], places["goodsLocation"]) == ("11", "14")


def test_parties_beyond_the_directory_are_lost_by_name() -> None:
    """NAD repeats ten times at header: the eleventh is not written, and that is told."""
    parties = [{"role": "Exporter", "id": str(n)} for n in range(11)]

    written = write("Declaration", {"side": "EXPORT", "parties": parties})

    assert written.body.count(b"NAD+EX") == 10
    assert written.losses == ("parties/10",)


def test_texts_that_do_not_fit_are_lost_by_name() -> None:
    """A name of more than five lines of 35 is cut and named."""
    written = write("Declaration", {"parties": [{"role": "Exporter", "name": "X" * 200}]})

    assert "parties/name" in written.losses
