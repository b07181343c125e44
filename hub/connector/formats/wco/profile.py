"""What differs between national profiles of the WCO Data Model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A national profile: names, namespaces and the meaning of codes.

    `states` maps a Response's FunctionCode (WCO 017) to a canonical state and `responses` back;
    `sides` maps the first two letters of Declaration/TypeCode (WCO D013) to a side.
    """

    country: str
    agency: str
    zone: str
    version: str = "3.6"
    customization: str = "v2.1"
    metadata: str = "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"
    declaration: str = "urn:wco:datamodel:WCO:DEC-DMS:2"
    declaration_types: str = "urn:wco:datamodel:WCO:Declaration_DS:DMS:2"
    response: str = "urn:wco:datamodel:WCO:RES-DMS:2"
    response_types: str = "urn:wco:datamodel:WCO:Response_DS:DMS:2"
    sides: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    responses: Mapping[str, str] = field(default_factory=dict)
    export_documents: frozenset[str] = frozenset()
