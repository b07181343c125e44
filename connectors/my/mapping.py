"""What is Malaysia's own in the EDIFACT family, as far as it is known: its forms."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats import edifact
from hub.connector.formats.edifact import Profile
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)

PROFILE = Profile(
    country=HERE.code,
    zone=HERE.zone,
    authority="JKDM",
    directory="96B",
    syntax="UNOC:3",
    names=HERE.codes["document_names"],
    side_names=HERE.codes["written_names"],
    status_text="AAI",
    text_width=70,
)


def read(raw: bytes) -> Reading:
    """Read an interchange: CUSDEC, CUSRES, CONTRL; see the family for what each becomes."""
    return edifact.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write CUSDEC for declarations, CONTRL and CUSRES for every answer of the hub."""
    return edifact.write(message, envelope, PROFILE)
