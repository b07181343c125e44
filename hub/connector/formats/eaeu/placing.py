"""What goes where when a declaration is written: decisions both formats of the Union share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from hub.connector.formats.eaeu import numbers
from hub.connector.formats.eaeu.codes import NATIONAL_MODES, OKEI, PRELODGED, SIDES
from hub.connector.formats.eaeu.leaves import cleaned, numeral
from hub.connector.formats.eaeu.settle import FUNCTIONS, described, total, undescribed
from hub.domain.declaration import Body

MAX_ITEMS = 999
"""Goods have a number of three digits."""
CHUNK, CHUNKS = 250, 4
_RESIDENT = {"EXPORT": "Exporter", "IMPORT": "Importer"}
_OTHER = {"EXPORT": ("Consignee", "Importer"), "IMPORT": ("Consignor", "Exporter")}
_ENDS = {"EXPORT": ("exportCountry", 0), "IMPORT": ("destinationCountry", 1)}


def parties(body: Body, slots: frozenset[str], lost: set[str]) -> dict[str, Body]:
    """Return a party for each slot: the roles themselves, and `Resident` (box 9).

    The foreign party to the deal stands in for a consignor or consignee that is not stated; it
    comes back under that role, so it is named as lost.
    """
    side, found = body.get("side", ""), dict[str, Body]()
    spare: dict[str, Body] = {}
    for row in body.get("parties") or ():
        role = row["role"]
        slot = "Resident" if role == _RESIDENT.get(side, "Payer") else role
        if slot in slots and slot not in found:
            found[slot] = row
        else:
            lost.add(f"parties/{role}")
            spare.setdefault(role, row)
    slot, role = _OTHER.get(side, ("", ""))
    if slot and slot not in found and role in spare:
        found[slot] = spare[role]
    return found


def representative(row: Body | None, lost: set[str]) -> str:
    """Return the register number of a customs representative: all a declaration tells of him."""
    if not row:
        return ""
    stated = [name for name, value in row.items() if value and name != "role"]
    lost.update([f"parties/Agent/{name}" for name in stated])
    identity: str = row.get("id", "")
    if not identity or len(identity) > 25:
        lost.add("parties/Agent")
        return ""
    lost.discard("parties/Agent/id")
    return identity


def day(row: Body, lost: set[str], path: str) -> str:
    """Return the day of issue as CCYY-MM-DD, nothing where it is none."""
    stated = row.get("issueDate") or ""
    written = f"{stated[:4]}-{stated[4:6]}-{stated[6:]}"
    if len(stated) == 8 and numbers.is_day(written):
        return written
    if stated:
        lost.add(f"{path}issueDate")
    return ""


def header_rows(body: Body, field: str, written: list[str]) -> list[str]:
    """Return the written rows of the header, none where they only repeat those of the items.

    Rows that are written alike are all written: readers would take them for one.
    """
    repeated: list[Any] = []
    for item in (body.get("goodsItems") or ())[:MAX_ITEMS]:
        repeated += [row for row in item.get(field) or () if row not in repeated]
    same = repeated == list(body.get(field) or ()) and len(set(written)) == len(written)
    return [] if same else written


def means(body: Body, stages: Iterable[str], lost: set[str]) -> dict[str, list[Body]]:
    """Return the rows of each stage; one of another mode than the first of its stage is lost."""
    found: dict[str, list[Body]] = {stage: [] for stage in stages}
    for row in body.get("transport") or ():
        rows = found.get(row["stage"])
        if rows is None or (rows and not _alike(rows[0], row)):
            lost.add(f"transport/{row['stage']}")
        else:
            rows.append(row)
    return found


def _alike(first: Body, row: Body) -> bool:
    same = ("modeCode", "nationalModeCode", "nationality")
    return all(first.get(name) == row.get(name) for name in same)


def mode(row: Body, own: bool, lost: set[str]) -> str:
    """Return the means of transport of the Union: as it was stated at home, else by Rec 19."""
    national: str = row.get("nationalModeCode", "")
    code: str = row.get("modeCode", "")
    if own and len(national) == 2 and national.isdigit():
        return national
    written = NATIONAL_MODES.get(code, "")
    if code and not written:
        lost.add("transport/modeCode")
    if national and national != written:
        lost.add("transport/nationalModeCode")
    return written


def equipment(body: Body, lost: set[str]) -> tuple[list[str], list[str], list[str]]:
    """Return words for each container, all seals, and containers that stand with no item."""
    units = body.get("equipment") or ()
    with_items = {
        unit for item in body.get("goodsItems") or () for unit in item.get("containers") or ()
    }
    words, seals, alone = list[str](), list[str](), list[str]()
    seen: set[str] = set()
    for unit in units:
        text = cleaned(described(unit))
        twice = unit["id"] in seen
        seen.add(unit["id"])
        whole = undescribed(text) == {name: value for name, value in unit.items() if value}
        if twice or not whole or len(text) > 500:
            lost.add("equipment")
            continue
        words.append(text)
        seals += [seal for seal in unit.get("seals") or () if len(seal) <= 20]
        if unit["id"] not in with_items:
            alone.append(unit["id"])
    return words, seals, alone


def chunks(text: str, lost: set[str], path: str, most: int = CHUNKS) -> list[str]:
    """Return the lines of a description: 250 characters each, at most four."""
    clean = cleaned(text)
    if clean is not text or len(clean) > CHUNK * most:
        lost.add(path)
    return [clean[at : at + CHUNK] for at in range(0, min(len(clean), CHUNK * most), CHUNK)]


def commodity(item: Body, lost: set[str]) -> str:
    """Return the code in 4, 6, 8 or 10 digits; further digits of a partner's are lost."""
    code: str = item.get("commodityCode", "")
    whole = code[: min(len(code) & ~1, 10)]
    if not (code.isascii() and code.isdigit() and len(whole) >= 4):
        whole = ""
    if whole != code:
        lost.add("goodsItems/commodityCode")
    return whole


