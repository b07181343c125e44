"""Which of CEISA's documents is at hand, and which form a canonical message gets."""

from __future__ import annotations

from typing import Any

import orjson

from connectors.id import answers, document
from connectors.id.answers_writing import ANSWERS
from connectors.id.document_writing import document as write_document
from connectors.id.tables import HERE
from hub.connector.formats import json
from hub.connector.formats.json_places import located
from hub.domain.faults import UNKNOWN_KIND, Fault
from hub.domain.reading import Envelope, Message, Reading, RefusedPart, Written
from hub.errors import Parked

CONTENT_TYPE = "application/json"

__all__ = ["HERE", "read", "write"]


def read(raw: bytes) -> Reading:
    """Read a document (BC 2.0, BC 3.0), its revision or cancellation, or an answer.

    Each fault has the JSON pointer of what it speaks of, with line and column.
    """
    found, faults = json.parse(raw)
    reading = _reading(found) if found is not None else _refused(faults)
    if not (reading.refusals or reading.warnings):
        return reading
    refusals = tuple(
        RefusedPart(
            located(raw, part.faults),
            part.declaration_id,
            part.functional_reference_id,
            part.references,
            part.layer,
        )
        for part in reading.refusals
    )
    return Reading(reading.messages, refusals, located(raw, reading.warnings))


def _reading(found: dict[str, Any]) -> Reading:
    if "dataStatus" in found or "dataRespon" in found:
        return answers.read(found)
    if "status" in found and "message" in found:
        return answers.read_submission(found)
    if "kodeDokumen" in found or "nomorAju" in found:
        return document.read(found)
    fault = Fault(UNKNOWN_KIND, "/", "neither a document nor an answer", ", ".join(found)[:200])
    return _refused((fault,))


def _refused(faults: tuple[Fault, ...]) -> Reading:
    return Reading(refusals=(RefusedPart(faults),))


def write(message: Message, envelope: Envelope) -> Written:
    """Write a document, or an answer in the shape of `dataStatus`/`dataRespon` or `status`."""
    if message.kind == "Declaration":
        written, losses = write_document(message.body)
    elif message.kind in ANSWERS:
        written, losses = ANSWERS[message.kind](message.body, envelope)
    else:
        raise Parked(f"CEISA has no form for {message.kind}")
    return Written(orjson.dumps(written), CONTENT_TYPE, losses)
