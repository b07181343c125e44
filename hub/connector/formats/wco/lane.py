"""Which side a WCO Declaration declares for, and as what: its type (D013) read and written."""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.wco.profile import Profile
from hub.domain.declaration import Body

MAX_TYPE = 3


def side(kind: str, items: Iterable[Body], profile: Profile) -> str:
    """Return the side a type says, or, where it goes both ways, the procedure of every item."""
    known = profile.sides.get(kind) or profile.sides.get(kind[:2])
    if known or not profile.procedures:
        return known or ""
    named = {profile.procedures.get(item.get("procedureCurrent", "")[:2], "") for item in items}
    return named.pop() if len(named) == 1 else ""


def procedure_type(kind: str, profile: Profile) -> str:
    """Return what the third letter of a type says of the procedure."""
    return profile.procedure_types.get(kind[2:], "")


def _is_type(stated: str) -> bool:
    return not stated or (len(stated) <= MAX_TYPE and stated.isalnum())


def written_type(body: Body, profile: Profile, lost: set[str]) -> str:
    """Return the type as stated at home, else the nearest of the side; `lost` takes the rest."""
    stated, declared = str(body.get("typeCode") or ""), body.get("side") or ""
    kind, items = stated, body.get("goodsItems") or ()
    at_home = body.get("country") == profile.country and _is_type(stated)
    if not at_home or (declared and side(stated, items, profile) != declared):
        nearest = f"{declared}/{body.get('procedureType') or ''}"
        kind = profile.types.get(nearest) or profile.types.get(declared, "")
    if stated and stated != kind:
        lost.add("typeCode")
    if declared and side(kind, items, profile) != declared:
        lost.add("side")
    if body.get("procedureType") and body["procedureType"] != procedure_type(kind, profile):
        lost.add("procedureType")
    return kind
