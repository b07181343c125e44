"""CUSDEC header: containers, their seals, and means of transport."""

from __future__ import annotations

from typing import Any

from hub.connector.formats.edifact.directory import MEANS
from hub.connector.formats.edifact.tokens import Segment, at
from hub.connector.formats.edifact.vocabulary import STAGES
from hub.connector.formats.edifact.walk import Walk, keep, note, put


def equipment(walk: Walk, segment: Segment) -> None:
    """EQD: a container; SARS writes its seals into 8154."""
    identifier = at(segment, 2)
    if not identifier:
        note(walk, segment)
        return
    found: dict[str, Any] = {"id": identifier}
    put(found, sizeType=at(segment, 3), fullness=at(segment, 6))
    told = at(segment, 3, 3)
    if told and walk.profile.seals_in_equipment:
        found["seals"] = _columns(told)
    elif told:
        keep(walk, f"EQD[{identifier}]/8154", told)
    walk.body.setdefault("equipment", []).append(found)


def _columns(text: str) -> list[str]:
    # SARS: columns of 15 characters; where the sender did not keep to them, blanks part.
    seals = text.split()
    if any(len(seal) > _COLUMN for seal in seals):
        cut = range(0, len(text), _COLUMN)
        seals = [piece for n in cut if (piece := text[n : n + _COLUMN].strip())]
    return seals


_COLUMN = 15


def seal(walk: Walk, segment: Segment) -> None:
    """SEL: a seal of the container that C215 names, of the only one, or of the last EQD."""
    # SEL follows all EQD in the directory: C215 may name the container, else the order tells.
    containers, found = walk.body.get("equipment", ()), at(segment, 1)
    container = at(segment, 2, 3)
    owner = next((record for record in containers if record["id"] == container), None)
    if found and owner is not None:
        owner.setdefault("seals", []).append(found)
    elif found and containers and (len(containers) == 1 or "seals" in containers[-2]):
        containers[-1].setdefault("seals", []).append(found)
    else:
        note(walk, segment)


def transport(walk: Walk, segment: Segment) -> None:
    """TDT: a means of transport by stage; other stages become national data."""
    code, means = at(segment, 1), at(segment, 4)
    stage = STAGES.get(code)
    walk.party, walk.document = "", None
    if stage is None:
        note(walk, segment)
        return
    found = {"stage": stage}
    identifier, name = at(segment, 8), at(segment, 8, 3)
    if len(identifier) == MEANS and len(name) > MEANS and name.startswith(identifier):
        # The hub's own way to write an identifier longer than 8213 may be.
        identifier, name = name, ""
    put(
        found,
        modeCode=at(segment, 3) or walk.profile.means.get(means, ""),
        nationalModeCode=means,
        id=identifier,
        name=name,
        idType=at(segment, 8, 1),
        nationality=at(segment, 8, 4),
        journeyId=at(segment, 2),
    )
    walk.body.setdefault("transport", []).append(found)
    keep(walk, f"TDT[{code}]/C040", ":".join(segment[5]) if len(segment) > 5 else "")
    keep(walk, f"TDT[{code}]/3055", at(segment, 8, 2))
