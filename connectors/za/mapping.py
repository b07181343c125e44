"""What is South Africa's own in the EDIFACT family: identifiers, places, totals, status codes."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats import edifact
from hub.connector.formats.edifact import Profile, vocabulary
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)
_CODES = HERE.codes

PROFILE = Profile(
    country=HERE.code,
    zone=HERE.zone,
    currency=HERE.currency,
    authority="SARSDEC",
    test_authority="SARSDECT",
    directory="96B",
    association="ZZZ01",
    application=True,
    syntax="UNOB:4",
    agency="ZZZ",
    names=_CODES["document_names"],
    side_names=_CODES["written_names"],
    places={**_CODES["places"], **vocabulary.PLACES, **_CODES["places"]},
    parties={**_CODES["parties"], **vocabulary.PARTIES, **_CODES["parties"]},
    units=_CODES["units"],
    previous={**vocabulary.PREVIOUS_REFERENCES, **_CODES["previous"]},
    border_stage="20",
    commodity_list="108",
    procedure_text="CCI",
    items_text="LIN",
    header_totals=True,
    seals_in_equipment=True,
    version_is_revision=True,
    reference_is_response=True,
    status_text="AAI",
    text_width=70,
    statuses={f"{code}:120:ZZZ": state for code, state in _CODES["statuses"].items()},
    status_codes={state: f"{code}:120:ZZZ" for code, state in _CODES["statuses"].items()},
)


def read(raw: bytes) -> Reading:
    """Read a SARS interchange: CUSDEC, CUSRES, CONTRL; see the family for what each becomes."""
    return edifact.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write for SARS: CUSDEC for declarations, CONTRL and CUSRES for every answer of the hub."""
    return edifact.write(message, envelope, PROFILE)
