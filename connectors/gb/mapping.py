"""What is the United Kingdom's own in the WCO family: the HMRC CDS profile and its codes."""

from __future__ import annotations

from pathlib import Path

from hub.connector import codelists
from hub.connector.formats.wco import write as wco_write
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.read import read as wco_read
from hub.domain.reading import Envelope, Message, Reading, Written

_CODES = codelists.load(Path(__file__).parent)
PROFILE = Profile(
    country="GB",
    agency="HMRC",
    zone="Europe/London",
    customization="v2.1",
    sides=_CODES["sides"],
    procedure_types=_CODES["procedure_types"],
    procedures=_CODES["procedures"],
    types=_CODES["types"],
    additional=_CODES["additional"],
    notices=_CODES["notices"],
    states=_CODES["states"],
    names=_CODES["names"],
    responses=_CODES["responses"],
    countries=_CODES["countries"],
    # DUCR: the declaration unique consignment reference is stated as a previous document.
    ucr_documents=frozenset({"DCR"}),
)


def read(raw: bytes) -> Reading:
    """Read a CDS declaration, additional message or notification."""
    return wco_read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a CDS declaration, additional message or notification."""
    return wco_write.write(message, envelope, PROFILE)
