"""How the goods travel, as in a SAD: means of transport, offices, places, containers and seals."""

from __future__ import annotations

from hub.connector.formats.asycuda.markup import Losses, Names, block, rest, text, texts, whole
from hub.connector.formats.asycuda.profile import Profile
from hub.domain.declaration import Body

_PASSAGE: Names = (("Identity", "id"), ("Nationality", "nationality"))
_TERMS: Names = (("Code", "tradeTerms"), ("Place", "tradeTermsPlace"))
_LOADING: Names = (("Code", "loadingPlace"),)
_LOCATION: Names = (("Location_of_goods", "goodsLocation"),)
_CONTAINER: Names = (
    ("Container_identity", "id"),
    ("Container_type", "sizeType"),
    ("Empty_full_indicator", "fullness"),
)
_CONTAINED = frozenset({"id", "sizeType", "fullness", "seals"})
_CARRIED = {
    "BORDER": frozenset({"stage", "modeCode", "nationalModeCode", "id", "nationality"}),
    "DEPARTURE": frozenset({"stage", "id", "nationality"}),
    "ARRIVAL": frozenset({"stage", "id", "nationality"}),
    "INLAND": frozenset({"stage", "modeCode", "nationalModeCode"}),
}


def exit_office(body: Body, lost: Losses) -> str:
    """Return the actual office of exit of what is no export: an export has it at the border."""
    if body.get("side") == "EXPORT":
        return ""
    stated = body.get("exitOfficeId", "")
    office = text("Actual_office_of_exit_code", stated, lost, "exitOfficeId")
    return block("Export_release", office)


def transport(body: Body, profile: Profile, lost: Losses) -> str:
    """Return the block Transport."""
    exporting = body.get("side") == "EXPORT"
    if exporting and body.get("entryOfficeId"):
        lost.add("entryOfficeId")
    office = "exitOfficeId" if exporting else "entryOfficeId"
    means = block("Means_of_transport", _means(body, profile, lost))
    flag = "true" if body.get("equipment") else "false"
    return block(
        "Transport",
        means
        + f"<Container_flag>{flag}</Container_flag>"
        + block("Delivery_terms", texts(body, _TERMS, lost))
        + block("Border_office", text("Code", body.get(office, ""), lost, office))
        + block("Place_of_loading", texts(body, _LOADING, lost))
        + texts(body, _LOCATION, lost),
    )


def _means(body: Body, profile: Profile, lost: Losses) -> str:
    """Return the means of transport; a SAD has that of departure or of arrival, not both."""
    passage = "DEPARTURE" if body.get("side") == "EXPORT" else "ARRIVAL"
    stages: dict[str, Body] = {}
    for means in body.get("transport") or ():
        stage = means["stage"]
        if stage in stages or stage not in (passage, "BORDER", "INLAND"):
            lost.add(f"transport/{stage}")
        else:
            stages[stage] = means
    written = {}
    own = body.get("country") == profile.country
    for stage, means in stages.items():
        where = f"transport/{stage}/"
        rest(means, _CARRIED[stage], lost, where)
        mode = "" if stage == passage else _mode(means, profile, own, lost, where)
        parts = "" if stage == "INLAND" else texts(means, _PASSAGE, lost, where)
        if stage == "BORDER" and not means.get("id"):
            parts = text("Identity", means.get("name", "")) + parts
        written[stage] = parts, mode
        if not (parts or mode):
            lost.add(where[:-1])
    border, mode = written.get("BORDER", ("", ""))
    return (
        block("Departure_arrival_information", written.get(passage, ("", ""))[0])
        + block("Border_information", border + text("Mode", mode))
        + text("Inland_mode_of_transport", written.get("INLAND", ("", ""))[1])
    )


def _mode(means: Body, profile: Profile, own: bool, lost: Losses, where: str) -> str:
    """Return the national means of transport; where it is this country's, the one stated."""
    mode, stated = means.get("modeCode", ""), means.get("nationalModeCode", "")
    national = profile.modes.get(mode, "")
    if own and stated and (profile.transport.get(stated) or "") == mode:
        national = stated
    if mode and not national:
        lost.add(f"{where}modeCode")
    if stated and stated != national:
        lost.add(f"{where}nationalModeCode")
    return national


def seals(body: Body, lost: Losses) -> str:
    """Return the seals where there is one container they can belong to."""
    equipment = body.get("equipment") or ()
    stated = [seal for unit in equipment for seal in unit.get("seals") or ()]
    if not stated:
        return ""
    if len(_identities(body)) > 1 or any(
        not seal or "," in seal or not whole(seal) for seal in stated
    ):
        lost.add("equipment/seals")
        return ""
    inner = text("Number", str(len(stated))) + text("Identity", ",".join(stated))
    return block("Transit", block("Seals", inner))


def _identities(body: Body) -> dict[str, list[int]]:
    """Return every container, those stated first, with the items that are in it."""
    found: dict[str, list[int]] = {u.get("id", ""): [] for u in body.get("equipment") or ()}
    for place, item in enumerate(body.get("goodsItems") or (), 1):
        for identity in item.get("containers") or ():
            found.setdefault(identity, []).append(place)
    return found


def containers(body: Body, lost: Losses) -> str:
    """Return a Container for each container, again for each item that is in it."""
    equipment = {unit.get("id", ""): unit for unit in body.get("equipment") or ()}
    if len(equipment) < len(body.get("equipment") or ()) or "" in equipment:
        lost.add("equipment")
    written, order = "", dict[int, list[str]]()
    for identity, places in _identities(body).items():
        unit = equipment.get(identity) or {"id": identity}
        if not _CONTAINED.issuperset(unit):
            rest(unit, _CONTAINED, lost, "equipment/")
        inner = texts(unit, _CONTAINER, lost, "equipment/")
        if places and not (identity and whole(identity)):
            lost.add("goodsItems/containers")
        for place in dict.fromkeys(places) or (0,):
            order.setdefault(place, []).append(identity)
            written += block("Container", text("Item_Number", str(place or "")) + inner)
    for place, item in enumerate(body.get("goodsItems") or (), 1):
        if order.get(place, []) != list(item.get("containers") or ()):
            lost.add("goodsItems/containers")
    return written
