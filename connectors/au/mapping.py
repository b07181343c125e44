"""What is Australia's own in the EDIFACT family: identifiers, document names, measures."""

from __future__ import annotations

from pathlib import Path

from hub.connector import codelists
from hub.connector.formats import edifact
from hub.connector.formats.edifact import Profile
from hub.domain.reading import Envelope, Message, Reading, Written

_LISTS = codelists.load(Path(__file__).parent)

PROFILE = Profile(
    country="AU",
    zone="Australia/Sydney",
    authority="AAA336C",
    directory="99B",
    syntax="UNOC:3",
    agency="95",
    names=_LISTS["document_names"],
    side_names=_LISTS["written_names"],
    units=_LISTS["units"],
    border_stage="20",
    discharge="12",
    commodity="RFF",
    tariff_measure="ABW",
    statistical="63",
)


def read(raw: bytes) -> Reading:
    """Read an ICS interchange: CUSDEC, CUSRES, CONTRL; see the family for what each becomes."""
    return edifact.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write for ICS: CUSDEC for declarations, CONTRL and CUSRES for every answer of the hub."""
    return edifact.write(message, envelope, PROFILE)
