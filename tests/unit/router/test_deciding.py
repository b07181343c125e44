"""Deciding in order: what does not depend on the order, and what does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.router.deciding import Batch, Memory, resolve
from hub.router.entries import Entry, Verdict

SERVED = ("AA", "BB", "CC")


def entry(country: str, kind: str = "Declaration", **body: Any) -> Entry:
    """Return an entry; its declaration key is what a connector would give it."""
    name = body.get("declarationId") or body.get("functionalReferenceId", "")
    whole = {"declarationKey": f"{country}:{name}", "country": country, **body}
    return Entry(f"m {sorted(body.items())}", "t/0/0", "", kind, country, whole)


def export(number: str, **body: Any) -> Entry:
    """Return an export of AA to BB."""
    lane = {"side": "EXPORT", "exportCountry": "AA", "destinationCountry": "BB"}
    return entry("AA", declarationId=number, **lane, **body)


def imported(number: str, **body: Any) -> Entry:
    """Return an import of BB from AA."""
    lane = {"side": "IMPORT", "exportCountry": "AA", "destinationCountry": "BB"}
    return entry("BB", declarationId=number, **lane, **body)


def decided(*entries: Entry, memory: Memory | None = None) -> tuple[list[Verdict], Batch]:
    """Decide these in one batch."""
    batch = Batch(memory or Memory(), SERVED)
    return [batch.decide(each) for each in entries], batch


UCRS = st.sampled_from(["", "U1", "U2", "u1"])
NAMED = st.lists(st.sampled_from(["E1", "E2", "E3"]), max_size=2).map(
    lambda numbers: [{"id": number} for number in numbers]
)
EXPORTS = st.lists(UCRS, min_size=1, max_size=3).map(
    lambda ucrs: [export(f"E{n}", ucr=ucr) for n, ucr in enumerate(ucrs, 1)]
)
IMPORTS = st.lists(st.tuples(UCRS, NAMED), min_size=1, max_size=3).map(
    lambda pairs: [
        imported(f"I{n}", ucr=ucr, previousDocuments=named)
        for n, (ucr, named) in enumerate(pairs, 1)
    ]
)


@given(
    st.tuples(EXPORTS, IMPORTS).flatmap(
        lambda p: st.tuples(st.just(p[0] + p[1]), st.permutations(p[0] + p[1]))
    )
)
def test_the_order_of_arrival_does_not_change_what_is_linked_or_held(
    orders: tuple[list[Entry], list[Entry]],
) -> None:
    """Which side was faster decides who is told first, never what belongs together."""
    (_, first), (_, second) = (decided(*order) for order in orders)
    made, other = first.additions, second.additions
    assert _told(made.links) == _told(other.links)
    assert (made.holders, made.aliases) == (other.holders, other.aliases)
    assert set(made.postings) == set(other.postings)


def _told(links: dict[tuple[str, str], Any]) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {pair: (link.tier, link.outcome, link.evidence) for pair, link in links.items()}


@given(EXPORTS, IMPORTS)
def test_the_same_input_gives_the_same_verdicts(exports: list[Entry], imports: list[Entry]) -> None:
    """From an empty memory, byte for byte, links in one fixed order."""
    once, again = (decided(*exports, *imports)[0] for _ in range(2))
    assert [v.as_json() for v in once] == [v.as_json() for v in again]


def test_a_later_version_tells_whoever_has_the_earlier_one_and_links_nothing_twice() -> None:
    """Its new destination hears of it as well as the old one."""
    goes_elsewhere = entry(
        "AA",
        declarationId="E1",
        side="EXPORT",
        destinationCountry="CC",
        functionCode="4",
        ucr="U1",
    )
    verdicts, _ = decided(export("E1", ucr="U1"), imported("I1", ucr="U1"), goes_elsewhere)
    assert [v.recipients for v in verdicts] == [("BB",), ("AA",), ("BB", "CC")]
    assert [len(v.links) for v in verdicts] == [0, 1, 0]


def test_a_cancellation_ends_every_live_match_once() -> None:
    """Its counterparts hear of it; cancelling again ends nothing; declaring again matches again."""
    cancel = entry("AA", declarationId="E1", functionCode="1")
    first = [export("E1", ucr="U1"), imported("I1", ucr="U1"), imported("I2", ucr="U1")]
    verdicts, batch = decided(*first, cancel, cancel, export("E1", ucr="U1"))
    void, again, anew = verdicts[3:]
    assert [(link.import_key, link.outcome) for link in void.links] == [
        ("BB:I1", "VOID"),
        ("BB:I2", "VOID"),
    ]
    assert void.recipients == ("BB",)
    assert again.links == ()
    assert [link.outcome for link in anew.links] == ["MATCHED", "MATCHED"]
    assert batch.additions.withdrawn == {"AA:E1"}
    assert ("UC|U1", "AA:E1") in batch.additions.postings


def test_a_cancelled_declaration_is_found_by_nobody_in_its_batch() -> None:
    """Its posting is neither in the memory nor among what is stored."""
    cancel = entry("AA", declarationId="E1", functionCode="1")
    verdicts, batch = decided(export("E1", ucr="U1"), cancel, imported("I1", ucr="U1"))
    assert verdicts[2].links == ()
    assert set(batch.additions.postings) == {("UC|U1", "BB:I1")}


@pytest.mark.parametrize(
    ("status", "recipients"), [("RELEASED", ("BB",)), ("REJECTED", ()), ("", ())]
)
def test_a_status_goes_to_holders_and_counterparts(
    status: str, recipients: tuple[str, ...]
) -> None:
    """As far as its state is shared; it is found by any of the declaration's names."""
    said = entry("AA", "StatusChange", functionalReferenceId="L1", status=status)
    verdicts, _ = decided(export("E1", functionalReferenceId="L1"), said)
    assert verdicts[1] == Verdict("AA:E1", recipients, status=status)


