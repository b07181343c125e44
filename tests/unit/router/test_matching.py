"""Which declarations belong together."""

from __future__ import annotations

from dataclasses import replace
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
    assert links(IMPORT, found(EXPORT), [replace(link, outcome="VOID")]) == [link]


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


def test_keys_are_bounded_strongest_first_and_each_once() -> None:
    """An import that names a hundred exports stands under twelve of them."""
    named = [{"id": f"e{n}"} for n in range(100)]
    keys = match_keys(
        {"country": "GB", "side": "IMPORT", "exportCountry": "CN", "previousDocuments": named}
    )
    assert keys == [f"PD|CN|E{n}" for n in range(12)]
    twice = {"country": "CN", "side": "EXPORT", "declarationId": "E1", "ucr": "U1"}
    assert match_keys(twice) == ["PD|CN|E1", "UC|U1"]


def test_an_export_is_found_by_its_own_number_only() -> None:
    """What an export names as previous documents are not declarations of the other side."""
    body = {"country": "CN", "side": "EXPORT", "previousDocuments": [{"id": "X"}]}
    assert match_keys(body) == []
    assert match_keys({**body, "side": "", "declarationId": "E1"}) == []


NUMBERS, UCRS = (
    st.sampled_from(["E1", "E2", "e1 ", "无", ""]),
    st.sampled_from(["U1", "u1", "", "NO"]),
)
LANES = st.sampled_from(["CN", "GB", "VN", ""])
DECLARATIONS = st.builds(
    lambda side, country, place, origin, destination, ucr, named: declaration(
        country,
        f"E{place}" if side == "EXPORT" else f"I{place}",
        side,
        exportCountry=origin,
        destinationCountry=destination,
        ucr=ucr,
        previousDocuments=[{"id": number} for number in named],
    ),
    st.sampled_from(["EXPORT", "IMPORT", "TRANSIT"]),
    st.sampled_from(["CN", "GB"]),
    st.integers(1, 2),
    LANES,
    LANES,
    UCRS,
    st.lists(NUMBERS, max_size=3),
)


@given(DECLARATIONS, DECLARATIONS)
def test_a_pair_is_a_pair_from_either_side(one: list[Posting], other: list[Posting]) -> None:
    """Whoever comes second finds the same link, with the same tier and the same evidence."""
    ours, theirs = links(one, found(other)), links(other, found(one))
    assert [replace(link, counterpart={}) for link in ours] == [
        replace(link, counterpart={}) for link in theirs
    ]
    for mine, yours in zip(ours, theirs, strict=True):
        assert {mine.counterpart["key"], yours.counterpart["key"]} == {
            mine.export_key,
            mine.import_key,
        }
