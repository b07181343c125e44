"""Writing the common structures: a declaration as R.036, everything else as a notice R.006."""

from __future__ import annotations

from hub.connector.formats.eaeu import r006, r036_writing
from hub.connector.formats.eaeu.profile import Profile
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"
_NOTICES = frozenset({"Acknowledgement", "Refusal", "Receipt", "MatchResult", "StatusChange"})


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write a declaration or a notice. Raises `Parked` for a kind that has no form."""
    if message.kind == "Declaration":
        body, losses = r036_writing.declaration(message.body, envelope, profile)
    elif message.kind in _NOTICES:
        body, losses = r006.written(message.kind, message.body, envelope, profile)
    else:
        raise Parked(f"the Union has no form for {message.kind}")
    return Written(body, CONTENT_TYPE, losses)
