"""Where the values of an XML document stand, told afterwards."""

from __future__ import annotations

import pytest
from lxml import etree

from hub.connector.formats.xml_places import located
from hub.domain.faults import Fault

ROOT = etree.fromstring(
    '<r:root xmlns:r="urn:r">\n<head><no>1</no></head>\n<item><code>A</code></item>\n'
    '<item><code unit="K">B</code></item>\n<item><code>B</code></item></r:root>'
)


@pytest.mark.parametrize(
    ("path", "original", "place"),
    [
        ("/root/head/no", "1", "/root[1]/head[1]/no[1] (line 2)"),
        ("/head/no", "1", "/root[1]/head[1]/no[1] (line 2)"),
        ("/root/item/code", "B", "/root[1]/item[2]/code[1] (line 4)"),
        ("/root/item[3]/code", "B", "/root[1]/item[3]/code[1] (line 5)"),
        ("//name|code", "A", "/root[1]/item[1]/code[1] (line 3)"),
        ("//@unit", "K", "/root[1]/item[2]/code[1]/@unit (line 4)"),
        ("//@other", "K", "/root[1]/@other (line 1)"),
        ("//nowhere|elsewhere/code", "", "/root[1]/nowhere/code (line 1)"),
        ("/root/head/day|date", "", "/root[1]/head[1]/day (line 2)"),
        ("/", "", "/root[1] (line 1)"),
        ("line 4", "", "line 4"),
        ("/root[1]/head[1] (line 2)", "", "/root[1]/head[1] (line 2)"),
    ],
)
def test_a_path_becomes_a_place(path: str, original: str, place: str) -> None:
    """With positions and line; the element with the value is meant, what is missing follows."""
    (fault,) = located(ROOT, [Fault("12", path, "", original)])
    assert fault == Fault("12", place, "", original)


def test_the_same_value_in_two_places_is_told_of_each() -> None:
    """One fault after the other; a third stays at the last."""
    told = located(ROOT, [Fault("12", "//code", "", "B")] * 3)
    lines = [fault.pointer.rpartition("(")[2] for fault in told]
    assert lines == ["line 4)", "line 5)", "line 5)"]


def test_nothing_is_looked_for_where_all_is_placed() -> None:
    """A message without faults costs nothing."""
    faults = (Fault("12", "line 3"), Fault("13", "/a[1] (line 3)"))
    assert located(ROOT, faults) is faults
    assert located(ROOT, ()) == ()
