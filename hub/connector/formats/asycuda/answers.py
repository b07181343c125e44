"""The hub's answers as a SAD: a skeleton without traders and items, whose comments say what is up.

The format has no answer message. `Comments_free_text` begins with a word of `WORDS`, so that a
skeleton that comes back is told from a declaration. A state that the server would have filled in
stands in its own block as well: assessment, receipt, exit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hub.connector.formats.asycuda import days, registration
from hub.connector.formats.asycuda.markup import block, text
from hub.connector.formats.asycuda.profile import Profile
from hub.domain.catalogue import STATES
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message

STATUS = "STATUS"
_WHEN = "occurredAt"
WORDS = frozenset({"ACKNOWLEDGED", "RECEIVED", "REFUSED", "MATCH"})
"""First words of the comments of what is no status; `STATUS` begins one."""

_SAID = {
    "StatusChange": {"status", "nationalCode", "nationalText", "reasonCodes", "faults"},
    "Receipt": {"messageId", "hubMessageId", "sha256", "size", "receivedAt"},
    "Acknowledgement": {"messageId", "senderMessageId", "outcome", "recipients", "warnings"},
    "Refusal": {"messageId", "senderMessageId", "faults", "sha256"},
    "MatchResult": {"counterpartKey", "counterpartCountry", "counterpartDeclarationId", "outcome"}
    | {"tier", "score", "discrepancies", "explanation"},
}
_ABOUT = frozenset({"declarationKey", "country", "declarationId", "functionalReferenceId"})
_ABOUT |= {"references", "nationalData"}
"""What identifies the document is quoted in its own elements."""

Comment = Callable[[Body, Envelope], str]


def answer(message: Message, envelope: Envelope, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return the inside of a SAD that says the message, and what it does not say."""
    body = message.body
    lines = COMMENTS[message.kind](body, envelope).splitlines()
    comment = "\n".join([" ".join(line.split()) for line in lines]).strip()
    blocks, whole = _filled(message, envelope, profile)
    said = _SAID[message.kind] | _ABOUT | ({"responseId"} if blocks else set())
    lost = {name for name in body.keys() - said if body[name] and not (whole and name == _WHEN)}
    return _quoted(body, blocks) + _general(comment), tuple(sorted(lost))


def told(comments: str) -> tuple[str, str, str] | None:
    """Return state, national code and text of a status the hub has written; None for others.

    >>> told("STATUS GB RELEASED 09\\ncleared")
    ('RELEASED', '09', 'cleared')
    """
    line, _, more = comments.partition("\n")
    word, _, said = line.partition(" ")
    if word != STATUS:
        return None
    _, _, said = said.partition(" ")
    state, _, code = said.partition(" ")
    return (state if state in STATES else "UNMAPPED"), code, more


def _filled(message: Message, envelope: Envelope, profile: Profile) -> tuple[dict[str, str], bool]:
    """Return the block that the server fills for a state, and whether its day says all."""
    if message.kind != "StatusChange":
        return {}, False
    day, whole = days.day(message.body.get(_WHEN) or {"utc": envelope.prepared_at}, profile)
    number = message.body.get("responseId") or envelope.message_id[:8]
    state = message.body.get("status", "")
    if state == "EXITED":
        inner = text("Date_of_exit", day) + text("Exit_reference", number)
        return {"Export_release": inner}, whole
    name = {"ASSESSED": "Assessment", "RELEASED": "receipt"}.get(state)
    return ({name: text("Number", number) + text("Date", day)}, whole) if name else ({}, False)


def _quoted(body: Body, blocks: Mapping[str, str]) -> str:
    """Return what identifies the document, as its sender has stated it where that is known."""
    stated = body.get("references") or {}
    number = body.get("declarationId", "")
    parts = registration.split(number) or registration.Registration("", "", "", number)
    year = stated.get("SAD.year") or ("" if stated.get("SAD.date") else parts.year)
    kind = text("Type_of_declaration", stated.get("SAD.type", ""))
    kind += text("Declaration_gen_procedure_code", stated.get("SAD.procedure", ""))
    registered = (
        text("Serial_number", stated.get("SAD.serial", "") or parts.serial)
        + text("Number", stated.get("SAD.number", "") or parts.number)
        + text("Date", stated.get("SAD.date", ""))
    )
    office = text("Customs_clearance_office_code", stated.get("SAD.office", "") or parts.office)
    return (
        block("Export_release", blocks.get("Export_release", ""))
        + block("Assessment_notice", text("Registration_year", year))
        + block("Property", text("Sad_flow", stated.get("SAD.flow", "")))
        + block(
            "Identification",
            block("Office_segment", office)
            + block("Type", kind)
            + block("Registration", registered)
            + "".join([block(name, blocks.get(name, "")) for name in ("Assessment", "receipt")]),
        )
        + block("Declarant", block("Reference", _reference(body, stated)))
    )


def _reference(body: Body, stated: Mapping[str, str]) -> str:
    year, number = stated.get("SAD.referenceYear", ""), stated.get("SAD.reference", "")
    number = number or body.get("functionalReferenceId", "")
    return text("Year", year) + text("Number", number)


def _general(comment: str) -> str:
    return block("General_information", text("Comments_free_text", comment))


def _faults(faults: Iterable[Mapping[str, str]] | None) -> str:
    parts = ("code", "pointer", "text", "original")
    return "\n".join(" ".join([fault.get(part, "") for part in parts]) for fault in faults or ())


def _status(body: Body, envelope: Envelope) -> str:
    reasons = ", ".join(body.get("reasonCodes") or ())
    first = f"{STATUS} {envelope.sender} {body.get('status', '')} {body.get('nationalCode', '')}"
    said = (first.strip(), body.get("nationalText", ""), reasons, _faults(body.get("faults")))
    return "\n".join([line for line in said if line])


def _match(body: Body, envelope: Envelope) -> str:
    other = body.get("counterpartDeclarationId") or body.get("counterpartKey", "")
    found = f"{body.get('tier', '')} {body.get('score', '')}".strip()
    lines = [
        f"MATCH {body.get('outcome', '')} {body.get('counterpartCountry', '')} {other}".strip(),
        found,
        body.get("explanation", ""),
    ]
    lines += [
        f"{one.get('code', '')} {one.get('band', '')} {one.get('own', '')} /"
        f" {one.get('counterpart', '')}"
        for one in body.get("discrepancies") or ()
    ]
    return "\n".join([line for line in lines if line])


def _message(body: Body) -> str:
    return str(body.get("senderMessageId") or body.get("messageId", ""))


def _receipt(body: Body, envelope: Envelope) -> str:
    when = body.get("receivedAt")
    said = f"RECEIVED {_message(body)} as {body.get('hubMessageId', '')}"
    at = f" at {when:%Y-%m-%dT%H:%M:%SZ}" if when else ""
    return f"{said}{at} sha256 {body.get('sha256', '')} size {body.get('size') or ''}"


COMMENTS: dict[str, Comment] = {
    "Acknowledgement": lambda body, envelope: (
        f"ACKNOWLEDGED {body.get('outcome', '')} {_message(body)} forwarded to"
        f" {', '.join(body.get('recipients') or ()) or 'nobody'}\n{_faults(body.get('warnings'))}"
    ),
    "Receipt": _receipt,
    "Refusal": lambda body, envelope: f"REFUSED {_message(body)}\n{_faults(body.get('faults'))}",
    "StatusChange": _status,
    "MatchResult": _match,
}
