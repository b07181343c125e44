"""What is Viet Nam's own in the NACCS family: its codes, and how many lines a declaration holds."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats.naccs import read as naccs_read
from hub.connector.formats.naccs import write as naccs_write
from hub.connector.formats.naccs.profile import SHARED, Profile, load_jobs
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)
PROFILE = Profile(
    country=HERE.code,
    zone=HERE.zone,
    system="VNACCS",
    currency=HERE.currency,
    jobs=load_jobs(SHARED),
    transport=HERE.codes["transport"],
    channels=HERE.codes["channels"],
    max_items=50,
)


def read(raw: bytes) -> Reading:
    """Read a VNACCS job or output message."""
    return naccs_read.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a VNACCS job or output message."""
    return naccs_write.write(message, envelope, PROFILE)
