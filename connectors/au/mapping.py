"""What is Australia's own in the EDIFACT family: identifiers, document names, measures."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats import edifact
from hub.connector.formats.edifact import Profile
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)

PROFILE = Profile(
    country=HERE.code,
    zone=HERE.zone,
    authority="AAA336C",
    directory="99B",
    syntax="UNOC:3",
    agency="95",
    names=HERE.codes["document_names"],
    side_names=HERE.codes["written_names"],
    units=HERE.codes["units"],
    border_stage="20",
    discharge="12",
    commodity="RFF",
    tariff_measure="ABW",
    statistical="63",
    answer_errors=50,
)


def read(raw: bytes) -> Reading:
    """Read an ICS interchange: CUSDEC, CUSRES, CONTRL; see the family for what each becomes."""
    return edifact.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write for ICS: CUSDEC for declarations, CONTRL and CUSRES for every answer of the hub."""
    return edifact.write(message, envelope, PROFILE)
