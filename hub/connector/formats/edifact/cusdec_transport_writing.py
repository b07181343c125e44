"""CUSDEC header written: containers, their seals, and means of transport."""

from __future__ import annotations

from typing import Any

from hub.connector.formats.edifact.directory import (
    CODE,
    EQUIPMENT,
    MEANS,
    MOST_EQUIPMENT,
    MOST_SEALS,
    MOST_TRANSPORT,
    NAME,
    REFERENCE_CODE,
    SEAL,
    SIZE_TYPE,
)
from hub.connector.formats.edifact.segments_writing import Rows, Sheet
from hub.connector.formats.edifact.tokens import composite, escape, segment

_COLUMN, _COLUMNS = 15, 2
"""Seals in EQD 8154, an..35: two columns of fifteen (SARS)."""


def equipment(sheet: Sheet, records: Rows) -> None:
    """Write EQD for every container, then SEL with the container in C215 where there are more."""
    seals: list[str] = []
    single = len(records) == 1
    if len({record.get("id") for record in records}) < len(records) and not single:
        # Of two containers with one number C215 cannot tell which is meant.
        sheet.lost.add("equipment/seals")
    for place, record in enumerate(records):
        if place == MOST_EQUIPMENT:
            sheet.lost.add(f"equipment/{place}")
            break
        seals += _container(sheet, record, single)
    if len(seals) > MOST_SEALS:
        sheet.lost.add("equipment/seals")
    sheet.segments += seals[:MOST_SEALS]


def _container(sheet: Sheet, record: dict[str, Any], single: bool) -> list[str]:
    get, fit = record.get, sheet.code
    identifier = fit("equipment/id", get("id") or "", EQUIPMENT)
    if not identifier:
        sheet.lost.add("equipment")
        return []
    kind = fit("equipment/sizeType", get("sizeType") or "", SIZE_TYPE)
    fullness = fit("equipment/fullness", get("fullness") or "", CODE)
    stated = get("seals") or []
    columns = _columns(sheet, stated)
    if columns:
        kind, stated = f"{kind}:::{columns}", []
    sheet.segments.append(segment("EQD", "CN", identifier, kind, "", "", fullness))
    owner = "" if single else f"+:::{identifier}"
    told = [fit("equipment/seals", seal, SEAL) for seal in stated]
    return [f"SEL+{seal}{owner}'" for seal in told if seal]


def _columns(sheet: Sheet, seals: list[str]) -> str:
    if not sheet.profile.seals_in_equipment or not 0 < len(seals) <= _COLUMNS:
        return ""
    if any(len(seal) > _COLUMN or " " in seal for seal in seals):
        return ""
    return escape("".join(seal.ljust(_COLUMN) for seal in seals).rstrip())


_STAGES = {"DEPARTURE": "12", "ARRIVAL": "13", "INLAND": "1"}


def transport(sheet: Sheet, records: Rows) -> None:
    """Write TDT for every means of transport; a stage without a code is lost."""
    written = 0
    for place, record in enumerate(records):
        stage = record.get("stage") or ""
        code = sheet.profile.border_stage if stage == "BORDER" else _STAGES.get(stage, "")
        if not code:
            sheet.lost.add(f"transport/{stage}" if stage else "transport")
        elif written == MOST_TRANSPORT:
            sheet.lost.add(f"transport/{place}")
            return
        else:
            written += 1
            sheet.segments.append(_means(sheet, record, code))


def _means(sheet: Sheet, record: dict[str, Any], stage: str) -> str:
    get, fit = record.get, sheet.code
    mode = get("modeCode") or ""
    means = sheet.means.get(mode, "")
    stated = get("nationalModeCode")
    if stated and stated != means:
        sheet.lost.add("transport/nationalModeCode")
    journey = fit("transport/journeyId", get("journeyId") or "", REFERENCE_CODE)
    mode = fit("transport/modeCode", mode, CODE)
    return segment("TDT", stage, journey, mode, means, "", "", "", _identity(sheet, record))


def _identity(sheet: Sheet, record: dict[str, Any]) -> str:
    get, fit = record.get, sheet.code
    identifier, name = get("id") or "", get("name") or ""
    kind = fit("transport/idType", get("idType") or "", CODE)
    if len(identifier) > MEANS and not name and len(identifier) <= NAME:
        # Longer than 8213 may be: its beginning there, the whole in 8212, as the reader knows.
        identifier, name = escape(identifier[:MEANS]), escape(identifier)
    else:
        if len(name) > MEANS == len(identifier) and name.startswith(identifier):
            sheet.lost.add("transport/name")
            name = ""
        identifier = fit("transport/id", identifier, MEANS)
        name = sheet.text("transport/name", name, NAME)
    nationality = fit("transport/nationality", get("nationality") or "", CODE)
    return composite(identifier, kind, "", name, nationality)
