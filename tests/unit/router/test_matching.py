"""Which declarations belong together."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.router.entries import Entry, Posting
from hub.router.matching import links, match_keys, postings


def declaration(country: str, number: str, side: str, **body: Any) -> list[Posting]:
    """Return the postings of a declaration."""
    key = f"{country}:{number}"
    whole = {"country": country, "declarationId": number, "side": side, **body}
    return postings(Entry(f"m-{key}", "t/0/1", "", "Declaration", country, whole), key)


def found(*declarations: list[Posting]) -> dict[str, list[Posting]]:
    """Return postings by key."""
    by_key: dict[str, list[Posting]] = {}
    for own in declarations:
        for posting in own:
            by_key.setdefault(posting.key, []).append(posting)
    return by_key


EXPORT = declaration("CN", "E1", "EXPORT", exportCountry="CN", destinationCountry="GB", ucr="U1")
IMPORT = declaration(
    "GB", "I1", "IMPORT", exportCountry="CN", previousDocuments=[{"id": " e1 "}], ucr="u1"
)


def test_the_previous_document_is_the_first_tier_and_the_ucr_adds_evidence() -> None:
    """One link with both keys, strongest first, seen from either side."""
    (link,) = links(IMPORT, found(EXPORT))
    assert (link.export_key, link.import_key, link.tier) == ("CN:E1", "GB:I1", "T1")
    assert link.evidence == ("PD|CN|E1", "UC|U1")
    (again,) = links(EXPORT, found(IMPORT))
    assert again.evidence == link.evidence
    assert again.counterpart["key"] == "GB:I1"


def test_the_ucr_alone_is_the_second_tier() -> None:
    """Same UCR, no previous document."""
    own = declaration("GB", "I2", "IMPORT", exportCountry="CN", ucr="U1")
    assert [link.tier for link in links(own, found(EXPORT))] == ["T2"]


def test_a_link_is_made_once() -> None:
    """What is linked already is not linked again, unless the match was dissolved."""
    (link,) = links(IMPORT, found(EXPORT))
    assert links(IMPORT, found(EXPORT), [link]) == []


def test_fillers_are_no_keys() -> None:
    """无, NO and nothing do not make a thousand candidates."""
    body = {"country": "GB", "side": "IMPORT", "exportCountry": "CN", "ucr": "NO"}
    assert match_keys({**body, "previousDocuments": [{"id": "无"}, {"id": ""}]}) == []


def test_the_same_side_and_another_lane_do_not_match() -> None:
    """Two imports share a UCR; an import from elsewhere names the same number."""
    other = declaration("GB", "I2", "IMPORT", exportCountry="CN", ucr="U1")
    assert links(other, found(IMPORT)) == []
    foreign = declaration("VN", "I3", "IMPORT", exportCountry="CN", ucr="U1")
    assert links(foreign, found(EXPORT)) == []


def test_a_key_that_fits_everybody_says_nothing() -> None:
    """Above the cap a key generates no candidates."""
    many = [
        declaration("CN", f"E{n}", "EXPORT", destinationCountry="GB", ucr="SHARED")
        for n in range(40)
    ]
    own = declaration("GB", "I1", "IMPORT", exportCountry="CN", ucr="SHARED")
    assert links(own, found(*many)) == []


@given(st.permutations(list(range(6))))
def test_the_order_of_arrival_changes_nothing(order: list[int]) -> None:
    """Links come out in the same order whatever stood where in the store."""
    exports = [
        declaration("CN", f"E{n}", "EXPORT", destinationCountry="GB", ucr="U1") for n in range(6)
    ]
    shuffled = links(IMPORT, found(*(exports[n] for n in order)))
    assert shuffled == links(IMPORT, found(*exports))
