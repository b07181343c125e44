"""Jobs and layouts of a country as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connector.formats.naccs.items import Item, Slot, layout
from hub.connector.formats.naccs.profile import SHARED, load_jobs
from hub.errors import Misconfigured

LAYOUT = """
[jobs]
IDC = { side = "IMPORT", function = "9", layout = "short" }
[layouts.short]
header = [["ICN", 12, "A", "declarationId"]]
goods = [["CMD", 10, "H", "commodityCode"], ["NET", 5, "F"]]
"""


def test_jobs_are_read_with_their_items(tmp_path: Path) -> None:
    """A job has its side, function and items; they are laid out already."""
    path = tmp_path / "items.toml"
    path.write_text(LAYOUT)

    job = load_jobs(path)["IDC"]

    assert (job.side, job.function) == ("IMPORT", "9")
    assert job.header.items == (
        Item("ICN", 12, "A", "declarationId", "declarationId", "declarationId"),
    )
    assert job.goods.national == {"CMD": Slot(0, 10, "H"), "NET": Slot(1, 5, "F")}
    assert job.goods.slots == {"commodityCode": (Slot(0, 10, "H"),)}


@pytest.mark.parametrize(
    "wrong",
    [
        LAYOUT.replace('"short" }', '"long" }'),
        "[jobs]\n",
        "[layouts]",
        LAYOUT.replace(', 12, "A"', ""),
    ],
)
def test_a_wrong_file_refuses_to_start(tmp_path: Path, wrong: str) -> None:
    """A job without its layout is a fault of the country's folder, named with its path."""
    path = tmp_path / "items.toml"
    path.write_text(wrong)

    with pytest.raises(Misconfigured, match=r"items\.toml"):
        load_jobs(path)


def test_a_blank_layout_has_every_line_at_its_length() -> None:
    """What is not stated is blanks up to the length of the item."""
    assert layout([["A", 3, "A"], ["B", 1, "I"]]).blank == (b"   \r\n", b" \r\n")


def test_repeated_rows_have_their_occurrence_in_the_id() -> None:
    """Rows that are repeated together stand together, as many times."""
    found = layout(
        [{"repeat": 2, "items": [["S#", 4, "A"], ["N#", 20, "A", "documents/paper/id"]]}]
    )

    assert [item.name for item in found.items] == ["S1", "N1", "S2", "N2"]
    assert [slot.line for slot in found.slots["documents/paper/id"]] == [1, 3]


def test_the_shared_items_have_no_id_twice_and_both_sides() -> None:
    """Every job of the shared layout is there for import and export, every id stands once."""
    jobs = load_jobs(SHARED)

    assert {(job.side, job.function) for job in jobs.values()} == {
        (side, function) for side in ("IMPORT", "EXPORT") for function in "95"
    }
    for job in jobs.values():
        assert len(job.header.national) == len(job.header.items)
        assert len(job.goods.national) == len(job.goods.items)
