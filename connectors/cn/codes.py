"""Codes, numbers and times of China's customs, turned canonical and back; unknown ones pass."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from connectors.cn.elements import warn
from hub.connector import country as folder
from hub.domain import moments, numbers
from hub.domain.declaration import Body, Moment
from hub.domain.faults import CODE_LIST, INVALID_MRN, RULE, Fault
from hub.domain.identifiers import normal_reference

HERE = folder.of(__file__)
ZONE = HERE.zone
NOTES = "; "
"""Between the statements of one NoteS and the reasons of one cancellation."""
KILOGRAM = "035"
SEA = "2"
LISTS = HERE.codes
COUNTRY_NUMBERS = {alpha: number for number, alpha in LISTS["countries"].items()}
CURRENCY_NUMBERS = {alpha: number for number, alpha in LISTS["currencies"].items()}
UNIT_NUMBERS = {unit: number for number, unit in LISTS["units"].items()}
MODE_NUMBERS = {mode: number for number, mode in LISTS["modes"].items()}
TERM_NUMBERS = {term: number for number, term in LISTS["terms"].items()}

_COUNTRIES = {**LISTS["countries"], **LISTS["alpha3"], **{cc: cc for cc in COUNTRY_NUMBERS}}
_CURRENCIES = LISTS["currencies"]
_UNITS = LISTS["units"]


def country(text: str, element: etree._Element, name: str, warnings: list[Fault]) -> str:
    """Return ISO alpha-2 for a GACC number or ISO letters; an unknown code as it is, warned of."""
    found = _COUNTRIES.get(text)
    if found is None:
        warn(warnings, CODE_LIST, element, name, "is no known country", text)
        return text
    return found


def currency(text: str, element: etree._Element, name: str, warnings: list[Fault]) -> str:
    """Return ISO 4217 for a GACC number; three letters are taken as ISO 4217 already."""
    found = _CURRENCIES.get(text)
    if found is not None:
        return found
    if not (len(text) == 3 and text.isalpha()):
        warn(warnings, CODE_LIST, element, name, "is no known currency", text)
    return text


def unit(text: str, element: etree._Element, name: str, warnings: list[Fault]) -> str:
    """Return UN Rec 20 for a GACC unit that surely is one, else the code; an unknown one warns."""
    found = _UNITS.get(text)
    if found is None:
        if text not in LISTS["national_units"]:
            warn(warnings, CODE_LIST, element, name, "is no known unit", text)
        return text
    return found


def terms(text: str, element: etree._Element, name: str, warnings: list[Fault]) -> str:
    """Return Incoterms for a GACC code; letters are taken as Incoterms already."""
    found = LISTS["terms"].get(text, "")
    if not found and not text.isalpha():
        warn(warnings, CODE_LIST, element, name, "is no known term of delivery", text)
    return found or text


def decimal(text: str, element: etree._Element, name: str, warnings: list[Fault]) -> str:
    """Return an exact decimal string; empty, with a warning, where the text is no number."""
    found = numbers.decimal(text)
    if found is None:
        warn(warnings, RULE, element, name, "is not a number", text)
        return ""
    return found


def moment(text: str, element: etree._Element, name: str, warnings: list[Fault]) -> Moment | None:
    """Read `yyyyMMdd[HHmmss[SSS]]`, `yyyyMMddTHHmmss[cc]` or ISO 8601, in Asia/Shanghai."""
    plain = text[:8] + text[9:15] if text[8:9] == "T" else text
    found = moments.compact(plain, ZONE) if plain.isdigit() else moments.iso(text, ZONE)
    if found is None:
        warn(warnings, RULE, element, name, "is not a time", text)
        return None
    found["text"] = text
    return found


def identifier(text: str) -> str:
    """Return `text` where it identifies something: 无 and NO are prescribed fillers, no numbers."""
    # No filler is longer than NONE: a longer word needs no normal form to be told from one.
    if len(text) > 4 and text.isalnum():
        return text
    return text if text and normal_reference(text) else ""


def sequence(text: str, otherwise: int) -> int:
    """Return an item number, or its place where none is stated."""
    return int(text) if len(text) < 10 and text.isascii() and text.isdigit() else otherwise


def commodity(text: str, element: etree._Element, name: str, warnings: list[Fault]) -> str:
    """Return a commodity code as it is; a warning where it is not digits."""
    if not (text.isascii() and text.isdigit()):
        warn(warnings, CODE_LIST, element, name, "is no commodity code of digits", text)
    return text


def net_mass(
    body: Body,
    stated: dict[str, str],
    element: etree._Element,
    quantities: tuple[tuple[str, str], ...],
    warnings: list[Fault],
) -> None:
    """Set the net mass from the first quantity in kilograms: no mass is stated by item."""
    for quantity, measure in quantities:
        if stated.get(measure) == KILOGRAM and quantity in stated:
            body["netMass"] = decimal(stated[quantity], element, quantity, warnings)
            body["netMassUnit"] = "KGM"
            return


def fillers(stated: dict[str, str], names: Iterable[str]) -> frozenset[str]:
    """Return which of these numbers are stated as a filler only: kept as text, used for nothing."""
    return frozenset([name for name in names if name in stated and not identifier(stated[name])])


def check_entry(number: str, element: etree._Element, name: str, warnings: list[Fault]) -> None:
    """Warn where a customs number is not 18 digits: office, year, direction, serial number."""
    if number and not (len(number) == 18 and number.isascii() and number.isdigit()):
        text = "is not a number of 18 digits"
        warn(warnings, INVALID_MRN, element, name, text, number)
