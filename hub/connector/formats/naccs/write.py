"""Writing NACCS-style messages: declarations in a job's layout, everything else as an output
message with result code, declaration number, channel and text, the nearest documented form."""

from __future__ import annotations

from hub.connector.formats.naccs import answer, header
from hub.connector.formats.naccs.declaration_writing import fill_header
from hub.connector.formats.naccs.goods_writing import fill_goods
from hub.connector.formats.naccs.items import CANCEL
from hub.connector.formats.naccs.profile import Job, Profile
from hub.connector.formats.naccs.sheet import Sheet
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

_FUNCTIONS = frozenset({"", "9", "5", "1"})
_NOT_ITEMS = frozenset(
    {"declarationKey", "country", "side", "functionCode", "references", "nationalData", "version"}
    | {"goodsItems", "parties", "transport", "documents", "statements", "previousDocuments"}
    | {"declarationId", "ucr", "exportCountry", "destinationCountry", "totalGrossMassUnit"}
)
"""What is no plain field with an item of its own."""


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write a declaration job or an output message.

    Raises `Parked` for other kinds, and for more goods lines than a job holds.
    """
    if message.kind == "Declaration":
        return _declaration(message.body, envelope, profile)
    return answer.write(message, envelope, profile)


def _declaration(body: Body, envelope: Envelope, profile: Profile) -> Written:
    job = _job(body, profile)
    lost = _without_item(body, job)
    head = Sheet(job.header, profile.charset, lost)
    system = fill_header(head, body, profile, job.side)
    lines = head.lines
    own = body.get("country") == profile.country
    for place, goods in enumerate(body.get("goodsItems") or (), 1):
        sheet = Sheet(job.goods, profile.charset, lost, "goodsItems/")
        fill_goods(sheet, goods, place, body, profile.currency, own=own)
        lines += sheet.lines
    fields = {
        "job": job.code,
        "time": answer.clock(envelope, profile),
        "user": envelope.sender[:8],
        "index": envelope.message_id,
        "system": system,
    }
    if body.get("functionCode") == "1":
        fields["input"] = CANCEL
    raw = header.write(fields, b"".join(lines))
    if len(raw) > profile.max_bytes:
        raise Parked(f"{profile.system}: {len(raw)} bytes, a message holds {profile.max_bytes}")
    return Written(raw, answer.content_type(profile), tuple(sorted(lost)))


def _job(body: Body, profile: Profile) -> Job:
    side = body.get("side") or "IMPORT"
    function = "9" if (body.get("functionCode") or "9") in ("9", "1") else "5"
    job = next((j for j in profile.jobs.values() if (j.side, j.function) == (side, function)), None)
    if job is None:
        raise Parked(f"{profile.system} has no job for {side} {function}")
    items = len(body.get("goodsItems") or ())
    if items > profile.max_items:
        raise Parked(
            f"{profile.system} {job.code} holds {profile.max_items} goods lines, this declaration"
            f" has {items}: the declarant splits it, or it goes another way"
        )
    return job


def _without_item(body: Body, job: Job) -> set[str]:
    """Return the losses that can be told without writing: fields the layout has no item for."""
    known = job.header.fields
    lost = {name for name in body.keys() - _NOT_ITEMS if name not in known and body[name]}
    if (body.get("functionCode") or "") not in _FUNCTIONS:
        lost.add("functionCode")
    return lost
