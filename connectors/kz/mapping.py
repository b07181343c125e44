"""What is this country's own in the Union: its zone, currency, taxpayer's number and decisions."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats.eaeu import read as eaeu_read
from hub.connector.formats.eaeu import write as eaeu_write
from hub.connector.formats.eaeu.profile import Profile
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)
PROFILE = Profile(
    country=HERE.code,
    zone=HERE.zone,
    currency=HERE.currency,
    taxpayer=("BIN", (12,)),
    decisions=HERE.codes["decision"],
)


def read(raw: bytes) -> Reading:
    """Read a goods declaration R.036 or a notice R.006."""
    return eaeu_read.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a goods declaration R.036 or a notice R.006."""
    return eaeu_write.write(message, envelope, PROFILE)
