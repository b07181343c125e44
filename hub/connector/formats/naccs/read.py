"""Reading NACCS-style messages: header, character set, then the job or the output message."""

from __future__ import annotations

from hub.connector.formats.naccs import header, outcome
from hub.connector.formats.naccs.declaration import read_declaration
from hub.connector.formats.naccs.profile import Job, Profile
from hub.domain.faults import (
    CHARSET,
    MAX_FAULTS,
    TOO_LARGE,
    TOO_MANY,
    TRUNCATED,
    UNKNOWN_KIND,
    UNPARSEABLE,
    Fault,
)
from hub.domain.reading import Reading, RefusedPart

MAX_LINES = 100_000
_BREAK = "\r\n"


def read(raw: bytes, profile: Profile) -> Reading:
    """Read one message: a declaration job, or an output message that answers one."""
    broken = _broken(raw, profile)
    if broken:
        return refused(broken)
    fields = header.read(raw)
    output = fields.get("output", "").startswith("*")
    job = profile.jobs.get(fields.get("job", ""))
    if job is None and not output:
        stated = fields.get("job", "")
        return refused(Fault(UNKNOWN_KIND, "line 1, job, offset 3", "unknown job", stated))
    try:
        lines = raw[header.LENGTH :].decode(profile.charset).split(_BREAK)
    except UnicodeDecodeError:
        faults = tuple(_undecodable(raw, profile, None if output else job))
        return Reading(refusals=(RefusedPart(faults, references=outcome.references(fields)),))
    if output or job is None:
        return outcome.read(fields, lines, profile)
    return read_declaration(fields, lines, job, profile)


def refused(fault: Fault) -> Reading:
    """Return the refusal of a message of which nothing can be told."""
    return Reading(refusals=(RefusedPart((fault,)),))


def _broken(raw: bytes, profile: Profile) -> Fault | None:
    """Return what keeps the message from being looked at."""
    if len(raw) > profile.max_bytes:
        return Fault(TOO_LARGE, "line 1, offset 0", f"more than {profile.max_bytes} bytes")
    if len(raw) < header.LENGTH:
        return Fault(TRUNCATED, f"line 1, offset {len(raw)}", "the header has 400 bytes")
    if raw[header.LENGTH - 2 : header.LENGTH] != header.LINE_END:
        return Fault(UNPARSEABLE, "line 1, offset 398", "the header ends with CR LF")
    stated = header.read(raw).get("length", "")
    if stated.isascii() and stated.isdigit() and int(stated) > len(raw):
        text = f"the header states {int(stated)} bytes, {len(raw)} came"
        return Fault(TRUNCATED, "line 1, length, offset 392", text, stated)
    if raw.count(header.LINE_END) > MAX_LINES:
        return Fault(TOO_MANY, f"line 1, offset {len(raw)}", f"more than {MAX_LINES} items")
    return None


def _undecodable(raw: bytes, profile: Profile, job: Job | None) -> list[Fault]:
    """Return each line that is not in the character set, with its item and its offset."""
    found, offset = list[Fault](), header.LENGTH
    for place, line in enumerate(raw[header.LENGTH :].split(header.LINE_END)):
        try:
            line.decode(profile.charset)
        except UnicodeDecodeError as error:
            name = _name(job, place)
            where = f"line {place + 2}, {name}offset {offset + error.start}"
            shown = line.decode(profile.charset, "replace").strip()
            found.append(Fault(CHARSET, where, f"is no {profile.label}", shown))
            if len(found) == MAX_FAULTS:
                break
        offset += len(line) + 2
    # A character cut by a line end is only seen in the whole: then the first line tells of it.
    return found or [Fault(CHARSET, f"line 2, offset {header.LENGTH}", f"is no {profile.label}")]


def _name(job: Job | None, place: int) -> str:
    if job is None:
        return ""
    if place < len(job.header.items):
        return f"{job.header.items[place].name}, "
    if not job.goods.items:
        return ""
    place -= len(job.header.items)
    return f"{job.goods.items[place % len(job.goods.items)].name}, "
