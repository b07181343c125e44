"""Writing SADs of ASYCUDA World: declarations, and the hub's answers in the nearest form.

The format has no answer message. An answer is a SAD skeleton without items that quotes the
document's identification; what the hub has to say stands in the comments.
"""

from __future__ import annotations

from hub.connector.formats.asycuda import sad_writing
from hub.connector.formats.asycuda.profile import Profile
from hub.connector.formats.asycuda.sad_writing import block, text
from hub.domain import moments
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"
MAX_COMMENT = 4000


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write a SAD. Raises `Parked` for a kind that has no form."""
    body = message.body
    if message.kind == "Declaration":
        return _written(sad_writing.declaration(body, profile), sad_writing.losses(body))
    if message.kind not in _COMMENTS:
        raise Parked(f"ASYCUDA has no form for {message.kind}")
    comment = _COMMENTS[message.kind](body, envelope)
    lost = tuple(name for name in ("items", "statements", "discrepancies") if body.get(name))
    return _written(_answer(message, comment, envelope, profile), lost)


def _written(inner: str, losses: tuple[str, ...]) -> Written:
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n<ASYCUDA>{inner}</ASYCUDA>'
    return Written(document.encode(), CONTENT_TYPE, losses)


def _answer(message: Message, comment: str, envelope: Envelope, profile: Profile) -> str:
    body = message.body
    day = envelope.prepared_at.astimezone(moments.zone(profile.zone)).strftime(profile.dates[0])
    receipt = ""
    if message.kind == "StatusChange" and body.get("status") == "RELEASED":
        number = text("Number", envelope.message_id[:8])
        receipt = block("receipt", number + text("Date", day))
    date = (body.get("references") or {}).get("SAD.date", day)
    about = {**body, "references": {"SAD.date": date}}
    return (
        sad_writing.identification(about, profile, receipt)
        + sad_writing.declarant(body, {})
        + block("General_information", text("Comments_free_text", comment[:MAX_COMMENT]))
    )


def _faults(faults: object) -> str:
    rows = faults if isinstance(faults, list | tuple) else ()
    return "\n".join(
        f"{f.get('code', '')} {f.get('pointer', '')} {f.get('text', '')} {f.get('original', '')}"
        for f in rows[:100]
    )


_COMMENTS = {
    "Acknowledgement": lambda b, e: (
        f"ACKNOWLEDGED {b.get('outcome', '')} forwarded to"
        f" {', '.join(b.get('recipients') or ()) or 'nobody'}\n{_faults(b.get('warnings'))}"
    ),
    "Receipt": lambda b, e: f"RECEIVED sha256 {b.get('sha256', '')}",
    "Refusal": lambda b, e: f"REFUSED\n{_faults(b.get('faults'))}",
    "StatusChange": lambda b, e: (
        f"STATUS {e.sender} {b.get('status', '')} {b.get('nationalText', '')}"
    ),
    "MatchResult": lambda b, e: f"MATCH {b.get('outcome', '')} {b.get('explanation', '')}",
}
