"""The header lines of a declaration job written."""

from __future__ import annotations

from collections.abc import Mapping

from hub.connector.formats.naccs import notes
from hub.connector.formats.naccs.documents_writing import fill_documents
from hub.connector.formats.naccs.placing import UNKNOWN_PLACE, derived
from hub.connector.formats.naccs.profile import Profile
from hub.connector.formats.naccs.sheet import Sheet
from hub.domain import moments
from hub.domain.declaration import Body, Moment

_PLACES = ("loadingPlace", "unloadingPlace")
_ROWS = frozenset(
    {"parties", "transport", "documents", "statements", "note", "declarationId", *_PLACES}
)
_STAND_INS = {"Exporter": "Consignor", "Importer": "Consignee", "Consignee": "Importer"}
"""Who stands in the items of a party that is not stated."""
_OTHERS = {"IMPORT": ("Exporter", "Consignor"), "EXPORT": ("Importer", "Consignee")}


def fill_header(sheet: Sheet, body: Body, profile: Profile, side: str) -> str:
    """Fill the header lines; return the system identification that tells the mode, if any."""
    _plain(sheet, body, profile)
    if body.get("totalGrossMass"):
        _gross_unit(sheet, body)
    parties = _parties(sheet, body, profile.country)
    mode, system = _means(sheet, body, profile)
    fill_documents(sheet, body.get("documents") or (), mode)
    places = {name: _place(sheet, body.get(name) or "", name, profile) for name in _PLACES}
    tags = [*_number(sheet, body), *_countries(sheet, body, side, places, parties, profile)]
    _notes(sheet, body, tags)
    if body.get("country") == profile.country:
        fill_national(sheet, body)
    return system


def fill_national(sheet: Sheet, body: Body) -> None:
    """Fill the country's own items again, where nothing canonical stands."""
    for name, value in (body.get("nationalData") or {}).items():
        slot = sheet.layout.national.get(name)
        if slot and sheet.lines[slot.line] == sheet.layout.blank[slot.line]:
            sheet.fill(slot, value, "nationalData")


def _plain(sheet: Sheet, body: Body, profile: Profile) -> None:
    for name in sheet.layout.fields - _ROWS:
        value = body.get(name)
        if not value:
            continue
        if type(value) is str:
            sheet.put(name, value)
        else:
            _day(sheet, name, value, profile.zone)


def _day(sheet: Sheet, name: str, moment: Moment, zone: str) -> None:
    """A day has no time: one is lost, unless it is midnight."""
    day, time = moments.written(moment, zone, "%Y%m%d %H%M%S").split(" ")
    sheet.put(name, day)
    if time != "000000":
        sheet.lose(name)


def _gross_unit(sheet: Sheet, body: Body) -> None:
    """Without an item for it the unit is the kilogram."""
    unit = body.get("totalGrossMassUnit") or "KGM"
    if "totalGrossMassUnit" not in sheet.layout.slots and unit != "KGM":
        slot = sheet.layout.slots["totalGrossMass"][0]
        sheet.lines[slot.line] = sheet.layout.blank[slot.line]
        sheet.lose("totalGrossMass")
        sheet.lose("totalGrossMassUnit")


def _parties(sheet: Sheet, body: Body, own: str) -> dict[str, Body]:
    """Fill the first party of each role that has items; return what was carried of them.

    Where a role is not stated, its stand-in is written in its place, and lost as what it was.
    """
    carried: dict[str, Body] = {}
    others: dict[str, Body] = {}
    for party in body.get("parties") or ():
        role = party["role"]
        if role not in sheet.layout.roles or role in carried:
            sheet.lose(f"parties/{role}")
            others.setdefault(role, party)
            continue
        carried[role] = _party(sheet, role, party, own)
    for role in sheet.layout.roles.keys() - carried.keys():
        party = others.get(_STAND_INS.get(role, ""), {})
        if party:
            carried[role] = _party(sheet, role, party, own)
    return carried


def _party(sheet: Sheet, role: str, party: Body, own: str) -> Body:
    """Fill the items of one party; return the fields that were carried."""
    known = sheet.layout.roles[role]
    carried = {
        field: value
        for field, value in party.items()
        if value and _party_field(sheet, role, field, value, known)
    }
    if not carried:
        sheet.lose(f"parties/{role}")
    elif role in sheet.layout.home and party.get("country") not in ("", None, own):
        sheet.lose(f"parties/{role}/country")
    return carried


def _party_field(sheet: Sheet, role: str, field: str, value: str, known: frozenset[str]) -> bool:
    if field == "role" or (field == "country" and role in sheet.layout.home):
        return False
    path = f"parties/{role}/{field}"
    return sheet.put(path, value) if field in known else sheet.lose(path)


def _means(sheet: Sheet, body: Body, profile: Profile) -> tuple[str, str]:
    """Fill the means at the border; return the mode as it will be read, and the system's code."""
    mode = system = ""
    seen = False
    for means in body.get("transport") or ():
        stage = means["stage"]
        if stage != "BORDER" or seen:
            sheet.lose(f"transport/{stage}")
            continue
        seen = True
        code = _mode_code(means, body, profile)
        system = _code_of(profile.systems, means.get("modeCode") or "")
        carried = bool(system) or (code != "" and sheet.put("transport/nationalModeCode", code))
        if carried:
            mode = means.get("modeCode") or ""
        elif means.get("modeCode"):
            sheet.lose("transport/BORDER/modeCode")
        for field in means.keys() - {"stage", "modeCode", "nationalModeCode"}:
            if means[field]:
                path = f"transport/{field}"
                carried |= sheet.put(path, means[field], f"transport/BORDER/{field}")
        if not carried:
            sheet.lose("transport/BORDER")
    return mode, system


