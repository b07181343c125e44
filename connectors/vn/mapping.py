"""What is Viet Nam's own in the NACCS family: the jobs and items of VNACCS and its codes."""

from __future__ import annotations

from pathlib import Path

from hub.connector import codelists
from hub.connector.formats.naccs import read as naccs_read
from hub.connector.formats.naccs import write as naccs_write
from hub.connector.formats.naccs.profile import Profile, load_jobs
from hub.domain.reading import Envelope, Message, Reading, Written

_FOLDER = Path(__file__).parent
_CODES = codelists.load(_FOLDER)
PROFILE = Profile(
    country="VN",
    zone="Asia/Ho_Chi_Minh",
    system="VNACCS",
    currency="VND",
    jobs=load_jobs(_FOLDER / "items.toml"),
    transport=_CODES["transport"],
    channels=_CODES["channels"],
)


def read(raw: bytes) -> Reading:
    """Read a VNACCS job or output message."""
    return naccs_read.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a VNACCS job or output message."""
    return naccs_write.write(message, envelope, PROFILE)
