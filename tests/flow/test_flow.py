"""Whole flows through the real handlers of all stations, between memory twins."""

from __future__ import annotations

import pytest

from hub.bus import topics
from hub.bus.records import header
from hub.intake.accepting import Changed
from tests.flow.hub_in_memory import Hub

EXPORT = {
    "side": "EXPORT",
    "declarationId": "E1",
    "functionalReferenceId": "L1",
    "exportCountry": "AA",
    "destinationCountry": "BB",
    "ucr": "4AA-1",
}
IMPORT = {
    "side": "IMPORT",
    "declarationId": "I1",
    "exportCountry": "AA",
    "destinationCountry": "BB",
    "previousDocuments": [{"id": "E1", "typeCode": "830"}],
}


async def test_a_declaration_is_acknowledged_and_forwarded() -> None:
    """The sender hears an acknowledgement, the destination the declaration."""
    hub = Hub()
    await hub.send("aa", "m1", **EXPORT)
    await hub.settle()

    assert hub.kinds("aa") == ["Acknowledgement"]
    assert hub.kinds("bb") == ["Declaration"]
    assert hub.outbound("aa")[0][1]["recipients"] == ["BB"]
    assert [headers["hub-kind"] for _, headers, _ in hub.sinks["bb"].heard] == ["Declaration"]
    assert len(hub.bus.read("customs.bb.delivered")) == 1


@pytest.mark.parametrize("first", ["export", "import"])
async def test_export_and_import_match_whichever_comes_first(first: str) -> None:
    """The previous document links both, and both customs hear of it with their own number."""
    hub = Hub()
    order = [("aa", "m1", EXPORT), ("bb", "m2", IMPORT)]
    for cc, identity, body in order if first == "export" else reversed(order):
        await hub.send(cc, identity, **body)
        await hub.settle()

    (own,) = [body for kind, body in hub.outbound("aa") if kind == "MatchResult"]
    (other,) = [body for kind, body in hub.outbound("bb") if kind == "MatchResult"]
    assert (own["declarationId"], own["counterpartDeclarationId"]) == ("E1", "I1")
    assert (other["declarationId"], other["counterpartDeclarationId"]) == ("I1", "E1")
    assert own["evidence"] == ["PD|AA|E1"]
    assert len(hub.bus.read("customs.hub.matches")) == 1


async def test_the_same_ucr_matches_within_one_batch() -> None:
    """Two declarations in one batch see each other."""
    hub = Hub()
    await hub.send("aa", "m1", **EXPORT)
    await hub.send("bb", "m2", **{**IMPORT, "previousDocuments": [], "ucr": " 4aa-1 "})
    await hub.settle()

    assert hub.kinds("aa").count("MatchResult") == 1
    assert hub.decisions.links["AA:E1", "BB:I1"].tier == "T2"


async def test_a_status_reaches_whoever_holds_the_declaration_or_its_counterpart() -> None:
    """Release in the importing country is told to the exporting one, named by LRN or number."""
    hub = Hub()
    await hub.send("aa", "m1", **EXPORT)
    await hub.send("bb", "m2", **IMPORT)
    await hub.settle()
    await hub.send("bb", "m3", kind="StatusChange", declarationId="I1", status="RELEASED")
    await hub.send("aa", "m4", kind="StatusChange", functionalReferenceId="L1", status="EXITED")
    await hub.settle()

    assert [b["status"] for k, b in hub.outbound("aa") if k == "StatusChange"] == ["RELEASED"]
    assert [b["status"] for k, b in hub.outbound("bb") if k == "StatusChange"] == ["EXITED"]


async def test_what_is_not_shared_stays_at_home() -> None:
    """A rejection is acknowledged to its sender and told to nobody else."""
    hub = Hub()
    await hub.send("aa", "m1", **EXPORT)
    await hub.send("aa", "m2", kind="StatusChange", declarationId="E1", status="REJECTED")
    await hub.settle()

    assert hub.kinds("aa") == ["Acknowledgement", "Acknowledgement"]
    assert hub.kinds("bb") == ["Declaration"]


async def test_a_cancellation_dissolves_the_match_and_reaches_the_holders() -> None:
    """Whoever got the declaration gets its cancellation, and both customs the end of the match."""
    hub = Hub()
    await hub.send("aa", "m1", **EXPORT)
    await hub.send("bb", "m2", **IMPORT)
    await hub.settle()
    await hub.send("aa", "m3", declarationId="E1", functionCode="1")
    await hub.settle()

    outcomes = [b["outcome"] for k, b in hub.outbound("bb") if k == "MatchResult"]
    assert outcomes == ["MATCHED", "VOID"]
    assert [b["functionCode"] for k, b in hub.outbound("bb") if k == "Declaration"] == ["9", "1"]
    await hub.send("bb", "m4", **{**IMPORT, "declarationId": "I2"})
    await hub.settle()
    assert hub.kinds("bb").count("MatchResult") == 2, "a cancelled export matches nothing more"


