"""The table walk that the WCO and ASYCUDA families share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connector.formats import walk as walking
from hub.connector.formats import xml
from hub.connector.formats.walk import Findings, Number, Rows, Table, moment, walk
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, PLAUSIBILITY

TABLE = Table(
    {
        "Name": "name",
        "Alias": "name",
        "Mass": Number("mass", "unit", "unitCode", "KGM"),
        "Part": Rows("parts", {"ID": "id", "Count": Number("count")}, "Part/", stage="X"),
        "Box": {"Inner": "inner"},
        "When": moment("when"),
        "Repeated": None,
    }
)


def walked(inner: str, opening: str = "<a>") -> tuple[Body, Findings]:
    """Return what the table makes of a document."""
    root, faults = xml.parse(f"{opening}{inner}</a>".encode())
    assert root is not None, faults
    body: Body = {}
    found = Findings("UTC")
    walk(root, TABLE, body, found)
    return body, found


def test_elements_are_put_where_the_table_says() -> None:
    """Texts, numbers with units, rows and what is inside of something come to their places."""
    inner = (
        "<Name> n </Name><Mass unitCode='GRM'>1.50</Mass><Part><ID>1</ID></Part>"
        "<Part><Count>007</Count></Part><Box><Inner>i</Inner></Box><Repeated>r</Repeated>"
    )
    body, found = walked(inner)
    assert body == {
        "name": "n",
        "mass": "1.50",
        "unit": "GRM",
        "parts": [{"stage": "X", "id": "1"}, {"stage": "X", "count": "7"}],
        "inner": "i",
    }
    assert (found.national, found.warnings) == ({}, [])


def test_a_namespace_does_not_count() -> None:
    """Default or prefixed, known or not: only local names are looked at."""
    body, found = walked(
        "<Name>n</Name><m:Box><x/><m:Inner>i</m:Inner></m:Box>", '<a xmlns="u" xmlns:m="v">'
    )
    assert body == {"name": "n", "inner": "i"}
    assert found.national == {}


@pytest.mark.parametrize(
    "inner", ["<Name/>", "<Name> </Name>", "<Part/>", "<Name><null/></Name>", "<X><Y/></X>"]
)
def test_empties_say_nothing(inner: str) -> None:
    """Elements without a text leave no trace, whether known or not."""
    body, found = walked(inner)
    assert (body, found.national) == ({}, {})


def test_what_has_no_place_is_kept_under_its_path() -> None:
    """Unknown elements with all in them, and second values, stay as national data."""
    inner = (
        "<X>1<Y>2</Y><Y>3</Y></X><Name>n</Name><Alias>m</Alias><Mass>1</Mass><Mass>2</Mass>"
        "<Box><Z>4</Z></Box><Name><W>5</W></Name>"
    )
    body, found = walked(inner)
    assert body == {"name": "n", "mass": "1", "unit": "KGM"}
    assert found.national == {
        "X": "1",
        "X/Y": "2",
        "X/Y[2]": "3",
        "Alias": "m",
        "Mass": "2",
        "Box/Z": "4",
        "Name/W": "5",
    }


def test_a_number_that_is_none_is_doubted_and_kept() -> None:
    """A field of numbers never holds another text; the pointer names the place."""
    body, found = walked("<Name>n</Name>\n<Mass>1,5</Mass>")
    assert body == {"name": "n"}
    (warning,) = found.warnings
    assert (warning.code, warning.original) == (PLAUSIBILITY, "1,5")
    assert warning.pointer == "/a[1]/Mass[1] (line 2)"
    assert found.national == {"Mass": "1,5"}


def test_a_time_that_is_none_is_doubted() -> None:
    """A moment is read from the element or from what is in it, else there is a warning."""
    body, _ = walked("<When><D formatCode='102'>20261124</D></When>")
    assert body["when"]["text"] == "20261124"
    body, found = walked("<When>soon</When>")
    assert body == {}
    assert [warning.original for warning in found.warnings] == ["soon"]


def test_findings_are_bounded() -> None:
    """Neither national data nor warnings grow with a hostile message."""
    _, found = walked("<X>1</X>" * 900 + "<Mass>x</Mass>" * 300)
    assert len(found.national) == walking.MAX_NATIONAL
    assert len(found.warnings) == MAX_FAULTS


def test_remembered_tags_are_bounded() -> None:
    """A table forgets the tags of strangers and keeps its own names."""
    table = Table({"Name": "name"})
    for number in range(3 * walking.MAX_TAGS):
        assert table[f"{{urn:{number}}}Name"] == "name"
    table["x" * 10_000]
    assert len(table.known) <= walking.MAX_TAGS
    assert all(len(tag) <= walking.MAX_TAG for tag in table.known)
    assert table["Name"] == "name"


TREES = st.recursive(
    st.text(alphabet="ab1.<& ", max_size=6).map(xml.escape),
    lambda inner: st.lists(
        st.tuples(st.sampled_from(["Name", "Mass", "Part", "ID", "Box", "When", "X"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        ),
        max_size=4,
    ).map("".join),
)


@given(TREES)
def test_any_tree_is_walked(inner: str) -> None:
    """Whatever elements stand wherever, the walk ends with exact numbers and texts."""
    body, _ = walked(inner)
    for row in (body, *body.get("parts", ())):
        for field in ("mass", "count"):
            assert float(row.get(field, "0")) >= 0