def test_a_status_of_something_unknown_is_kept_under_its_own_name() -> None:
    """It goes to nobody, and what comes later under that name finds it."""
    ((verdict,), batch) = decided(entry("AA", "StatusChange", declarationId="E9", status="EXITED"))
    assert verdict == Verdict("AA:E9", (), status="EXITED")
    assert batch.additions.aliases == {("AA", "E9", "AA:E9")}


@pytest.mark.parametrize("kind", ["Receipt", "BorderTicket", "MatchResult"])
def test_other_kinds_change_nothing(kind: str) -> None:
    """They are recorded as decided and lead to nothing."""
    ((verdict,), batch) = decided(entry("AA", kind, declarationId="E1"))
    assert verdict == Verdict("AA:E1")
    assert batch.additions.aliases == set()


# --- which declaration a message is about -----------------------------------


def remembering(*names: tuple[str, str, str]) -> Memory:
    """Return a memory of (country, name, declaration key)."""
    memory = Memory()
    for country, name, key in names:
        memory.aliases[country, name].add(key)
    return memory


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"declarationId": "E1"}, "AA:E1"),
        ({"functionalReferenceId": "L1", "status": "X"}, "AA:E1"),
        ({"declarationId": "E7", "functionalReferenceId": "L1", "functionCode": "4"}, "AA:E1"),
        ({"declarationId": "E7", "functionalReferenceId": "L1"}, "AA:E7"),
        ({"functionalReferenceId": "TWICE"}, "AA:TWICE"),
        ({"functionalReferenceId": "L9"}, "AA:L9"),
        ({"functionalReferenceId": "OTHERS"}, "AA:OTHERS"),
    ],
    ids=[
        "by its number",
        "by its reference",
        "an amendment by its reference",
        "a new declaration never by its reference",
        "not by a reference of two",
        "not known",
        "not by another country's reference",
    ],
)
def test_what_a_message_is_about(body: dict[str, Any], key: str) -> None:
    """A number decides; a reference only where it names one declaration of this sender."""
    memory = remembering(
        ("AA", "E1", "AA:E1"),
        ("AA", "L1", "AA:E1"),
        ("AA", "TWICE", "AA:E1"),
        ("AA", "TWICE", "AA:E2"),
        ("BB", "OTHERS", "BB:I1"),
    )
    assert resolve(entry("AA", **body), memory) == key
