"""Which of CEISA's documents is at hand: a declaration or an answer."""

from __future__ import annotations

from connectors.id import answers, document
from hub.connector.formats import json
from hub.domain.faults import UNKNOWN_KIND, Fault
from hub.domain.reading import Reading, RefusedPart


def read(raw: bytes) -> Reading:
    """Read a document (BC 2.0, BC 3.0), its revision or cancellation, or an answer."""
    found, faults = json.parse(raw)
    if found is None:
        return Reading(refusals=(RefusedPart(faults),))
    if "dataStatus" in found or "dataRespon" in found:
        return answers.read(found)
    if "kodeDokumen" in found or "nomorAju" in found:
        return document.read(found)
    fault = Fault(UNKNOWN_KIND, "/", "neither a document nor an answer", ", ".join(found)[:200])
    return Reading(refusals=(RefusedPart((fault,)),))
