"""A declaration job read: line by line against the layout, each item to its canonical field."""

from __future__ import annotations

from collections.abc import Sequence

from hub.connector.formats.naccs import header, outcome
from hub.connector.formats.naccs.findings import Findings
from hub.connector.formats.naccs.goods import read_goods
from hub.connector.formats.naccs.items import CANCEL, Item
from hub.connector.formats.naccs.placing import Place, placed
from hub.connector.formats.naccs.profile import Job, Profile
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

_NAMING = frozenset({"declarationId", "functionalReferenceId"})
_LODGING = 4
"""Lines of a job that lodges: number, condition, a reserved item, and what follows the last."""


def read_declaration(
    fields: dict[str, str], lines: list[str], job: Job, profile: Profile
) -> Reading:
    """Read a job: its declaration, or the lodging of one that another job registered."""
    body: Body = {
        "country": profile.country,
        "side": job.side,
        "functionCode": "1" if fields.get("input") == CANCEL else job.function,
        "references": outcome.references(fields),
    }
    findings = Findings(lines, profile.charset)
    place = Place(body, profile, fields.get("system", ""))
    stated = placed(job.header, lines, 0, place, findings)
    items = list(read_goods(job, lines, body, profile, findings))
    if items:
        body["goodsItems"] = items
    number, own = body.get("declarationId", ""), body.get("functionalReferenceId", "")
    if not number and not own:
        return _unnumbered(job, body, findings.faults)
    body["declarationKey"] = declaration_key(profile.country, number, own)
    warnings = tuple(findings.faults[:MAX_FAULTS])
    if body["functionCode"] != "1":
        if len(lines) <= _LODGING:
            return Reading((_lodged(body, job, fields, profile, lines[1:2]),))
        if not items and stated <= _NAMING:
            return Reading((_lodged(body, job, fields, profile, []),), (), warnings)
    place.settle(job.side, job.header.home)
    return Reading((Message("Declaration", body),), (), warnings)


def _unnumbered(job: Job, body: Body, others: list[Fault]) -> Reading:
    """Refuse what no answer could name, telling of all that is doubtful in it at once."""
    pointer = _pointer(job.header.items, "declarationId")
    fault = Fault(MISSING, pointer, "the declaration has no number")
    faults = (fault, *others)[:MAX_FAULTS]
    return Reading(refusals=(RefusedPart(faults, references=body["references"]),))


def _pointer(items: Sequence[Item], path: str) -> str:
    at = header.LENGTH
    for line, item in enumerate(items, 2):
        if item.path == path:
            return f"line {line}, {item.name}, offset {at}"
        at += item.length + 2
    return path


def _lodged(
    body: Body, job: Job, fields: dict[str, str], profile: Profile, condition: list[str]
) -> Message:
    """The job names a declaration and states nothing else: it lodges what was registered."""
    names = ("declarationKey", "country", "declarationId", "functionalReferenceId", "references")
    found: Body = {name: body[name] for name in names if name in body}
    if condition and condition[0].strip(" "):
        found["nationalData"] = {"condition": condition[0].strip(" ")}
    found["status"] = "AMENDED" if job.function == "5" else "LODGED"
    found["nationalCode"] = job.code
    occurred = outcome.occurred(fields, profile)
    if occurred:
        found["occurredAt"] = occurred
    return Message("StatusChange", found)
