"""What is the United Kingdom's own in the WCO family: the HMRC CDS profile and its codes."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats.wco import write as wco_write
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.read import read as wco_read
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)
PROFILE = Profile(
    country=HERE.code,
    agency="HMRC",
    zone=HERE.zone,
    customization="v2.1",
    sides=HERE.codes["sides"],
    procedure_types=HERE.codes["procedure_types"],
    procedures=HERE.codes["procedures"],
    types=HERE.codes["types"],
    additional=HERE.codes["additional"],
    notices=HERE.codes["notices"],
    states=HERE.codes["states"],
    names=HERE.codes["names"],
    responses=HERE.codes["responses"],
    countries=HERE.codes["countries"],
    # DUCR: the declaration unique consignment reference is stated as a previous document.
    ucr_documents=frozenset({"DCR"}),
)


def read(raw: bytes) -> Reading:
    """Read a CDS declaration, additional message or notification."""
    return wco_read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a CDS declaration, additional message or notification."""
    return wco_write.write(message, envelope, PROFILE)
