"""Items of a block's lines put where they belong in a canonical body."""

from __future__ import annotations

from hub.connector.formats.naccs import notes
from hub.connector.formats.naccs.findings import Findings
from hub.connector.formats.naccs.items import BILL, INVOICE, Item, Layout
from hub.connector.formats.naccs.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, PLAUSIBILITY, RULE
from hub.domain.numbers import decimal

UNKNOWN_PLACE = "ZZZ"
"""Place of a LOCODE that names the country only."""
BILL_OF_LADING, AIR_WAYBILL, INVOICE_TYPE = "705", "740", "380"
AIR = "4"
_NUMBERS = frozenset("IF")


class Place:
    """Puts values of items into a body; rows are assembled when all lines are read."""

    __slots__ = (
        *("_means", "_papers", "_parties", "_profile", "_texts"),
        *("body", "charset", "national", "note"),
    )

    def __init__(self, body: Body, profile: Profile, system: str = "") -> None:
        self.body, self._profile, self.charset = body, profile, profile.charset
        self.national: dict[str, str] = {}
        self.note = ""
        self._parties: dict[str, Body] = {}
        self._papers: dict[str, list[Body]] = {}
        self._texts: list[str] = []
        self._means: Body = {"stage": "BORDER"}
        mode = profile.systems.get(system)
        if mode:
            self._means["modeCode"] = mode

    def put(self, item: Item, value: str) -> None:
        """Put the value of one item; a field of several items is joined."""
        group, field = item.group, item.field
        if not group:
            self.national[item.name] = value
        elif group == field:
            self._plain(item, value)
        elif group == "parties":
            role = item.path.split("/")[1]
            _join(self._parties.setdefault(role, {"role": role}), item, value)
        elif group == "transport":
            self._means[field] = value
        else:
            self._paper(item.path.split("/")[1], field, value)

    def _plain(self, item: Item, value: str) -> None:
        if item.field == "note":
            self.note = value
        elif item.field == "statements":
            self._texts.append(value)
        elif item.attribute == "P" and item.length == 3:
            self.body[item.field] = self._profile.country + value
        else:
            _join(self.body, item, value)

    def _paper(self, kind: str, field: str, value: str) -> None:
        """A field that the last row has already begins the next one."""
        rows = self._papers.setdefault(kind, [])
        if not rows or field in rows[-1]:
            rows.append({})
        rows[-1][field] = value

    def mode(self, place: int, item: Item, value: str, findings: Findings) -> None:
        """Put the national means of transport and the mode by UN Rec 19."""
        self._means["nationalModeCode"] = value
        mode = self._profile.transport.get(value)
        if mode is None:
            findings.add(CODE_LIST, place, item.name, "is no known means of transport", value)
        elif mode:
            self._means["modeCode"] = mode

    def day(self, place: int, item: Item, value: str, findings: Findings) -> None:
        """Put a day, midnight of the country's zone."""
        moment = moments.compact(value, self._profile.zone)
        if moment:
            self.body[item.field] = moment
        else:
            findings.add(RULE, place, item.name, "is no date", value)
            self.national[item.name] = value

    def noted(self) -> None:
        """Put what the note states in brackets; its free text is the first statement."""
        if not self.note:
            return
        found, text = notes.read(self.note)
        for name, value in found.items():
            self.body.setdefault(name, value)
        if text:
            self._texts.insert(0, text)

    def settle(self, side: str, home: frozenset[str]) -> None:
        """Assemble the rows, and the countries that follow from places and parties.

        Parties of the roles `home` are in the country itself.
        """
        body = self.body
        for role in home & self._parties.keys():
            self._parties[role]["country"] = self._profile.country
        if len(self._means) > 1:
            body["transport"] = [self._means]
        if self._parties:
            body["parties"] = list(self._parties.values())
        if self._texts:
            body["statements"] = [{"statementDescription": text} for text in self._texts]
        papers = self._documents()
        if papers:
            body["documents"] = papers
        if "totalGrossMass" in body:
            body.setdefault("totalGrossMassUnit", "KGM")
        if self.national:
            body["nationalData"] = self.national
        _countries(body, self._parties, side, self._profile.country)

    def _documents(self) -> list[Body]:
        bill = AIR_WAYBILL if self._means.get("modeCode") == AIR else BILL_OF_LADING
        types = {BILL: bill, INVOICE: INVOICE_TYPE}
        return [
            {"typeCode": types[kind], **row} if kind in types else row
            for kind in (BILL, INVOICE, "paper")
            for row in self._papers.get(kind, ())
        ]


def _join(found: Body, item: Item, value: str) -> None:
    """A text in several items is one text, a code in several items one code."""
    field = item.field
    before = found.get(field)
    if before is None:
        found[field] = value
    else:
        found[field] = f"{before} {value}" if item.attribute == "W" else before + value


def _countries(body: Body, parties: dict[str, Body], side: str, own: str) -> None:
    """The other country is that of the port, else that of the other party."""
    if side == "IMPORT":
        fields, roles = ("destinationCountry", "exportCountry"), ("Exporter", "Consignor")
        place = "loadingPlace"
    else:
        fields, roles = ("exportCountry", "destinationCountry"), ("Importer", "Consignee")
        place = "unloadingPlace"
    body.setdefault(fields[0], own)
    other = derived(body.get(place, ""), [parties.get(role, {}) for role in roles])
    if other:
        body.setdefault(fields[1], other)
    for name in ("loadingPlace", "unloadingPlace"):
        if body.get(name, "")[2:] == UNKNOWN_PLACE:
            del body[name]


def derived(place: str, parties: list[Body]) -> str:
    """Return the country of a place, else the first one a party states."""
    return place[:2] or next((p["country"] for p in parties if p.get("country")), "")


def placed(
    layout: Layout, lines: list[str], start: int, place: Place, findings: Findings
) -> set[str]:
    """Put the lines of a block, telling what is doubtful; return the paths that were stated.

    A number that is none becomes national data: it may not pass for an amount.
    """
    stated = set[str]()
    charset = place.charset
    for at, (item, line) in enumerate(zip(layout.items, lines[start:], strict=False), start):
        value = line.strip(" ")
        if not value:
            continue
        length, attribute = item.length, item.attribute
        stated.add(item.path)
        if len(line) > length or (not line.isascii() and len(line.encode(charset)) > length):
            findings.add(RULE, at, item.name, f"longer than {length} bytes", value)
        if attribute in _NUMBERS:
            number = decimal(value)
            if number is None:
                findings.add(PLAUSIBILITY, at, item.name, "is no number", value)
                place.national[item.name] = value
                continue
            value = number
        if attribute == "D":
            place.day(at, item, value, findings)
        elif item.field == "nationalModeCode":
            place.mode(at, item, value, findings)
        else:
            place.put(item, value)
    place.noted()
    return stated
