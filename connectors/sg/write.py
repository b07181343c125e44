"""Writes canonical messages for Singapore: declarations, and answers in the nearest form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from connectors.sg.codes import OUTBOUND, RESPONSE, VERSION, ZONE
from connectors.sg.declaration_writing import declaration
from connectors.sg.identity import unique_reference
from connectors.sg.markup import basic, document, group
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
HUB = "HUB.HUB001"
MAX_TEXT = 512
_REFUSING = frozenset({"REJECTED", "NOT_RELEASED"})


def write(message: Message, envelope: Envelope) -> Written:
    """Write one canonical message as XML in UTF-8, naming what is not carried.

    Raises `Parked` for a kind that has no form.
    """
    if message.kind == "Declaration":
        text, losses = declaration(message.body, envelope)
    elif message.kind in _WRITERS:
        text = _WRITERS[message.kind](message.body, envelope)
        losses = tuple(name for name in _NOT_SAID if message.body.get(name))
    else:
        raise Parked(f"TradeNet has no form for {message.kind}")
    return Written(f"{DECLARED}{text}".encode(), CONTENT_TYPE, losses)


_NOT_SAID = ("discrepancies", "evidence", "items", "score", "statements")


def _response(body: Body, envelope: Envelope, name: str, prefix: str, inner: str) -> str:
    """Return an answer that quotes what it answers."""
    quoted: Mapping[str, str] = body.get("references") or {}
    when = moments.written(body.get("occurredAt"), ZONE, "%Y%m%d%H%M")
    prepared = envelope.prepared_at.astimezone(moments.zone(ZONE)).strftime("%Y%m%d%H%M")
    head = (
        basic("MessageVersion", VERSION)
        + basic("SenderID", HUB)
        + basic("RecipientID", quoted.get("SG.SenderID", ""))
        + basic("TotalNumberOfResponse", "1")
    )
    told = group(name, _numbers(body, quoted) + inner, prefix)
    box = f"{head}<{OUTBOUND}>{told}</{OUTBOUND}>"
    return document(RESPONSE, when or prepared, envelope.message_id, box)


def _numbers(body: Body, quoted: Mapping[str, str]) -> str:
    uen, date, sequence = unique_reference(body.get("functionalReferenceId") or "")
    number = basic("ID", uen) + basic("Date", date) + basic("SequenceNumeric", sequence)
    return (
        basic("MessageReference", quoted.get("SG.MessageReference", "")[:14])
        + group("UniqueReferenceNumber", number)
        + basic("IssuingAuthorityID", HUB)
        + basic("DeclarantID", quoted.get("SG.DeclarantID", ""))
    )


def _said(body: Body, code: str, text: str) -> str:
    return (
        basic("CommonAccessReference", "STATUS")
        + basic("StatusType", code)
        + basic("StatusDescription", text[:MAX_TEXT].strip())
        + basic("PermitNumber", body.get("declarationId") or "")
    )


def _details(faults: Iterable[Body], name: str, code: str) -> str:
    """Return the faults: code, text with the original value, and the way to the element."""
    written = ""
    for fault in faults:
        text, original = fault.get("text") or "", fault.get("original") or ""
        said = f"{text} [{original}]" if original else text
        steps = [step for step in (fault.get("pointer") or "").split("/") if step]
        inner = basic(code, fault.get("code") or "") + basic("ErrorDescription", said)
        written += group(name, inner + "".join([basic("ErrorTrace", step) for step in steps]))
    return written


def _refusal(body: Body, envelope: Envelope) -> str:
    inner = _said(body, "REFUSAL", f"refused, layer {body.get('layer', 1)}")
    inner += _details(body.get("faults") or (), "ErrorDetail", "ErrorCode")
    return _response(body, envelope, "ErrorMessage", "err", inner)


def _status(body: Body, envelope: Envelope) -> str:
    status = body.get("status") or "UNMAPPED"
    told = (envelope.sender, body.get("nationalCode"), body.get("nationalText"))
    inner = _said(body, status, " ".join(filter(None, told)))
    details = _details(body.get("faults") or (), "RejectionDetail", "ErrorID")
    if status in _REFUSING:
        return _response(body, envelope, "RejectionMessage", "rej", inner + details)
    return _response(body, envelope, "ApprovalMessage", "app", inner + details)


def _acknowledgement(body: Body, envelope: Envelope) -> str:
    to = ", ".join(body.get("recipients") or ())
    text = f"{body.get('outcome', '')} {f'forwarded to {to}' if to else ''}"
    inner = _said(body, "ACKNOWLEDGEMENT", text)
    inner += _details(body.get("warnings") or (), "ErrorDetail", "ErrorCode")
    return _response(body, envelope, "ApprovalMessage", "app", inner)


def _receipt(body: Body, envelope: Envelope) -> str:
    text = f"received as {body.get('hubMessageId', '')}, sha256 {body.get('sha256', '')}"
    return _response(body, envelope, "ApprovalMessage", "app", _said(body, "RECEIPT", text))


def _match(body: Body, envelope: Envelope) -> str:
    told = ("outcome", "counterpartCountry", "counterpartDeclarationId", "tier", "explanation")
    text = " ".join([str(body[name]) for name in told if body.get(name)])
    return _response(body, envelope, "ApprovalMessage", "app", _said(body, "MATCH", text))


_WRITERS: dict[str, Callable[[Body, Envelope], str]] = {
    "StatusChange": _status,
    "Acknowledgement": _acknowledgement,
    "Receipt": _receipt,
    "Refusal": _refusal,
    "MatchResult": _match,
}
