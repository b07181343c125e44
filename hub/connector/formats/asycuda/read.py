"""Reading a SAD of ASYCUDA World.

The format has no function code and no answer message. Pure rules stand in for them, all to be
confirmed per country:

* A document with traders, items, countries, containers or what it follows declares. `AMENDMENT`,
  `REPLACEMENT` or `CANCELLATION` at the head of its additional information, with a version
  (`AMENDMENT 2: reason`), says that it changes or withdraws; only such a one needs no flow.
* A document whose registration is filled tells how the declaration stands as well: EXITED with an
  exit, RELEASED with a receipt, ASSESSED with an assessment. Where it declares nothing it tells
  only that, and with a registration alone ACCEPTED.
* A whole document with a receipt is therefore two messages: the declaration, then its state. Either
  alone would drop what the other says: whoever reads keeps no state and cannot know whether the
  declaration has been sent before. To state it again is harmless, as it has the same key and
  number; nothing is matched twice.
* An answer of the hub that comes back (see `answers`) is a status or is refused, never a
  declaration.
"""

from __future__ import annotations

from hub.connector.formats import xml
from hub.connector.formats.asycuda import answers
from hub.connector.formats.asycuda.days import moment
from hub.connector.formats.asycuda.identity import QUOTED, Notes, identify, missing
from hub.connector.formats.asycuda.profile import Profile
from hub.connector.formats.asycuda.sad import PATHS, sad
from hub.connector.formats.asycuda.settle import marked, settle
from hub.connector.formats.walk import Findings, walk
from hub.connector.formats.xml_places import located
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, UNKNOWN_KIND, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

ROOTS = frozenset({"ASYCUDA", "Sad", "SAD"})
_STATES = (("exit", "EXITED"), ("receipt", "RELEASED"), ("assessment", "ASSESSED"))
_DECLARED = ("goodsItems", "parties", "exportCountry", "destinationCountry")
_NOTED = ("sad.containers", "sad.previous")
_KEPT_IDENTITY = (
    "declarationKey",
    "country",
    "declarationId",
    "functionalReferenceId",
    "references",
)


def read(raw: bytes, profile: Profile) -> Reading:
    """Read one SAD as a declaration, its amendment or cancellation, a status, or both."""
    # `<null/>` stands in every empty field and says nothing: a third of a real document.
    root, faults = xml.parse(raw.replace(b"<null/>", b""))
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    if xml.local(root.tag) not in ROOTS:
        fault = Fault(UNKNOWN_KIND, xml.pointer(root), "no ASYCUDA document", xml.local(root.tag))
        return Reading(refusals=(RefusedPart((fault,)),))
    body: Body = {"country": profile.country}
    found = Findings(profile.zone)
    walk(root, sad(profile.currency, profile.dates), body, found)
    notes = {name: body.pop(name) for name in [name for name in body if "." in name]}
    identify(body, notes, profile, found)
    lrn, mrn = body.get("functionalReferenceId", ""), body.get("declarationId", "")
    if faults := _faults(body, notes, profile, found):
        part = RefusedPart(located(root, faults), mrn, lrn, body["references"])
        return Reading(refusals=(part,))
    body["declarationKey"] = declaration_key(profile.country, mrn, lrn)
    messages = _messages(body, notes, profile, found)
    return Reading(messages, (), located(root, found.warnings))


def _faults(body: Body, notes: Notes, profile: Profile, found: Findings) -> tuple[Fault, ...]:
    """Return all that is wrong with a document that cannot be taken; of any other nothing."""
    if returned := _returned(body, notes):
        return returned
    lacking = list(missing(body, notes, profile, bool(marked(notes)[0])))
    if lacking:
        # What is doubtful is told with what is missing, so that one correction is enough.
        settle(body, notes, profile, found)
        lacking += found.warnings
    return tuple(lacking[:MAX_FAULTS])


def _messages(body: Body, notes: Notes, profile: Profile, found: Findings) -> tuple[Message, ...]:
    state = _state(body, notes)
    status = _status(body, notes, state, profile) if state else None
    if status and not _declares(body, notes):
        notes.pop("sad.comments", "")
        national = _left(notes, found)
        return (Message("StatusChange", status | ({"nationalData": national} if national else {})),)
    if state == "EXITED" and status and "occurredAt" in status:
        body["exitDateTime"] = status["occurredAt"].copy()
    settle(body, notes, profile, found)
    national = _left(notes, found)
    if national:
        body["nationalData"] = national
    declaration = Message("Declaration", body)
    if not status or state == "ACCEPTED":
        return (declaration,)
    return (declaration, Message("StatusChange", status))


def _declares(body: Body, notes: Notes) -> bool:
    """Say whether a document holds what a declaration is about, not only how it stands."""
    return any(name in body for name in _DECLARED) or any(name in notes for name in _NOTED)


def _returned(body: Body, notes: Notes) -> tuple[Fault, ...]:
    """Return the fault of an answer of the hub that is no status."""
    word = notes.get("sad.comments", "").split(maxsplit=1)[:1]
    if not word or word[0] not in answers.WORDS or _declares(body, notes):
        return ()
    pointer = "/ASYCUDA/General_information/Comments_free_text"
    return (Fault(UNKNOWN_KIND, pointer, "an answer of the hub, no declaration", word[0]),)


def _state(body: Body, notes: Notes) -> str:
    """Return the canonical state a registered document tells, nothing where it tells none."""
    if not body.get("declarationId") or marked(notes)[0]:
        return ""
    for block, state in _STATES:
        if f"{block}.number" in notes or f"{block}.date" in notes:
            return state
    return "ACCEPTED"


def _status(body: Body, notes: Notes, state: str, profile: Profile) -> Body:
    """Return how the declaration stands; the block that says so stands for a national code."""
    block = {state: block for block, state in _STATES}.get(state, "registration")
    told: Body = {name: body[name] for name in _KEPT_IDENTITY if name in body}
    told |= {"status": state, "nationalCode": block}
    number = notes.pop(f"{block}.number", "") if block != "registration" else ""
    serial = notes.pop(f"{block}.serial", "") if number else ""
    if number:
        told["responseId"] = f"{serial}{number}"
    when = moment(notes.pop(f"{block}.date", ""), profile)
    if when:
        told["occurredAt"] = when
    comments = notes.get("sad.comments", "")
    if comments and not _declares(body, notes):
        said = answers.told(comments)
        if said:
            told["status"], told["nationalCode"], comments = said
        if comments:
            told["nationalText"] = comments
    return told


def _left(notes: Notes, found: Findings) -> dict[str, str]:
    """Return the national data with what no rule used and no answer quotes, under its path."""
    for name, text in notes.items():
        if name not in QUOTED:
            found.put(PATHS[name], text)
    return found.national
