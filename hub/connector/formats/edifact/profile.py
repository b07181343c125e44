"""What differs between two countries of the EDIFACT family: one frozen value, no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hub.connector.formats.edifact import vocabulary
from hub.connector.formats.edifact.directory import ANSWER_ERRORS


def _frozen(table: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(table))


@dataclass(frozen=True, kw_only=True, eq=False)
class Profile:
    """One country's use of EDIFACT. Tables default to the D.96B/D.99B code lists."""

    country: str
    zone: str
    authority: str
    """Identifier of the customs system in UNB, as sender or recipient."""
    hub: str = "CUSTOMSHUB"
    directory: str = "99B"
    indicator: str = "GIS"
    """GIS up to D.01B, GEI in D.05B and later; between the two: see the directory."""
    syntax: str = "UNOC:3"
    test_authority: str = ""
    """Identifier of the customs system's test environment, taken like `authority`."""
    association: str = ""
    """Association assigned code (0057) in UNH."""
    application: bool = False
    """Whether UNB 0026 names the message type."""
    currency: str = ""
    """Currency of amounts that name none, where the national system has only one."""
    agency: str = ""
    """Element 3055 of the country's own code lists (AU: 95)."""
    max_bytes: int = 10_000_000
    documents: Mapping[str, str] = field(default_factory=lambda: _frozen(vocabulary.DOCUMENTS))
    """BGM 1001 to side."""
    names: Mapping[str, str] = field(default_factory=dict)
    """BGM 1000 to procedure type (AU: EXD, IMD, SAC)."""
    side_names: Mapping[str, str] = field(default_factory=dict)
    """`side/procedure type` or `side` to the BGM 1000 that is written."""
    declaration_numbers: frozenset[str] = frozenset({"ABT"})
    """RFF 1153 that hold the country's own declaration number; the first sorted is written."""
    previous: Mapping[str, str] = field(
        default_factory=lambda: _frozen(vocabulary.PREVIOUS_REFERENCES)
    )
    """RFF 1153 of previous declarations to their type; "" where RFF 4000 states it."""
    version_is_revision: bool = False
    """Whether the version stands in BGM 1060, five digits, and not in 1056."""
    reference_is_response: bool = False
    """Whether BGM 1004 of CUSRES is the declarant's own reference."""
    places: Mapping[str, str] = field(default_factory=lambda: _frozen(vocabulary.PLACES))
    discharge: str = "11"
    """LOC 3227 under which the place of discharge is written."""
    parties: Mapping[str, str] = field(default_factory=lambda: _frozen(vocabulary.PARTIES))
    units: Mapping[str, str] = field(default_factory=dict)
    """National unit to UN Rec 20, where they differ."""
    means: Mapping[str, str] = field(default_factory=lambda: _frozen(vocabulary.MEANS))
    """TDT 8179 to UN Rec 19."""
    border_stage: str = "11"
    """TDT 8051 under which the means at the border is written."""
    commodity: str = "CST"
    """Where the commodity code is written: CST (list 122) or RFF (HS)."""
    commodity_list: str = "122"
    """CST 1131 under which a commodity code is written; 108 and 122 are read."""
    procedure_text: str = ""
    """FTX 4451 whose components are current and previous procedure; else CST, list 117."""
    items_text: str = ""
    """FTX 4451 whose first component is the number of items; else CNT 5."""
    header_totals: bool = False
    """Whether totals stand in MEA and PAC of the header and not in CNT."""
    seals_in_equipment: bool = False
    """Whether seals stand in EQD 8154 in columns of 15 and not in SEL."""
    bare_weight: str = "grossMass"
    """What MEA+WT without a dimension is."""
    tariff_measure: str = "AAR"
    """MEA 6311 under which the tariff quantity is written."""
    statistical: str = "123"
    """MOA 5025 under which statistical values are written."""
    statuses: Mapping[str, str] = field(default_factory=lambda: _frozen(vocabulary.STATUSES))
    """`7365` or `7365:1131:3055` to canonical state."""
    status_codes: Mapping[str, str] = field(
        default_factory=lambda: _frozen(vocabulary.STATUS_CODES)
    )
    """Canonical state to the C529 that is written."""
    status_text: str = "AHN"
    """FTX 4451 of a written status; D.96B has no AHN, use AAI."""
    text_width: int = 512
    """Characters of one FTX component: 70 in D.96B, 512 in D.99B."""
    answer_errors: int = ANSWER_ERRORS
    """Errors in one CUSRES at most."""
    procedure_split: int = 0
    """Digits of the current procedure in a joined code (2 for `4000`); 0: never split."""