def procedure(item: Body, lost: set[str]) -> tuple[str, str, str]:
    """Return box 37: procedure, the one before it, and the feature of the movement."""
    current, before = item.get("procedureCurrent", ""), item.get("procedurePrevious", "")
    features = item.get("additionalProcedures") or ()
    feature = features[0] if features and len(features[0]) == 3 else ""
    fits = len(current) == 2 and current.isalnum() and (not before or len(before) == 2)
    if not fits:
        lost.update(
            f"goodsItems/{n}" for n in ("procedureCurrent", "procedurePrevious") if item.get(n)
        )
    if features and (not fits or not feature.isalnum() or feature == "000"):
        lost.add("goodsItems/additionalProcedures")
    if len(features) > 1:
        lost.add("goodsItems/additionalProcedures/1")
    return (current, before or "00", feature if feature.isalnum() else "000") if fits else ("",) * 3


def mass(item: Body, field: str, lost: set[str]) -> str:
    """Return a mass in kilograms; one in any other unit is lost."""
    value, unit = item.get(field, ""), item.get(f"{field}Unit", "")
    path = f"goodsItems/{field}"
    if value and unit not in ("", "KGM"):
        lost.update((path, f"{path}Unit"))
        return ""
    written = numeral(value, 24, 6) if value else ""
    if value and not written:
        lost.update((path, f"{path}Unit"))
    return written


def quantity(item: Body, lost: set[str]) -> tuple[str, str, str]:
    """Return the tariff quantity, the OKEI code of its unit and its symbol, or Rec 20's code."""
    value, unit = item.get("tariffQuantity", ""), item.get("tariffQuantityUnit", "")
    written = numeral(value, 24, 6) if value else ""
    if value and not written:
        lost.update(("goodsItems/tariffQuantity", "goodsItems/tariffQuantityUnit"))
    if not written:
        return "", "", ""
    if unit in OKEI:
        return written, *OKEI[unit]
    if unit and not (unit.isascii() and unit.isalnum() and len(unit) <= 3):
        lost.add("goodsItems/tariffQuantityUnit")
        unit = ""
    return written, "", unit


