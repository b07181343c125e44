"""Writes canonical messages for China: which form each kind and each sender gets.

Whoever sent a CEB message is answered in CEB (`references["CEB.message"]`), everybody else by
DecImportResponse. A partner's status and a match become DEC_DATA with NOTE, the nearest form.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.cn import ceb_cancel, ceb_writing, dec_answers, dec_writing
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"
TAKEN, SENT, REFUSED, BROKEN = "2", "3", "100", "-1"
"""returnStatus: 2 in work, 3 sent on, 100 returned, negative cannot be processed (XSD)."""

Made = tuple[str, tuple[str, ...]]


def write(message: Message, envelope: Envelope) -> Written:
    """Write one canonical message as XML in UTF-8, naming what is not carried."""
    writer = _WRITERS.get(message.kind)
    if writer is None:
        raise Parked(f"China has no form for {message.kind}")
    text, losses = writer(message.body, envelope)
    return Written(text.encode(), CONTENT_TYPE, losses)


def _declaration(body: Body, envelope: Envelope) -> Made:
    cancelled = body.get("functionCode") == "1"
    return (ceb_cancel.cancellation if cancelled else dec_writing.declaration)(body, envelope)


def _answered(body: Body, envelope: Envelope, status: str, text: str) -> Made:
    if "CEB.message" in (body.get("references") or {}):
        return ceb_writing.answer(body, envelope, status, text)
    code = "0" if status in (TAKEN, SENT) else status
    return dec_answers.response(body, code, text), ()


def _receipt(body: Body, envelope: Envelope) -> Made:
    text = f"RECEIVED {body.get('hubMessageId', '')} sha256 {body.get('sha256', '')}"
    return _answered(body, envelope, TAKEN, text)


def _acknowledgement(body: Body, envelope: Envelope) -> Made:
    parts = [body.get("outcome", ""), *(body.get("recipients") or ())]
    parts += [_fault(fault) for fault in body.get("warnings") or ()]
    status = SENT if body.get("recipients") else TAKEN
    return _answered(body, envelope, status, "; ".join(filter(None, parts)))


def _refusal(body: Body, envelope: Envelope) -> Made:
    text = "; ".join(_fault(fault) for fault in body.get("faults") or ())
    status = REFUSED if body.get("layer") == 2 else BROKEN
    return _answered(body, envelope, status, text)


def _fault(fault: Body) -> str:
    parts = (fault.get("code"), fault.get("pointer"), fault.get("text"), fault.get("original"))
    return " ".join(filter(None, parts))


def _status(body: Body, envelope: Envelope) -> Made:
    said = (body.get("nationalCode"), body.get("nationalText"), body.get("declarationId"))
    words = [body.get("country", ""), body.get("status", ""), *filter(None, said)]
    words += [_fault(fault) for fault in body.get("faults") or ()]
    lost = ("items", "reasonCodes", "statements", "nationalData", "version", "responseId")
    text = dec_answers.notice({**body, "references": {}}, envelope, " ".join(words))
    return text, tuple(sorted(name for name in lost if body.get(name)))


def _match(body: Body, envelope: Envelope) -> Made:
    told = ("outcome", "counterpartCountry", "counterpartDeclarationId", "tier", "explanation")
    note = " ".join(body[name] for name in told if body.get(name))
    lost = tuple(name for name in ("discrepancies", "evidence", "score") if body.get(name))
    return dec_answers.notice(body, envelope, note), lost


_WRITERS: dict[str, Callable[[Body, Envelope], Made]] = {
    "Declaration": _declaration,
    "StatusChange": _status,
    "Acknowledgement": _acknowledgement,
    "Receipt": _receipt,
    "Refusal": _refusal,
    "MatchResult": _match,
}
