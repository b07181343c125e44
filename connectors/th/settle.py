"""Settling a Thai declaration: what the notes of its parts mean together."""

from __future__ import annotations

from connectors.th.codes import BAHT, HERE, HOUSE, MASTER, PERMITS, TRANSPORT, ZONE
from connectors.th.elements import sent
from hub.connector.formats.walk import Findings, add
from hub.domain.countries import ALPHA2
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, PLAUSIBILITY

Notes = dict[str, str]

COMPANY = {"IMPORT": "Importer", "EXPORT": "Exporter"}
PARTNER = {"IMPORT": "Consignor", "EXPORT": "Consignee"}
TRADING = {"IMPORT": "Seller", "EXPORT": "Buyer"}
_COUNTRIES = {
    "exportCountry": "/Control/ConsignmentCountryCode",
    "destinationCountry": "/Control/DestinationCountryCode",
    "tradingCountry": "/Control/PurchaseCountryCode",
}
_SOME = "TH"
"""Stands for a country that is not stated: nothing to doubt."""
_FIELDS = ("id", "name", "address", "city", "postcode", "country")


def settle(body: Body, notes: Notes, found: Findings) -> None:
    """Complete a declaration; what no rule uses of the notes is put into the national data."""
    side = body["side"]
    body.setdefault("functionCode", "9")
    body.setdefault("destinationCountry" if side == "IMPORT" else "exportCountry", HERE.code)
    _version(body, notes, found)
    _parties(body, notes, side, found)
    mode = _transport(body, notes, found)
    for note, kinds in (("bill.master", MASTER), ("bill.house", HOUSE)):
        if note in notes:
            add(body, "documents", {"id": notes[note], "typeCode": kinds.get(mode, kinds["1"])})
    _money(body, notes, found)
    if "sent.date" in notes:
        when = sent(notes["sent.date"], notes.get("sent.time", ""), ZONE)
        if when:
            body["issueDateTime"] = when
        else:
            found.put("Control/DateTransmit", notes["sent.date"])
            found.put("Control/TimeTransmit", notes.get("sent.time", ""))
    elif "sent.time" in notes:
        found.put("Control/TimeTransmit", notes["sent.time"])
    _items(body, side, found)
    _countries(body, found)
    if found.national:
        body["nationalData"] = found.national


def _version(body: Body, notes: Notes, found: Findings) -> None:
    version = notes.get("message.version", "")
    if version.isascii() and version.isdecimal() and len(version) <= 6:
        body["version"] = int(version)
    elif version:
        found.warn(PLAUSIBILITY, "/Message/Version", "is no version", version)
        found.put("Message/Version", version)


def _parties(body: Body, notes: Notes, side: str, found: Findings) -> None:
    english = notes.pop("company.english", "")
    if english and notes.setdefault("company.name", english) != english:
        found.put("Control/CompanyEnglishName", english)
    roles = (
        ("company", COMPANY[side]),
        ("partner", PARTNER[side]),
        ("broker", "Agent"),
        ("clearance", "Declarant"),
        ("trading", TRADING[side]),
    )
    for note, role in roles:
        party = {name: notes[f"{note}.{name}"] for name in _FIELDS if f"{note}.{name}" in notes}
        if party:
            add(body, "parties", {"role": role, **party})


def _transport(body: Body, notes: Notes, found: Findings) -> str:
    """Return the mode of UN Rec 19; an unknown one of Thailand's passes with a warning."""
    national = notes.get("means.mode", "")
    mode = TRANSPORT.get(national)
    means = {"stage": "BORDER"}
    if mode:
        means["modeCode"] = mode
    elif national:
        means["nationalModeCode"] = national
        if mode is None:
            pointer = "/Control/ModeOfTransport"
            found.warn(CODE_LIST, pointer, "is no known means of transport", national)
    if "means.name" in notes:
        means["name"] = notes["means.name"]
    if len(means) > 1:
        body["transport"] = [means]
    return mode or ""


