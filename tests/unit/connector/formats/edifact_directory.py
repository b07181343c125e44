"""UN/EDIFACT directories as saved beside the project, to hold written messages against."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[5] / "shared" / "samples" / "edifact"


@cache
def _tree(path: str) -> etree._Element:
    return etree.parse(ROOT / "directories" / path).getroot()


def order_faults(directory: str, message: str, tags: list[str]) -> list[str]:
    """Return what stands out of the order or too often; empty where the message fits."""
    rest, faults = _group(_tree(f"{directory}/{message}.xml"), tags, 0, message), []
    if rest[0] < len(tags):
        faults.append(f"segment {rest[0] + 1} {tags[rest[0]]} has no place")
    return faults + rest[1]


def _group(node: etree._Element, tags: list[str], at: int, name: str) -> tuple[int, list[str]]:
    faults: list[str] = []
    for part in node:
        if part.tag not in ("segment", "group"):
            continue
        count, most = 0, int(part.get("maxrepeat"))
        trigger = part.get("id") if part.tag == "segment" else part[0].get("id")
        while at < len(tags) and tags[at] == trigger and count < most:
            count += 1
            if part.tag == "segment":
                at += 1
            else:
                at, inner = _group(part, tags, at, part.get("id"))
                faults += inner
        if part.get("required") and not count:
            faults.append(f"{name} lacks {trigger}")
    return at, faults


def length_faults(directory: str, segment: list[list[str]]) -> list[str]:
    """Return what is longer or more than the segment directory allows."""
    tag = segment[0][0]
    found = _tree(f"{directory}/segments.xml").find(f"*[@id='{tag}']")
    if found is None:
        return [f"{tag} is not in {directory}"]
    faults = []
    for place, element in enumerate(segment[1:]):
        if place >= len(found):
            faults.append(f"{tag} has too many elements")
            break
        parts = list(found[place]) or [found[place]]
        if found[place].tag == "data_element":
            parts = [found[place]]
        for count, text in enumerate(element):
            # The saved composites leave out some parts; what is not described is not judged.
            most = parts[count].get("maxlength") if count < len(parts) else None
            if most and len(text) > int(most):
                faults.append(f"{tag}+{place + 1}:{count + 1} longer than {most}: {text}")
    return faults
