"""Writing WCO XML: which kind becomes which document, in its MetaData wrapper."""

from __future__ import annotations

from collections.abc import Callable

from hub.connector.formats.wco import declaration_writing, response_writing
from hub.connector.formats.wco.profile import Profile
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/xml; charset=UTF-8"

_RESPONSES: dict[str, Callable[[Body, Envelope, Profile], tuple[str, tuple[str, ...]]]] = {
    "Acknowledgement": response_writing.acknowledgement,
    "Refusal": response_writing.refusal,
    "StatusChange": response_writing.status,
    "Receipt": response_writing.receipt,
    "MatchResult": response_writing.match,
}


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write a WCO Declaration or Response. Raises `Parked` for a kind WCO has no form for."""
    if message.kind == "Declaration":
        inner, losses = declaration_writing.declaration(message.body, profile)
        opening = (
            f'<Declaration xmlns="{profile.declaration}" xmlns:p1="{profile.declaration_types}">'
        )
        return _wrapped(f"{opening}{inner}</Declaration>", "DEC", losses, profile)
    writer = _RESPONSES.get(message.kind)
    if writer is None:
        raise Parked(f"WCO XML has no form for {message.kind}")
    inner, losses = writer(message.body, envelope, profile)
    opening = f'<Response xmlns="{profile.response}" xmlns:rds="{profile.response_types}">'
    return _wrapped(f"{opening}{inner}</Response>", "RES", losses, profile)


def _wrapped(document: str, kind: str, losses: tuple[str, ...], profile: Profile) -> Written:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<md:MetaData xmlns:md="{profile.metadata}">'
        f"<md:WCODataModelVersionCode>{profile.version}</md:WCODataModelVersionCode>"
        f"<md:WCOTypeName>{kind}</md:WCOTypeName>"
        f"<md:ResponsibleCountryCode>{profile.country}</md:ResponsibleCountryCode>"
        f"<md:ResponsibleAgencyName>{profile.agency}</md:ResponsibleAgencyName>"
        "<md:AgencyAssignedCustomizationVersionCode>"
        f"{profile.customization}</md:AgencyAssignedCustomizationVersionCode>"
        f"{document}</md:MetaData>"
    )
    return Written(text.encode(), CONTENT_TYPE, losses)