def _money(body: Body, notes: Notes, found: Findings) -> None:
    """A value in baht is the statistical value; a foreign one only where no other is stated."""
    currency, rate = notes.get("rate.currency", ""), notes.get("rate.rate", "")
    baht, foreign = notes.get("value.baht", ""), notes.get("value.foreign", "")
    if baht:
        body["statisticalAmount"], body["statisticalCurrency"] = baht, BAHT
        if foreign:
            found.put("Control/ValueForeign", foreign)
    elif foreign:
        body["statisticalAmount"] = foreign
        if currency:
            body["statisticalCurrency"] = currency
    if currency and (rate or baht or not foreign):
        body["exchangeRates"] = [{"currency": currency, **({"rate": rate} if rate else {})}]
    elif rate:
        found.put("Control/ExchangeRate", rate)


def _countries(body: Body, found: Findings) -> None:
    for field, path in _COUNTRIES.items():
        if body.get(field, _SOME) not in ALPHA2:
            found.warn(CODE_LIST, path, f"{field} is no ISO 3166 code", body[field])
    for item in body.get("goodsItems", ()):
        if item.get("originCountry", _SOME) not in ALPHA2:
            path, code = "/Detail/OriginCountryCode", item["originCountry"]
            found.warn(CODE_LIST, path, "originCountry is no ISO 3166 code", code)


def _items(body: Body, side: str, found: Findings) -> None:
    heads: dict[str, Body] = {}
    permit = PERMITS[side]
    for item in body.get("goodsItems", ()):
        finish(item, permit, found)
        nature = item.pop("item.nature", "")
        if nature and body.setdefault("natureOfTransaction", nature) != nature:
            item.setdefault("nationalData", {})["NatureOfTransaction"] = nature
        for document in item.get("previousDocuments", ()):
            if side == "IMPORT":
                document["typeCode"] = "830"
            heads.setdefault(document["id"], document)
    if heads:
        body["previousDocuments"] = list(heads.values())[:99]


def finish(item: Body, permit: str, found: Findings) -> None:
    """Give an item its canonical fields; `permit` is the type code of its permits."""
    take = item.pop
    number = take("item.number", "")
    if number.isascii() and number.isdecimal() and len(number) <= 6:
        item["sequenceNumeric"] = int(number)
    statistical, ahtn = take("item.statistical", ""), take("item.ahtn", "")
    codes = [f"STAT:{statistical}"] * bool(statistical) + [f"AHTN:{ahtn}"] * bool(ahtn)
    if codes:
        item["additionalCodes"] = codes
    if "item.privilege" in item:
        item["additionalProcedures"] = [take("item.privilege")]
    if "item.remark" in item:
        item["statements"] = [{"statementDescription": take("item.remark")}]
    procedure = take("item.procedure", "")
    if len(procedure) == 4:
        item["procedureCurrent"], item["procedurePrevious"] = procedure[:2], procedure[2:]
    elif procedure:
        item["procedureCurrent"] = procedure
    _describe(item)
    _value(item)
    _pack(item)
    reference, line = take("item.reference", ""), take("item.line", "")
    if reference:
        document = {"id": reference, **({"lineNumeric": line} if line else {})}
        item["previousDocuments"] = [document]
    elif line:
        national(item, "ReferenceDeclarationLineNumber", line)
    for document in item.get("documents", ()):
        document["typeCode"] = permit
    for tax in item.get("taxes", ()):
        tax["currency"] = BAHT
    if "grossMass" in item:
        item["grossMassUnit"] = "KGM"


def national(item: Body, name: str, text: str) -> None:
    """Keep a field of an item that has no canonical place."""
    item.setdefault("nationalData", {})[name] = text


def _describe(item: Body) -> None:
    """The English description is what partners read; the Thai one where it stands alone."""
    thai = item.pop("item.thai", "")
    if thai and item.setdefault("description", thai) != thai:
        national(item, "ThaiDescriptionOfGoods", thai)


def _value(item: Body) -> None:
    baht, foreign = item.pop("item.baht", ""), item.pop("item.foreign", "")
    if baht:
        item["customsValue"], item["customsValueCurrency"] = baht, BAHT
        if foreign:
            national(item, "ValueForeign", foreign)
    elif foreign:
        item["customsValue"] = foreign
        if "itemCurrency" in item:
            item["customsValueCurrency"] = item["itemCurrency"]


def _pack(item: Body) -> None:
    names = (("item.packages", "quantity"), ("item.kind", "typeCode"), ("item.marks", "marks"))
    package = {field: item.pop(note) for note, field in names if note in item}
    if package:
        item["packages"] = [package]
