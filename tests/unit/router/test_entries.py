"""What the router decides, and its stored form."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st

from hub.router.entries import Link, Verdict, verdict_from_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
COUNTERPARTS = st.fixed_dictionaries(
    dict.fromkeys(("key", "country", "side", "id", "lrn"), TEXTS),
    optional={"refs": st.dictionaries(TEXTS, TEXTS, max_size=2)},
)
LINKS = st.builds(
    Link,
    TEXTS,
    TEXTS,
    st.sampled_from(["T1", "T2"]),
    st.sampled_from(["MATCHED", "VOID"]),
    st.lists(TEXTS, max_size=3).map(tuple),
    COUNTERPARTS | st.just({}),
)
VERDICTS = st.builds(
    Verdict,
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.lists(LINKS, max_size=3).map(tuple),
    st.sampled_from(["", "RELEASED"]),
)


@given(VERDICTS)
def test_a_verdict_survives_its_stored_form(verdict: Verdict) -> None:
    """Outputs made from the stored form are those made at once, byte for byte."""
    read = verdict_from_json(verdict.as_json())
    assert read == verdict
    assert read.as_json() == verdict.as_json()


@given(VERDICTS)
def test_the_stored_form_fits_the_column(verdict: Verdict) -> None:
    """JSON without a NUL of its own, which PostgreSQL would refuse."""
    assert "\0" not in verdict.as_json()
    assert isinstance(orjson.loads(verdict.as_json()), dict)


def test_the_form_of_earlier_versions_is_read() -> None:
    """Decisions stay in the table for years: without a status there was none."""
    found = verdict_from_json('{"key":"GB:1","to":["CN"],"links":[]}')
    assert found == Verdict("GB:1", ("CN",))
