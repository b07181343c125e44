"""How goods travel, as TradeNet says it: the way in, the way out, and what follows from them."""

from __future__ import annotations

from connectors.sg.codes import HERE, UNKNOWN_PORT, ZONE, Family
from connectors.sg.markup import basic, group
from connectors.sg.settle import STAGES
from hub.connector.formats.losses import Losses, beyond
from hub.domain import moments
from hub.domain.declaration import Body, Moment

_MEANS = frozenset({"stage", "modeCode", "id", "nationality", "journeyId"})


def ways(body: Body, family: Family, lost: Losses) -> dict[str, Body]:
    """Return the means of the way in and of the way out; others have no element."""
    by_stage = {stage: way for way, stage in STAGES[family.side].items()}
    found: dict[str, Body] = {}
    for means in body.get("transport") or ():
        way = by_stage.get(means["stage"], "")
        if not way or way in found:
            lost.add(f"transport/{means['stage']}")
            continue
        found[way] = means
        path = f"transport/{means['stage']}/"
        carried = _MEANS if way == "out" else _MEANS - {"nationality"}
        beyond(means, carried, path, lost)
    return found


def transport(
    body: Body, family: Family, means: dict[str, Body], bills: dict[str, str], lost: Losses
) -> str:
    """Return both ways with their means, bills, days and ports; name what has no element."""
    _places(body, family, lost)
    inward = (
        _means(means.get("in"), bills.get("in", ""))
        + _day("ArrivalDate", body.get("arrivalDateTime"), "arrivalDateTime", lost)
        + basic("LoadingPort", _loading(body, family, lost))
    )
    vessel = means.get("out") or {}
    nationality = basic("VesselNationality", vessel.get("nationality") or "")
    destination, discharge = body.get("destinationCountry") or "", body.get("unloadingPlace") or ""
    if family.side == "IMPORT":
        destination = "" if destination == HERE.code else destination
        # Of goods that come in, the outward way is what follows: the port is not that of arrival.
        lost.update(["unloadingPlace"] * bool(discharge))
        discharge = ""
    outward = (
        _means(means.get("out"), bills.get("out", ""))
        + group("AdditionalVesselInformation", nationality)
        + _day("DepartureDate", body.get("exitDateTime"), "exitDateTime", lost)
        + basic("DischargePort", discharge)
        + basic("FinalDestinationCountry", destination)
    )
    return group("InwardTransport", inward) + group("OutwardTransport", outward)


def _places(body: Body, family: Family, lost: Losses) -> None:
    """Name a country of export that does not follow from what is written."""
    export, country = body.get("exportCountry") or "", body.get("country") or HERE.code
    if family.side == "EXPORT" and export and export != country:
        lost.add("exportCountry")
    if (body.get("loadingPlace") or "").endswith(UNKNOWN_PORT):
        lost.add("loadingPlace")


def _loading(body: Body, family: Family, lost: Losses) -> str:
    """Return the port the way in began at. It tells the country of export, which partners are found
    by: a port of another country gives way to it. Goods that leave have no port of loading."""
    port, export = body.get("loadingPlace") or "", body.get("exportCountry") or ""
    if family.side != "EXPORT" and (not export or (len(port) == 5 and port[:2] == export)):
        return port
    if port:
        lost.add("loadingPlace")
    return f"{export}{UNKNOWN_PORT}" if family.side != "EXPORT" else ""


def _means(means: Body | None, bill: str) -> str:
    """Write a means by its number; a name, which is named as lost, is better than neither."""
    means = means or {}
    mode = (
        basic("ModeCode", means.get("modeCode") or "")
        + basic("ConveyanceReferenceNumber", means.get("journeyId") or "")
        + basic("TransportIdentifier", means.get("id") or means.get("name") or "")
    )
    return group("TransportMeans", group("TransportMode", mode) + basic("MAWBOUCROBLNumber", bill))


def _day(element: str, moment: Moment | None, path: str, lost: Losses) -> str:
    """Write a moment as the day it falls on in Singapore; a time of the day is lost."""
    if not moment:
        return ""
    if not moments.is_midnight(moment, ZONE):
        lost.add(path)
    return basic(element, moments.written(moment, ZONE, "%Y%m%d"))
