"""Writes the single window's answers: DecImportResponse, and DEC_DATA as the nearest notice.

DEC_DATA for a partner's status or a match leaves CHANNEL, a decision of China's customs, empty
and tells in NOTE.
"""

from __future__ import annotations

from connectors.cn import codes
from connectors.cn.markup import DECLARED, elements
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope


def response(body: Body, code: str, text: str) -> str:
    """Return a DecImportResponse: code 0 taken, anything else not."""
    quoted = body.get("references") or {}
    local = body.get("functionalReferenceId", "")
    fields = (
        ("ResponseCode", code),
        ("ErrorMessage", text),
        ("ClientSeqNo", quoted.get("Dec.ClientSeqNo") or local or body.get("messageId", "")),
        ("SeqNo", quoted.get("Dec.SeqNo", "")),
    )
    return f"{DECLARED}<DecImportResponse>{elements(fields)}</DecImportResponse>"


def notice(body: Body, envelope: Envelope, note: str) -> str:
    """Return DEC_DATA with one DEC_RESULT that tells in NOTE; CHANNEL is left empty."""
    when = moments.written(body.get("occurredAt"), codes.ZONE, "%Y-%m-%dT%H:%M:%S")
    prepared = envelope.prepared_at.astimezone(moments.zone(codes.ZONE))
    quoted = body.get("references") or {}
    fields = (
        ("SEQ_NO", quoted.get("Dec.SeqNo", "")),
        ("ENTRY_ID", body.get("declarationId") or body.get("functionalReferenceId", "")),
        ("NOTICE_DATE", when or prepared.strftime("%Y-%m-%dT%H:%M:%S")),
    )
    inner = f"{elements(fields)}<CHANNEL/>{elements([('NOTE', note)])}"
    return f"{DECLARED}<DEC_DATA><DEC_RESULT>{inner}</DEC_RESULT><RESULT_INFO/></DEC_DATA>"
