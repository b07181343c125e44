"""What stands in for a national profile of WCO XML whose codes are not public.

Declarations are typed by UN/EDIFACT DE 1001 and state their function by DE 1225, the lists the WCO
Data Model itself names for D013 and 017. Responses are those of HMRC's CDS (WCO_RES_2_DMS.xsd):
borrowed, and to be confirmed by each country that borrows them.
"""

from __future__ import annotations

from collections.abc import Mapping

from hub.connector.country import Country
from hub.connector.formats.wco.profile import Profile

SIDES: Mapping[str, str] = {"929": "IMPORT", "830": "EXPORT"}
"""Goods declaration for importation and for exportation (DE 1001)."""
TYPES: Mapping[str, str] = {side: kind for kind, side in SIDES.items()}
INSURANCE = "67"
"""ChargesTypeCode (371) of insurance: DE 5025."""
MAX_ITEMS = 99_999
"""A goods item's number (006) is n..5."""
STATES: Mapping[str, str] = {
    "01": "ACCEPTED",
    "02": "LODGED",
    "03": "REJECTED",
    "05": "UNDER_CONTROL",
    "06": "DOCS_REQUIRED",
    "07": "AMENDED",
    "08": "RELEASED",
    "09": "CLEARED",
    "10": "CANCELLED",
    "13": "ASSESSED",
    "16": "EXITED",
}
RESPONSES: Mapping[str, str] = {
    **{state: code for code, state in STATES.items()},
    "RECEIVED": "02",
    "PRELODGED": "02",
}


def profile(here: Country, agency: str) -> Profile:
    """Return the profile of a country all of whose codes are borrowed."""
    return Profile(
        country=here.code,
        agency=agency,
        zone=here.zone,
        version="3",
        sides=SIDES,
        types=TYPES,
        states=STATES,
        responses=RESPONSES,
        insurance=INSURANCE,
        max_items=MAX_ITEMS,
        taric=False,
    )
