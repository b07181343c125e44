"""ASYCUDA World: what is read of documents that are not the ordinary declaration."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.connector.formats.asycuda.profile import Profile
from hub.connector.formats.asycuda.read import read
from hub.connector.formats.asycuda.write import write
from hub.domain.declaration import Body
from hub.domain.faults import MISSING, PLAUSIBILITY
from hub.domain.reading import Envelope, Message, Reading

PROFILE = Profile(
    country="ZZ", zone="UTC", currency="ZZD", followed={"830"}, packages={"21": "CT", "22": "CT"}
)
ENVELOPE = Envelope("12345678-m", "YY", "ZZ", "c", datetime(2026, 11, 24, tzinfo=UTC))
ITEM = (
    "<Item>{}<Tarification><HScode><Commodity_code>85171300</Commodity_code></HScode>"
    "</Tarification></Item>"
)


def document(rest: str, flow: str = "I", head: str = "") -> Reading:
    """Return the reading of a document of office OFF1, registered as C41 in 2026."""
    return read(
        (
            f"<ASYCUDA>{head}<Property><Sad_flow>{flow}</Sad_flow></Property><Identification>"
            "<Office_segment><Customs_clearance_office_code>OFF1</Customs_clearance_office_code>"
            "</Office_segment><Registration><Serial_number>C</Serial_number><Number>41</Number>"
            f"<Date>11/24/26</Date></Registration></Identification>{rest}</ASYCUDA>"
        ).encode(),
        PROFILE,
    )


def declared(rest: str, flow: str = "I") -> Body:
    """Return the one declaration a document is read as."""
    (message,) = document(rest, flow).messages
    assert message.kind == "Declaration"
    return message.body


def test_a_change_needs_no_flow() -> None:
    """Who withdraws by number need not say again whether it was an import; others must."""
    marked = "<General_information><Additional_information>CANCELLATION: sold"
    marked += "</Additional_information></General_information>"
    body = declared(marked + ITEM.format(""), flow="")
    assert (body["functionCode"], "side" in body) == ("1", False)
    (part,) = document(ITEM.format(""), flow="").refusals
    assert [fault.code for fault in part.faults] == [MISSING]


def test_a_change_of_a_partner_without_side_can_be_read() -> None:
    """A cancellation that states only its number is written so that it can be read again."""
    body = {"country": "ZZ", "declarationId": "26GB1", "functionCode": "1", "declarationKey": "k"}
    (message,) = read(write(Message("Declaration", body), ENVELOPE, PROFILE).body, PROFILE).messages
    assert (message.body["declarationId"], message.body["functionCode"]) == ("26GB1", "1")


def test_a_container_stands_once_with_all_its_items() -> None:
    """Blocks of one container are one container; an item that is not there stays national."""
    block = "<Container><Item_Number>{}</Item_Number><Container_identity>{}</Container_identity>"
    block += "<Container_type>22G1</Container_type></Container>"
    units = "".join(block.format(n, i) for n, i in ((1, "A1"), (2, "A1"), (2, "B1"), (9, "B1")))
    body = declared(units + ITEM.format("") * 2)
    assert [unit["id"] for unit in body["equipment"]] == ["A1", "B1"]
    assert [item["containers"] for item in body["goodsItems"]] == [["A1"], ["A1", "B1"]]
    assert body["nationalData"]["Container/Item_Number"] == "9"


def test_previous_declarations_belong_to_their_items() -> None:
    """A written-off declaration has its number composed and its line; without an item, the head."""
    block = (
        "<Prev_decl><Prev_decl_office_code>OFF2</Prev_decl_office_code><Prev_decl_reg_year>2025"
        "</Prev_decl_reg_year><Prev_decl_reg_serial>S</Prev_decl_reg_serial><Prev_decl_reg_number>7"
        "</Prev_decl_reg_number><Prev_decl_item_number>3</Prev_decl_item_number>{}</Prev_decl>"
    )
    row = {"id": "OFF2-2025-S7", "lineNumeric": "3"}
    own = "<Prev_decl_current_item>1</Prev_decl_current_item>"
    body = declared(block.format(own) + ITEM.format(""))
    assert body["goodsItems"][0]["previousDocuments"] == body["previousDocuments"] == [row]
    body = declared(block.format("") + ITEM.format(""))
    assert body["previousDocuments"] == [row]
    assert "previousDocuments" not in body["goodsItems"][0]


@pytest.mark.parametrize("number", ["NR. 26CN1", "Nr 26CN1", "26CN1"])
def test_an_attached_export_declaration_is_followed(number: str) -> None:
    """What traders write before the number is no part of it; an export follows none."""
    attached = "<Attached_documents><Attached_document_code>830</Attached_document_code>"
    attached += f"<Attached_document_reference>{number}</Attached_document_reference>"
    item = ITEM.format(attached + "</Attached_documents>")
    assert declared(item)["previousDocuments"] == [{"id": "26CN1", "typeCode": "830"}]
    assert "previousDocuments" not in declared(item, flow="E")


def test_an_exit_is_a_state_and_a_moment() -> None:
    """A document whose exit is filled tells that the goods have left, and when."""
    exited = "<Export_release><Date_of_exit>11/25/26</Date_of_exit></Export_release>"
    declaration, status = document(ITEM.format(""), "E", exited).messages
    assert status.body["status"] == "EXITED"
    assert declaration.body["exitDateTime"] == status.body["occurredAt"]


def test_the_office_at_the_border_is_that_of_exit_or_entry() -> None:
    """Box 29 means the exit of an export and the entry of an import."""
    border = "<Transport><Border_office><Code>B1</Code></Border_office></Transport>"
    assert declared(border + ITEM.format(""), "E")["exitOfficeId"] == "B1"
    assert declared(border + ITEM.format(""), "I")["entryOfficeId"] == "B1"


def test_items_that_are_missing_are_doubted() -> None:
    """A declaration that states more items than it has is read, with a warning."""
    counted = "<Property><Nbers><Total_number_of_items>8</Total_number_of_items></Nbers></Property>"
    reading = document(counted + ITEM.format(""))
    assert [(warning.code, warning.original) for warning in reading.warnings] == [
        (PLAUSIBILITY, "8")
    ]


def test_kinds_of_packages_are_national_codes() -> None:
    """A known kind has its code of Rec 21 and is written as the first that has it."""
    packed = "<Packages><Kind_of_packages_code>{}</Kind_of_packages_code></Packages>"
    kinds = [declared(ITEM.format(packed.format(code)))["goodsItems"] for code in ("22", "PK")]
    assert [items[0]["packages"][0]["typeCode"] for items in kinds] == ["CT", "PK"]
    assert PROFILE.kinds == {"CT": "21"}


@pytest.mark.parametrize("part", ["Prev_decl", "Container", "Supplier_documents", "Transit"])
def test_a_part_alone_never_breaks_the_reading(part: str) -> None:
    """A registered document with nothing but one unusual block is read."""
    inner = {
        "Prev_decl": "<Prev_decl_reg_number>7</Prev_decl_reg_number>",
        "Container": f"<Item_Number>{'9' * 5000}</Item_Number><Container_identity>A"
        "</Container_identity>",
        "Supplier_documents": "<Invoice_supplier_country>Italy</Invoice_supplier_country>",
        "Transit": "<Seals><Identity>A,B</Identity></Seals>",
    }[part]
    assert document(f"<{part}>{inner}</{part}>").messages
