"""Writes canonical messages for Thailand: declarations, and answers in a form of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from connectors.th.codes import RESPONSE, ZONE
from connectors.th.declaration_writing import declaration
from hub.connector.formats.xml import escape
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
MAX_TEXT = 4000


def write(message: Message, envelope: Envelope) -> Written:
    """Write one canonical message as XML in UTF-8, naming what is not carried.

    Raises `Parked` for a kind that has no form.
    """
    if message.kind == "Declaration":
        text, losses = declaration(message.body)
    elif message.kind in _SAID:
        text = _response(message.body, envelope, *_SAID[message.kind](message.body, envelope))
        losses = tuple(name for name in _NOT_SAID if message.body.get(name))
    else:
        raise Parked(f"Thailand has no form for {message.kind}")
    return Written(f"{DECLARED}{text}".encode(), CONTENT_TYPE, losses)


_NOT_SAID = ("discrepancies", "evidence", "items", "score", "statements")

Said = tuple[str, str, Iterable[Body]]
"""Status, text and faults of a response."""


def _response(
    body: Body, envelope: Envelope, status: str, text: str, faults: Iterable[Body]
) -> str:
    when = moments.written(body.get("occurredAt"), ZONE, "%Y%m%d%H%M%S")
    prepared = envelope.prepared_at.astimezone(moments.zone(ZONE)).strftime("%Y%m%d%H%M%S")
    quoted = body.get("references") or {}
    own = quoted.get("TH.DeclarationNumber") or body.get("declarationId") or ""
    local = quoted.get("TH.ReferenceNumber") or body.get("functionalReferenceId") or ""
    fields = (
        ("DeclarationNumber", own),
        ("ReferenceNumber", local),
        ("ResponseNumber", envelope.message_id),
        ("Status", status),
        ("StatusText", text[:MAX_TEXT].strip()),
        ("StatusDateTime", when or prepared),
    )
    inner = "".join([_element(name, value) for name, value in fields])
    return f"<{RESPONSE}>{inner}{''.join([_error(fault) for fault in faults])}</{RESPONSE}>"


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _error(fault: Body) -> str:
    parts = (("Code", "code"), ("Pointer", "pointer"), ("Text", "text"), ("Value", "original"))
    inner = "".join([_element(name, fault.get(field) or "") for name, field in parts])
    return f"<Error>{inner}</Error>"


def _status(body: Body, envelope: Envelope) -> Said:
    said = (envelope.sender, body.get("nationalCode"), body.get("nationalText"))
    return body.get("status") or "UNMAPPED", " ".join(filter(None, said)), body.get("faults") or ()


def _acknowledgement(body: Body, envelope: Envelope) -> Said:
    to = ", ".join(body.get("recipients") or ())
    text = f"{body.get('outcome', '')} {f'forwarded to {to}' if to else ''}"
    return "ACKNOWLEDGEMENT", text, body.get("warnings") or ()


def _receipt(body: Body, envelope: Envelope) -> Said:
    text = f"received as {body.get('hubMessageId', '')}, sha256 {body.get('sha256', '')}"
    return "RECEIPT", text, ()


def _refusal(body: Body, envelope: Envelope) -> Said:
    return "REFUSAL", f"refused, layer {body.get('layer', 1)}", body.get("faults") or ()


def _match(body: Body, envelope: Envelope) -> Said:
    told = ("outcome", "counterpartCountry", "counterpartDeclarationId", "tier", "explanation")
    return "MATCH", " ".join([str(body[name]) for name in told if body.get(name)]), ()


_SAID: dict[str, Callable[[Body, Envelope], Said]] = {
    "StatusChange": _status,
    "Acknowledgement": _acknowledgement,
    "Receipt": _receipt,
    "Refusal": _refusal,
    "MatchResult": _match,
}
