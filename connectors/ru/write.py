"""Writing the album: which kind becomes which document, in its container."""

from __future__ import annotations

from collections.abc import Callable

from connectors.ru import marks_writing
from connectors.ru.esad_writing import declaration
from connectors.ru.namespaces import contained
from hub.connector.formats.eaeu.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"
_COMMENTS: dict[str, Callable[[Body], list[str]]] = {
    "Acknowledgement": marks_writing.acknowledgement,
    "Refusal": marks_writing.refusal,
    "Receipt": marks_writing.receipt,
    "MatchResult": marks_writing.match,
    "StatusChange": marks_writing.status,
}


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write a document in its container. Raises `Parked` for a kind that has no form."""
    body = message.body
    if message.kind == "Declaration":
        document, losses = declaration(body, envelope, profile)
    elif message.kind not in _COMMENTS:
        raise Parked(f"the album has no form for {message.kind}")
    elif message.kind == "StatusChange" and body.get("status") == "ACCEPTED":
        document, losses = marks_writing.registration(body, envelope, profile), ()
    else:
        comments = _COMMENTS[message.kind](body)
        state = body.get("status", "") if message.kind == "StatusChange" else ""
        document, losses = marks_writing.mark(comments, body, state, envelope, profile)
    day = moments.written({"utc": envelope.prepared_at}, profile.zone, "%Y-%m-%d")
    return Written(contained(document, envelope.message_id[:36], day), CONTENT_TYPE, losses)
