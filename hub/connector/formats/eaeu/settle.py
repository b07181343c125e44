"""Settling a declaration that was walked: identity, side, function, parties, what items share.

Walking leaves notes, names with a dot, beside the fields: `dt.kind`, `dt.id`, `party.street` …
Both formats of the Union leave the same notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from hub.connector.formats import previous, xml
from hub.connector.formats.eaeu import numbers
from hub.connector.formats.eaeu.codes import MODES, PRELODGED, PROCEDURES, SIDES
from hub.connector.formats.eaeu.profile import Profile
from hub.connector.formats.walk import Element, Findings, add
from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, WRONG_COUNTRY, Fault

FUNCTIONS = {"09": "9", "04": "4", "05": "5", "01": "1"}
"""Kind of a change as the hub writes it: EDIFACT 1225 with a zero; any other is an amendment."""
_OWN_END = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}
_RESIDENT = {"EXPORT": "Exporter", "IMPORT": "Importer"}
"""Who settles a deal financially (box 9) is the resident party to it."""
_ARRIVAL = {"EXPORT": "DEPARTURE"}
_UUID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}").fullmatch
_SEALED = re.compile(
    r"([^\s;]{1,17})(?: тип ([^\s;]+))?(?: заполнение ([^\s;]+))?(?:; пломбы (.+))?"
)
_CONTAINER = "Контейнер "
_ORIGINS = frozenset({"00", "99", "EU"})
"""Origins beside ISO 3166: unknown, various, the European Union."""

Notes = dict[str, Any]


def described(unit: Body) -> str:
    """Return a container in words, as it is read back: some of it has no element.

    >>> described({"id": "TWNU1", "sizeType": "22G1", "seals": ["S1", "S2"]})
    'Контейнер TWNU1 тип 22G1; пломбы S1, S2'
    """
    words = f"{_CONTAINER}{unit['id']}"
    if unit.get("sizeType"):
        words += f" тип {unit['sizeType']}"
    if unit.get("fullness"):
        words += f" заполнение {unit['fullness']}"
    return f"{words}; пломбы {', '.join(unit['seals'])}" if unit.get("seals") else words


def undescribed(words: str) -> Body | None:
    """Return the container that `described` put into words, None for any other text."""
    found = _SEALED.fullmatch(words.removeprefix(_CONTAINER)) if words[:10] == _CONTAINER else None
    if not found:
        return None
    unit: Body = {"id": found[1]}
    named = (("sizeType", found[2]), ("fullness", found[3]))
    unit |= {field: value for field, value in named if value}
    if found[4]:
        unit["seals"] = found[4].split(", ")
    return unit


def party(row: Body) -> None:
    """Complete a party: a short name stands in, the parts of an address become one."""
    take = row.pop
    short, home = take("party.short", ""), take("party.country", "")
    if short:
        row.setdefault("name", short)
    parts = [take(f"party.{part}", "") for part in ("street", "house", "room")]
    free = take("party.text", "")
    address = ", ".join([part for part in (*parts, free) if part])
    if address:
        row["address"] = address
    if home:
        row.setdefault("country", home)


def identify(body: Body, notes: Notes) -> None:
    """Set the numbers, and the references an answer must quote."""
    identity, source = notes.pop("dt.id", ""), notes.pop("dt.source", "")
    if source and not _UUID(source):
        body.setdefault("declarationId", source)
        source = ""
    body.setdefault("functionalReferenceId", identity)
    quoted = {"DocumentID": identity, "RefDocumentID": source}
    body["references"] = {name: text for name, text in quoted.items() if text}
    number = numbers.parse(body.get("declarationId", ""))
    if number:
        body.setdefault("declarationOfficeId", number.office)


def missing(
    body: Body, notes: Notes, profile: Profile, root: Element, names: tuple[str, str]
) -> Iterator[Fault]:
    """Yield what keeps a declaration from being routed; sets its side.

    `names` are the elements of its kind and of its destination, for the pointers.
    """
    kind = notes.pop("dt.kind", "")
    side = SIDES.get(kind.upper(), "")
    if side:
        body["side"] = side
    elif not kind:
        yield Fault(MISSING, _at(root, names[0]), "the kind of declaration (ИМ, ЭК, ТТ) is missing")
    else:
        yield Fault(CODE_LIST, _at(root, names[0]), "is no kind of declaration (ИМ, ЭК, ТТ)", kind)
    if not (body.get("declarationId") or body.get("functionalReferenceId")):
        yield Fault(MISSING, _at(root), "neither a registration number nor an identifier")
    to = notes.pop("dt.recipient", "")
    if to and to != profile.country:
        at = _at(root, "RecipientCountryCode")
        yield Fault(WRONG_COUNTRY, at, f"not for the customs of {profile.country}", to)
    ends = (body.get("exportCountry"), body.get("destinationCountry"))
    if not to and all(ends) and profile.country not in ends and side != "TRANSIT":
        text, original = f"neither from nor to {profile.country}", f"{ends[0]} to {ends[1]}"
        yield Fault(WRONG_COUNTRY, _at(root, names[1]), text, original)


def _at(root: Element, name: str = "") -> str:
    """Return a pointer to the first element of a name, to the document where there is none."""
    return xml.pointer(next(root.iter(f"{{*}}{name}"), root) if name else root)


def settle(
    body: Body,
    notes: Notes,
    profile: Profile,
    found: Findings,
    path: str,
    places: Mapping[str, str],
) -> None:
    """Complete a declaration; what no rule uses stays among the notes.

    `places` are the elements of what may be doubted, in either format.
    """
    _kind(body, notes, profile)
    _function(body, notes)
    _parties(body)
    _transport(body, found, places["mode"])
    _equipment(body, notes, found, path)
    _money(body, notes, profile)
    _offices(body, notes)
    _lift(body)
    _doubts(body, profile, found, places)


def _kind(body: Body, notes: Notes, profile: Profile) -> None:
    side, mode = body["side"], notes.pop("dt.mode", "")
    letters = next((kind for kind, meaning in SIDES.items() if meaning == side), "")
    body["typeCode"] = f"{letters}{mode}"
    feature = notes.get("dt.feature", "")
    if not feature:
        body["procedureType"] = "NORMAL"
    elif feature == PRELODGED:
        body["procedureType"] = "PRELODGED"
        del notes["dt.feature"]
    language = notes.pop("dt.language", "")
    if language:
        body["contentLanguage"] = language.lower()
    own = _OWN_END.get(side)
    if own:
        body.setdefault(own, profile.country)
    items = body.get("goodsItems", ())
    if mode and side != "TRANSIT":
        for item in items:
            item.setdefault("procedureCurrent", mode)


def _function(body: Body, notes: Notes) -> None:
    kind = notes.get("dt.change", "")
    body["functionCode"] = FUNCTIONS.get(kind, "4") if kind else "9"
    if kind in FUNCTIONS:
        del notes["dt.change"]
    number = notes.get("dt.change.number", "")
    if number.isascii() and number.isdecimal() and len(number) <= 6:
        body["version"] = int(notes.pop("dt.change.number"))
    reasons = notes.pop("dt.change.texts", ())
    if reasons:
        body["amendments"] = [{"text": text} for text in reasons]


def _parties(body: Body) -> None:
    rows = body.get("parties", ())
    declarant: Body = next((row for row in rows if row["role"] == "Declarant"), {})
    for row in rows:
        party(row)
    for row in rows:
        same = row.pop("party.same", "")
        if same in ("1", "true") and "name" not in row:
            row |= {field: value for field, value in declarant.items() if field != "role"}
        if row["role"] == "Resident":
            row["role"] = _RESIDENT.get(body["side"], "Payer")


def _transport(body: Body, found: Findings, place: str) -> None:
    for means in body.get("transport", ()):
        if means["stage"] == "ARRIVAL":
            means["stage"] = _ARRIVAL.get(body["side"], "ARRIVAL")
        national = means.get("nationalModeCode", "")
        if national in MODES:
            means["modeCode"] = MODES[national]
        elif national:
            found.warn(CODE_LIST, place, "is no means of transport of the Union", national)


def _equipment(body: Body, notes: Notes, found: Findings, path: str) -> None:
    """Gather the containers: those put into words first, then those of the items."""
    units: dict[str, Body] = {}
    for words in notes.pop("dt.described", ()):
        unit = undescribed(words)
        if unit:
            units.setdefault(unit["id"], unit)
        else:
            found.put(f"{path}SealDescriptionText", words)
    for item in body.get("goodsItems", ()):
        for name in item.get("containers", ()):
            units.setdefault(name, {"id": name})
    seals = notes.pop("dt.seals", [])
    known = {seal for unit in units.values() for seal in unit.get("seals", ())}
    left = [seal for seal in seals if seal not in known]
    if left and len(units) == 1:
        next(iter(units.values())).setdefault("seals", []).extend(left)
    else:
        for seal in left:
            found.put(f"{path}SealId", seal)
    if units:
        body["equipment"] = list(units.values())


def _money(body: Body, notes: Notes, profile: Profile) -> None:
    currency, rate = notes.pop("dt.currency", ""), notes.pop("dt.rate", "")
    if currency and "invoiceAmount" in body:
        body["invoiceCurrency"] = currency
    if rate:
        body["exchangeRates"] = [{"currency": currency, "rate": rate}]
    home = notes.pop("dt.value.currency", "") or profile.currency
    masses = []
    for item in body.get("goodsItems", ()):
        if "customsValue" in item:
            item.setdefault("customsValueCurrency", home)
        if "itemAmount" in item and currency:
            item.setdefault("itemCurrency", currency)
        masses.append(item.get("grossMass"))
        for tax in item.get("taxes", ()):
            tax.setdefault("currency", profile.currency)
    if masses and all(masses) and "totalGrossMass" not in body:
        body["totalGrossMass"] = masses[0] if len(masses) == 1 else total(masses)
        body["totalGrossMassUnit"] = "KGM"


def total(masses: list[Any]) -> str:
    """Return an exact sum."""
    return str(sum([Decimal(mass) for mass in masses], Decimal()))


def _offices(body: Body, notes: Notes) -> None:
    """Box 29 is where goods enter or leave, by the side that declares."""
    field = {"EXPORT": "exitOfficeId"}.get(body["side"], "entryOfficeId")
    for row in notes.pop("dt.offices", ()):
        code, name = row.get("code", ""), row.get("name", "")
        if code == "00" and name:
            code, name = name, ""
        if code and field not in body:
            body[field] = code
        elif code:
            add(notes, "dt.office.further", code)


def _lift(body: Body) -> None:
    """Put at the header what the router looks for there: previous documents and the UCR."""
    items = body.get("goodsItems", ())
    previous.lift(body, items)
    if "ucr" not in body:
        named = [item["ucr"] for item in items if "ucr" in item]
        if named:
            body["ucr"] = named[0]


def _doubts(body: Body, profile: Profile, found: Findings, places: Mapping[str, str]) -> None:
    offices = profile.known.get("office")
    office = body.get("declarationOfficeId")
    if offices and office and office not in offices:
        found.warn(CODE_LIST, places["office"], "is not in the country's list (office)", office)
    for field in ("exportCountry", "destinationCountry"):
        code = body.get(field)
        if code and code not in ALPHA2:
            found.warn(CODE_LIST, places[field], f"{field} is no ISO 3166 code", code)
    for item in body.get("goodsItems", ()):
        code = item.get("procedureCurrent")
        if code and code not in PROCEDURES:
            found.warn(CODE_LIST, places["procedure"], "is no procedure of the Union", code)
        code = item.get("originCountry")
        if code and code not in ALPHA2 and code not in _ORIGINS:
            found.warn(CODE_LIST, places["originCountry"], "is no ISO 3166 code", code)
