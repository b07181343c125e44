"""Writing SADs of ASYCUDA World: declarations, and the hub's answers in the nearest form.

Elements stand in the order of the public XSD 4.2.1, which everything written validates against.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.asycuda import answers, sad_writing
from hub.connector.formats.asycuda.profile import Profile
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write a SAD. Raises `Parked` for a kind that has no form."""
    if message.kind == "Declaration":
        lost: set[str] = set()
        inner = sad_writing.declaration(message.body, profile, lost)
        return _written(inner, sorted(lost))
    if message.kind not in answers.COMMENTS:
        raise Parked(f"ASYCUDA has no form for {message.kind}")
    return _written(*answers.answer(message, envelope, profile))


def _written(inner: str, losses: Iterable[str]) -> Written:
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n<ASYCUDA>{inner}</ASYCUDA>'
    return Written(document.encode(), CONTENT_TYPE, tuple(losses))
