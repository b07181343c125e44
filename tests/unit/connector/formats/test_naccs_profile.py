"""Jobs and layouts of a country as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connector.formats.naccs.profile import Item, form, load_jobs
from hub.errors import Misconfigured

LAYOUT = """
[jobs]
IDC = { side = "IMPORT", function = "9", layout = "short" }
[layouts.short]
header = [["ICN", 12, "A"]]
goods = [["CMD", 10, "A"], ["NET", 5, "F"]]
"""


def test_jobs_are_read_with_their_items(tmp_path: Path) -> None:
    """A job has its side, function and items; its forms are laid out already."""
    path = tmp_path / "items.toml"
    path.write_text(LAYOUT)

    job = load_jobs(path)["IDC"]

    assert (job.side, job.function) == ("IMPORT", "9")
    assert job.header == (Item("ICN", 12, "A"),)
    assert job.goods_form.places == {"CMD": (0, 10), "NET": (1, 5)}


@pytest.mark.parametrize(
    "wrong", [LAYOUT.replace('"short" }', '"long" }'), "[jobs]\n", "[layouts]"]
)
def test_a_wrong_file_refuses_to_start(tmp_path: Path, wrong: str) -> None:
    """A job without its layout is a fault of the country's folder, named with its path."""
    path = tmp_path / "items.toml"
    path.write_text(wrong)

    with pytest.raises(Misconfigured, match=r"items\.toml"):
        load_jobs(path)


def test_a_blank_form_has_every_line_at_its_length() -> None:
    """What is not stated is blanks up to the length of the item."""
    assert form((Item("A", 3, "A"), Item("B", 1, "I"))).blank == (b"   \r\n", b" \r\n")
