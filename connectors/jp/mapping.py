"""What is Japan's own in the NACCS family: its items, its character set and its codes."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats.naccs import read as naccs_read
from hub.connector.formats.naccs import write as naccs_write
from hub.connector.formats.naccs.profile import Profile, load_jobs
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)
PROFILE = Profile(
    country=HERE.code,
    zone=HERE.zone,
    system=HERE.manifest.system,
    currency=HERE.currency,
    jobs=load_jobs(HERE.folder / "items.toml"),
    systems=HERE.codes["systems"],
    channels=HERE.codes["channels"],
    # Shift_JIS as it is used: without the vendor's characters names would be lost.
    charset="cp932",
    label=HERE.manifest.charset,
    max_items=99,
)


def read(raw: bytes) -> Reading:
    """Read a NACCS job or output message."""
    return naccs_read.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a NACCS job or output message."""
    return naccs_write.write(message, envelope, PROFILE)