def _mode_code(means: Body, body: Body, profile: Profile) -> str:
    """Return the national code: a stated one is the sender's own, only this country's fits."""
    if not profile.transport:
        return ""
    stated: str = means.get("nationalModeCode") or ""
    if stated and body.get("country") == profile.country:
        return stated
    return _code_of(profile.transport, means.get("modeCode") or "")


def _code_of(codes: Mapping[str, str], mode: str) -> str:
    """Return the national code of a mode by Rec 19; of several the first."""
    if not mode:
        return ""
    return next((code for code, value in codes.items() if value == mode), "")


def _place(sheet: Sheet, value: str, name: str, profile: Profile) -> str:
    """Fill a place; three letters leave the own country away. Return what will be read."""
    if not value:
        return ""
    slots = sheet.layout.slots.get(name)
    short = slots is not None and slots[0].length == 3
    if short and not (len(value) == 5 and value.startswith(profile.country)):
        sheet.lose(name)
        return ""
    if value[2:] == UNKNOWN_PLACE:
        sheet.lose(name)
    return value if sheet.put(name, value[2:] if short else value) else ""


def _number(sheet: Sheet, body: Body) -> list[tuple[str, str, str]]:
    """Fill the declaration number; one that is too long goes into the note, whole."""
    number = body.get("declarationId") or ""
    slot = sheet.layout.slots["declarationId"][0]
    if not number or (len(number) <= slot.length and sheet.put("declarationId", number)):
        return []
    size = _note_size(sheet)
    if notes.write([(notes.NUMBER, number, "")], size)[1]:
        # Cut, it is not the declaration's number, but without one the message is none.
        sheet.lose("declarationId")
        known = "".join(c for c in number if c.isascii() and c.isalnum())
        sheet.put("declarationId", known[: slot.length] or "0")
        return []
    return [(notes.NUMBER, number, "declarationId")]


def _note_size(sheet: Sheet) -> int:
    slots = sheet.layout.slots.get("note")
    return slots[0].length if slots else 0


def _countries(
    sheet: Sheet,
    body: Body,
    side: str,
    places: dict[str, str],
    parties: dict[str, Body],
    profile: Profile,
) -> list[tuple[str, str, str]]:
    """Return the tags of the countries that are not those a reader derives."""
    imported = side == "IMPORT"
    name = "loadingPlace" if imported else "unloadingPlace"
    field = "exportCountry" if imported else "destinationCountry"
    other = body.get(field) or ""
    slots = sheet.layout.slots.get(name, ())
    if other and not places[name] and slots and slots[0].length > 3:
        unnamed = other + UNKNOWN_PLACE
        places[name] = unnamed if sheet.put(name, unnamed, field) else ""
    read = derived(places[name], [parties.get(role, {}) for role in _OTHERS[side]])
    expected = (read, profile.country) if imported else (profile.country, read)
    return [
        (tag, body[field], field)
        for tag, field, value in zip(
            (notes.EXPORT, notes.DESTINATION),
            ("exportCountry", "destinationCountry"),
            expected,
            strict=True,
        )
        if body.get(field) and body[field] != value
    ]


def _notes(sheet: Sheet, body: Body, tags: list[tuple[str, str, str]]) -> None:
    """Fill the note with what has no item, and statements into what is left for them."""
    if body.get("ucr") and "ucr" in sheet.layout.slots:
        sheet.put("ucr", body["ucr"])
    elif body.get("ucr"):
        tags.append((notes.UCR, body["ucr"], "ucr"))
    if (body.get("version") or 1) != 1:
        tags.append((notes.VERSION, str(body["version"]), "version"))
    for place, row in enumerate(body.get("previousDocuments") or ()):
        tags.append((notes.PREVIOUS, notes.previous(row), f"previousDocuments/{place}"))
    note, lost = notes.write(tags, _note_size(sheet)) if tags else ("", [])
    for loss in lost:
        sheet.lose(loss)
    note = _statements(sheet, body, note)
    if note:
        sheet.put("note", note, "statements/statementDescription")


def _statements(sheet: Sheet, body: Body, note: str) -> str:
    """Fill a statement a line; where there are no lines the note has the first. Return the note."""
    slots = sheet.layout.slots.get("statements", ())
    rows = body.get("statements") or ()
    for place, row in enumerate(rows):
        text = row.get("statementDescription") or ""
        for name in row.keys() - {"statementDescription"}:
            if row[name]:
                sheet.lose(f"statements/{name}")
        if slots and text and place < len(slots):
            sheet.row("statements", place, text, "statements/statementDescription")
        elif text and not slots and place == 0 and len(note) + 2 < _note_size(sheet):
            note = f"{note} {text}" if note else text
            if text.strip(" ") != text:
                sheet.lose("statements/statementDescription")
        else:
            sheet.lose(f"statements/{place}")
    return note
