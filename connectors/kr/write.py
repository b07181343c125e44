"""Writing for UNI-PASS: which kind becomes which document, in the namespace of its schema."""

from __future__ import annotations

from collections.abc import Callable

from connectors.kr import answers_writing
from connectors.kr.declaration_writing import declaration
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ANSWERS: dict[str, Callable[[Body, Envelope], answers_writing.Made]] = {
    "Acknowledgement": answers_writing.acknowledgement,
    "MatchResult": answers_writing.match,
    "Receipt": answers_writing.receipt,
    "Refusal": answers_writing.refusal,
    "StatusChange": answers_writing.status,
}


def write(message: Message, envelope: Envelope) -> Written:
    """Write a document of UNI-PASS. Raises `Parked` for a kind it has no form for."""
    if message.kind == "Declaration":
        return _written("Declaration", *declaration(message.body))
    answer = _ANSWERS.get(message.kind)
    if answer is None:
        raise Parked(f"UNI-PASS has no form for {message.kind}")
    return _written("Response", *answer(message.body, envelope))


def _written(root: str, name: str, inner: str, losses: tuple[str, ...]) -> Written:
    # Both prefixes stand for one namespace, as in the published instances.
    space = f"urn:kr:gov:kcs:data:standard:KCS_{root}Of{name}SchemaModule:1:0"
    opening = f'<wco:{root} xmlns:kcs="{space}" xmlns:wco="{space}">'
    return Written(f"{_DECLARED}{opening}{inner}</wco:{root}>".encode(), CONTENT_TYPE, losses)
