"""What differs between national profiles of the WCO Data Model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A national profile: names, namespaces and the meaning of codes.

    `sides` maps Declaration/TypeCode (WCO D013), whole or by its first two letters, to a side and
    `procedure_types` its third letter; `procedures` maps the requested procedure (166) to a side
    where the type leaves it open. `types` maps a side, alone or as `side/procedure type`, to the
    type a partner's declaration is written as.
    `additional` maps the type of an additional message (function 13) to the function it has in
    the hub, `notices` maps it to the state it reports where it declares nothing. Where there are
    no additional messages, an amendment states its own function (017, EDIFACT 1225).
    `states` maps a Response's FunctionCode (017), alone or as `code/reason` with its only status
    (379) or error (377), to a canonical state, `names` to its national name; `responses` maps
    states back. `countries` maps country codes of the profile's own to ISO 3166-1.
    `ucr_documents` are the types of previous documents (D019) whose number is a UCR.
    `max_items` is how many goods items a declaration may have; `insurance` the ChargesTypeCode
    (371) of insurance, empty where the profile has none; `taric` says whether a commodity code of
    ten digits is split into tariff and TARIC code.
    """

    country: str
    agency: str
    zone: str
    version: str = "3.6"
    customization: str = ""
    metadata: str = "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"
    declaration: str = "urn:wco:datamodel:WCO:DEC-DMS:2"
    declaration_types: str = "urn:wco:datamodel:WCO:Declaration_DS:DMS:2"
    response: str = "urn:wco:datamodel:WCO:RES-DMS:2"
    response_types: str = "urn:wco:datamodel:WCO:Response_DS:DMS:2"
    sides: Mapping[str, str] = field(default_factory=_nothing)
    procedure_types: Mapping[str, str] = field(default_factory=_nothing)
    procedures: Mapping[str, str] = field(default_factory=_nothing)
    types: Mapping[str, str] = field(default_factory=_nothing)
    additional: Mapping[str, str] = field(default_factory=_nothing)
    notices: Mapping[str, str] = field(default_factory=_nothing)
    states: Mapping[str, str] = field(default_factory=_nothing)
    names: Mapping[str, str] = field(default_factory=_nothing)
    responses: Mapping[str, str] = field(default_factory=_nothing)
    countries: Mapping[str, str] = field(default_factory=_nothing)
    ucr_documents: frozenset[str] = frozenset()
    max_items: int = 999
    insurance: str = ""
    taric: bool = True
