"""What the elements of a WCO Declaration mean together: its function, side, lane and UCR."""

from __future__ import annotations

from hub.connector.formats import previous
from hub.connector.formats.walk import Element, Findings
from hub.connector.formats.wco import lane, pointers
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.xml import local
from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, RULE
from hub.domain.reading import Message

ADDITIONAL = "13"
"""WCO function of a message about a declaration that was lodged before."""
_OWN_END = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}
_SOME = "CN"
"""Stands for a country that is not stated: nothing to doubt."""
_SHIPMENT, _ITEM = "GoodsShipment", "GovernmentAgencyGoodsItem"
_PLACES = {
    "exportCountry": ("ExportCountry", "ID"),
    "destinationCountry": ("Destination", "CountryCode"),
    "originCountry": ("Origin", "CountryCode"),
}


def settle(body: Body, profile: Profile, found: Findings, element: Element) -> Message:
    """Return the message a walked body stands for: a Declaration, or the status of a notice.

    `element` is the Declaration that was walked; it says where in it a doubt arises.
    """
    items = body.get("goodsItems") or []
    exports = {item.pop("exportCountry", "") for item in items} - {""}
    body["nationalData"] = found.national
    additional = body["functionCode"] == ADDITIONAL
    if additional:
        _additional(body, profile, found, element)
        state = profile.notices.get(body.get("typeCode", ""))
        if state:
            return Message("StatusChange", _notice(body, state))
    _complete(body)
    _reasons(body, found)
    if not additional:
        _lane(body, items, exports, profile, found, element)
    _countries(body, items, profile, found, element)
    _lift(body, items, profile)
    if not body["nationalData"]:
        del body["nationalData"]
    return Message("Declaration", body)


def _complete(body: Body) -> None:
    """State nothing where the canonical form needs a word and the message has none."""
    for unit in body.get("equipment", ()):
        unit.setdefault("id", "")
    for rate in body.get("exchangeRates", ()):
        rate.setdefault("currency", "")


def _additional(body: Body, profile: Profile, found: Findings, element: Element) -> None:
    """An additional message says by its type what it is; its own reference is no LRN."""
    kind = body.get("typeCode", "")
    body["functionCode"] = profile.additional.get(kind, "4")
    if kind not in profile.additional and kind not in profile.notices:
        text = "is no known additional message: taken as an amendment"
        found.warn(CODE_LIST if kind else MISSING, pointers.at(element, "TypeCode"), text, kind)
    if body.get("declarationId"):
        body.pop("functionalReferenceId", None)
    else:
        text = "an additional message names its declaration; its reference is taken as the LRN"
        found.warn(RULE, pointers.at(element, "ID"), text)


def _notice(body: Body, state: str) -> Body:
    """Return the status a notice reports; parties of the notice are kept as national data."""
    kept = ("country", "declarationKey", "declarationId", "functionalReferenceId", "references")
    status: Body = {name: body[name] for name in kept if name in body}
    status |= {"status": state, "nationalCode": body["typeCode"]}
    if body.get("issueDateTime"):
        status["occurredAt"] = body["issueDateTime"]
    national: dict[str, str] = dict(body.get("nationalData", {}))
    for party in body.get("parties", ()):
        national |= {f"{party['role']}/{n}": text for n, text in party.items() if n != "role"}
    if national:
        status["nationalData"] = national
    return status


def _reasons(body: Body, found: Findings) -> None:
    """Give amendments the statements that point at them; other pointers stay beside the text."""
    amendments = body.get("amendments", [])
    kept = []
    for statement in body.get("statements", ()):
        path = statement.pop("pointer", "")
        place = _amendment_place(path)
        if 0 < place <= len(amendments) and "text" not in amendments[place - 1]:
            amendments[place - 1]["text"] = statement.get("statementDescription", "")
            continue
        if path:
            found.put("AdditionalInformation/Pointer", path)
        kept.append(statement)
    if kept:
        body["statements"] = kept
    else:
        body.pop("statements", None)


def _amendment_place(path: str) -> int:
    _, _, step = path.rpartition(" → ")
    section, _, place = step.partition("/")
    return int(place or 1) if section == "06A" and (place or "1").isdigit() else 0


def _lane(
    body: Body,
    items: list[Body],
    exports: set[str],
    profile: Profile,
    found: Findings,
    element: Element,
) -> None:
    kind = body.get("typeCode", "")
    side = lane.side(kind, items, profile)
    if side:
        body["side"] = side
    else:
        text = "neither type nor procedure say which side declares"
        found.warn(CODE_LIST if kind else MISSING, pointers.at(element, "TypeCode"), text, kind)
    procedure_type = lane.procedure_type(kind, profile)
    if procedure_type:
        body["procedureType"] = procedure_type
    if len(exports) == 1:
        body.setdefault("exportCountry", exports.pop())
    if side == "EXPORT":
        _from_items(body, "destinationCountry", items)
    if side in _OWN_END:
        body.setdefault(_OWN_END[side], profile.country)


def _from_items(body: Body, field: str, items: list[Body]) -> None:
    named = {item.get(field, "") for item in items} - {""}
    if len(named) == 1:
        body.setdefault(field, named.pop())


def _countries(
    body: Body, items: list[Body], profile: Profile, found: Findings, element: Element
) -> None:
    for field in ("exportCountry", "destinationCountry"):
        if body.get(field, _SOME) not in ALPHA2:
            _country(body, field, profile, found, element)
    for place, item in enumerate(items, 1):
        for field in ("originCountry", "destinationCountry"):
            if item.get(field, _SOME) not in ALPHA2:
                _country(item, field, profile, found, element, place)


def _country(
    target: Body,
    field: str,
    profile: Profile,
    found: Findings,
    element: Element,
    place: int | None = None,
) -> None:
    """Make a code of the profile's own ISO 3166; doubt any other, where the element stands."""
    code = target[field]
    if code in profile.countries:
        target[field] = profile.countries[code]
        target.setdefault("nationalData", {})[field] = code
        return
    if code == profile.country or len(found.warnings) >= MAX_FAULTS:
        return
    (shipment,) = [child for child in element if local(child.tag) == _SHIPMENT][:1] or (element,)
    if place is None:
        pointer = pointers.at(shipment, *_PLACES[field])
    else:
        pointer = pointers.at(shipment, _ITEM, *_PLACES[field], place=place)
    found.warn(CODE_LIST, pointer, f"{field} is no ISO 3166 code", code)


def _lift(body: Body, items: list[Body], profile: Profile) -> None:
    """Put at the header what the router looks for there: previous documents and the UCR."""
    previous.lift(body, items)
    if not body.get("ucr"):
        named = [item["ucr"] for item in items if item.get("ucr")]
        named += [d["id"] for d in body.get("previousDocuments", ()) if _is_ucr(d, profile)]
        if named:
            body["ucr"] = named[0]


def _is_ucr(document: Body, profile: Profile) -> bool:
    return "id" in document and document.get("typeCode") in profile.ucr_documents
