"""The catalogue of message kinds: one line a kind, who may send it and who receives it."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of canonical message: its Avro record, who sends it, who receives it."""

    name: str
    sent_by: str
    received_by: str

    @property
    def schema(self) -> str:
        """Full record name, the subject under which the registry knows it."""
        return f"hub.customs.{self.name}"

    @property
    def event_type(self) -> str:
        """`ce_type` of its messages."""
        return f"hub.customs.{self.name}.v1"


DECLARATION = Kind("Declaration", "national system", "destination and transit customs")
STATUS_CHANGE = Kind("StatusChange", "national system", "customs that hold the declaration")
RECEIPT = Kind("Receipt", "hub", "sender, where its format has a receipt message")
ACKNOWLEDGEMENT = Kind("Acknowledgement", "hub", "sender")
REFUSAL = Kind("Refusal", "hub", "sender")
MATCH_RESULT = Kind("MatchResult", "hub", "both customs of the match")
DELIVERY_REPORT = Kind("DeliveryReport", "hub", "operations")
BORDER_TICKET = Kind("BorderTicket", "national system", "hub")
BORDER_AGGREGATE = Kind("BorderAggregate", "national system", "counterpart customs")

KINDS = {
    kind.name: kind
    for kind in (
        DECLARATION,
        STATUS_CHANGE,
        RECEIPT,
        ACKNOWLEDGEMENT,
        REFUSAL,
        MATCH_RESULT,
        DELIVERY_REPORT,
        BORDER_TICKET,
        BORDER_AGGREGATE,
    )
}

STATES = (
    "RECEIVED LODGED PRELODGED ACCEPTED REJECTED DOCS_REQUIRED UNDER_CONTROL HELD ASSESSED RELEASED"
    " NOT_RELEASED EXITED IN_TRANSIT INCIDENT ARRIVED UNLOADING CLEARED CLOSED CANCEL_REQUESTED"
    " CANCELLED EXPIRED SEIZED AMENDED UNMAPPED"
).split()
"""Canonical states of a declaration; AMENDED is an event, UNMAPPED an unknown national code."""
