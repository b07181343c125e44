"""Reading the common structures: a goods declaration R.036, a notice of the result R.006."""

from __future__ import annotations

from functools import partial

from hub.connector.formats import xml
from hub.connector.formats.eaeu.documents import keep, notes_of, read_each
from hub.connector.formats.eaeu.profile import Profile
from hub.connector.formats.eaeu.r006 import read_result
from hub.connector.formats.eaeu.r036 import declaration
from hub.connector.formats.eaeu.settle import identify, missing, settle
from hub.connector.formats.walk import Element, Findings, walk
from hub.connector.formats.xml_places import located
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

_NAMES = ("DeclarationKindCode", "DestinationCountryDetails")
_PLACES = {
    "mode": "//UnifiedTransportModeCode",
    "office": "//CustomsDeclarationIdDetails/CustomsOfficeCode",
    "exportCountry": "//DepartureCountryDetails/CACountryCode|UnifiedCountryCode",
    "destinationCountry": "//DestinationCountryDetails/CACountryCode|UnifiedCountryCode",
    "originCountry": "//OriginCountryDetails/CACountryCode|UnifiedCountryCode",
    "procedure": "//CustomsProcedureCode|CustomsModeCode",
}
_KINDS = frozenset({"GoodsDeclaration", "ProcessingResultDetails"})


def read(raw: bytes, profile: Profile) -> Reading:
    """Read declarations and notices, bare or in wrappers this connector does not know."""
    unknown = "neither a GoodsDeclaration nor a ProcessingResultDetails"
    return read_each(raw, _KINDS, unknown, partial(_read, profile))


def _read(profile: Profile, document: Element) -> Reading:
    if xml.local(document.tag) == "ProcessingResultDetails":
        return read_result(document, profile)
    return _declaration(document, profile)


def _declaration(element: Element, profile: Profile) -> Reading:
    body: Body = {"country": profile.country}
    found = Findings(profile.zone)
    walk(element, declaration(), body, found)
    notes = notes_of(body)
    identify(body, notes)
    number, reference = body.get("declarationId", ""), body["functionalReferenceId"]
    faults = list(missing(body, notes, profile, element, _NAMES))
    if faults:
        # What is doubtful is told with what is missing, so that one correction is enough.
        settle({"side": "", **body}, notes, profile, found, "", _PLACES)
        told = located(element, [*faults, *found.warnings][:MAX_FAULTS])
        return Reading((), (RefusedPart(told, number, reference, body["references"]),))
    body["declarationKey"] = declaration_key(profile.country, number, reference)
    settle(body, notes, profile, found, "/GoodsDeclaration/", _PLACES)
    kind, taxpayer = profile.taxpayer
    for party in body.get("parties", ()):
        identity = party.get("id", "")
        if kind and len(identity) in taxpayer and identity.isdigit():
            party["idType"] = kind
    keep(body, notes, found)
    return Reading((Message("Declaration", body),), (), located(element, found.warnings))