def value(row: Body, name: str, currency: str, lost: set[str], path: str) -> str:
    """Return an amount of two decimals in the one currency that its element allows."""
    amount, unit = row.get(name, ""), row.get(f"{name}Currency", "")
    written = numeral(amount, 20, 2) if amount and unit == currency else ""
    if amount and not written:
        lost.update((f"{path}{name}", f"{path}{name}Currency"))
    return written


def value_currency(items: Sequence[Body]) -> str:
    """Return the currency of customs values: that of the first item, all must have the same."""
    stated = [item["customsValueCurrency"] for item in items if item.get("customsValueCurrency")]
    return stated[0] if stated and len(stated[0]) == 3 and stated[0].isalpha() else ""


def rate(body: Body, lost: set[str]) -> tuple[str, str]:
    """Return the currency of the deal and its rate; rates of other currencies are lost."""
    currency, rates = body.get("invoiceCurrency", ""), body.get("exchangeRates") or ()
    stated = currency if body.get("invoiceAmount") else ""
    for place, row in enumerate(rates):
        written = numeral(row.get("rate", ""), 11, 4)
        fits = (
            written and len(row["currency"]) == 3 and row["currency"] == (stated or row["currency"])
        )
        if fits and not place:
            continue
        lost.add("exchangeRates/1" if place else "exchangeRates")
    if "exchangeRates" in lost or not rates:
        return stated, ""
    return rates[0]["currency"], numeral(rates[0]["rate"], 11, 4)


def derived(body: Body, country: str, lost: set[str]) -> None:
    """Name what a reader would derive otherwise: type, kind of procedure, ends and totals."""
    side = body.get("side", "")
    letters = next((k for k, meaning in SIDES.items() if meaning == side), "")
    if body.get("typeCode") and body["typeCode"] != f"{letters}{first_procedure(body)}":
        lost.add("typeCode")
    if not side:
        lost.add("side")
    if body.get("procedureType") not in ("", None, "NORMAL", "PRELODGED"):
        lost.add("procedureType")
    end = _ENDS.get(side)
    if end and not body.get(end[0]) and body.get("country") != country:
        lost.add(end[0])
    masses = [item.get("grossMass") for item in body.get("goodsItems") or ()]
    if body.get("totalGrossMass"):
        exact = total(masses) if all(masses) else ""
        if not (exact and Decimal(exact) == Decimal(body["totalGrossMass"])):
            lost.add("totalGrossMass")
        if (
            body.get("totalGrossMassUnit", "KGM") != "KGM"
            or not exact
            or "goodsItems/grossMass" in lost
        ):
            lost.update(("totalGrossMass", "totalGrossMassUnit"))
    office = numbers.parse(body.get("declarationId", ""))
    if body.get("declarationOfficeId") and body["declarationOfficeId"] != (
        office and office.office
    ):
        lost.add("declarationOfficeId")


def first_procedure(body: Body) -> str:
    """Return the procedure of the declaration (box 1, second part): that of its first item."""
    items: Sequence[Body] = body.get("goodsItems") or ({},)
    code: str = items[0].get("procedureCurrent", "")
    return code if len(code) == 2 and code.isalnum() else ""


def feature(body: Body) -> str:
    """Return the feature of declaring (box 7)."""
    return PRELODGED if body.get("procedureType") == "PRELODGED" else ""


def change(body: Body, lost: set[str]) -> tuple[str, str, list[str]]:
    """Return kind, number and reasons of a change; three times nothing for a plain original."""
    function, version = body.get("functionCode") or "9", body.get("version") or 1
    rows = body.get("amendments") or ()
    if function == "9" and version <= 1 and not rows:
        if body.get("version"):
            lost.add("version")
        return "", "", []
    if f"0{function}" not in FUNCTIONS:
        lost.add("functionCode")
        function = "4"
    for name in ("changeReasonCode", "pointer"):
        if any(row.get(name) for row in rows):
            lost.add(f"amendments/{name}")
    reasons = [row.get("text", "") for row in rows]
    if not all(reasons):
        lost.add("amendments")
    return (
        f"0{function}",
        str(body["version"]) if body.get("version") else "",
        [r for r in reasons if r],
    )