async def test_an_unreadable_message_is_refused_and_the_next_goes_on() -> None:
    """Bad bytes are answered with their fault; a connector's own bug parks the original."""
    hub = Hub()
    await hub.send_raw("aa", "bad", b"{")
    await hub.send_raw("aa", "bug", b"crash")
    await hub.send("aa", "good", **EXPORT)
    await hub.settle()

    assert hub.kinds("aa") == ["Refusal", "Acknowledgement"]
    assert hub.outbound("aa")[0][1]["faults"][0]["code"] == "S01"
    (parked,) = hub.bus.read("customs.aa.parked")
    assert parked.value == b"crash"
    assert "a bug of this connector" in header(parked.headers, "hub_reason")


async def test_the_same_message_gets_the_same_receipt_and_a_changed_one_none() -> None:
    """A resend changes nothing; another content under the same id is refused."""
    hub = Hub()
    first = await hub.send("aa", "m1", **EXPORT)
    again = await hub.send("aa", "m1", **EXPORT)
    assert again == first
    assert len(hub.bus.read("customs.aa.inbound")) == 1
    with pytest.raises(Changed):
        await hub.send("aa", "m1", **{**EXPORT, "ucr": "other"})


async def test_a_lost_receipt_row_does_not_decide_twice() -> None:
    """When intake died before keeping the receipt, the resend is recognised by the router."""
    hub = Hub()
    await hub.send("aa", "m1", **EXPORT)
    hub.receipts.rows.clear()
    await hub.send("aa", "m1", **EXPORT)
    hub.receipts.rows.clear()
    await hub.send("aa", "m1", **{**EXPORT, "ucr": "changed"})
    await hub.settle()

    assert hub.kinds("bb") == ["Declaration"]
    assert hub.kinds("aa") == ["Acknowledgement", "Refusal"]
    assert hub.outbound("aa")[1][1]["faults"][0]["code"] == "26"


async def test_reading_the_same_input_again_gives_the_stored_decision() -> None:
    """A router killed between storing and publishing publishes the same messages, once."""
    hub = Hub()
    await hub.send("aa", "m1", **EXPORT)
    await hub.send("bb", "m2", **IMPORT)
    await hub.step("connector")
    lane = hub.lanes["router"]
    await lane.start()
    lost = await hub.router.handle(await lane.batch())
    await hub.step("router")

    published = [r for cc in ("aa", "bb") for r in hub.bus.read(f"customs.{cc}.outbound")]
    published += hub.bus.read(topics.MATCHES.name)
    assert sorted(header(o.headers, "ce_id") for o in lost) == sorted(
        header(r.headers, "ce_id") for r in published
    )
    assert sorted(o.value for o in lost) == sorted(r.value for r in published)


async def test_a_receipt_message_comes_before_everything_else() -> None:
    """Where the national format has a receipt message, it is the first answer."""
    hub = Hub(receipt="message")
    await hub.send("aa", "m1", **EXPORT)
    await hub.settle()

    assert hub.kinds("aa") == ["Receipt", "Acknowledgement"]


async def test_a_dead_partner_holds_only_itself_and_loses_nothing() -> None:
    """One pilot message is tried until the partner is back; order per declaration is kept."""
    hub = Hub()
    hub.sinks["bb"].statuses = [503, 503, 500]
    for number in range(5):
        await hub.send("aa", f"m{number}", **{**EXPORT, "declarationId": f"E{number % 2}"})
    await hub.settle()

    heard = [(h["hub-declaration-key"], h["idempotency-key"]) for _, h, _ in hub.sinks["bb"].heard]
    sent = [
        (header(r.headers, "ce_subject"), header(r.headers, "ce_id"))
        for r in hub.bus.read("customs.bb.outbound")
    ]
    for key in ("AA:E0", "AA:E1"):
        assert [h for h in heard if h[0] == key] == [s for s in sent if s[0] == key]
    assert len(hub.bus.read("customs.bb.delivered")) == len(sent)


async def test_a_message_the_partner_refuses_is_parked_and_the_others_go_on() -> None:
    """A 4xx parks that message with the answer; an unwritable one is parked unsent."""
    hub = Hub()
    hub.sinks["bb"].statuses = [422]
    await hub.send("aa", "m1", **EXPORT)
    await hub.send("aa", "m2", **{**EXPORT, "declarationId": "UNWRITABLE"})
    await hub.send("aa", "m3", **{**EXPORT, "declarationId": "E3"})
    await hub.settle()

    reasons = [header(r.headers, "hub_reason") for r in hub.bus.read("customs.bb.parked")]
    assert len(reasons) == 2
    assert any("answered 422" in reason for reason in reasons)
    assert len(hub.sinks["bb"].heard) == 1
