"""Write a canonical message as one EDIFACT interchange with one message."""

from __future__ import annotations

from collections.abc import Callable

from hub.connector.formats.edifact import contrl_writing, cusdec_writing, cusres_writing
from hub.connector.formats.edifact.charset import ENCODINGS
from hub.connector.formats.edifact.losses import losses
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.tokens import escape
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "application/edifact"


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write an interchange for `profile`'s country.

    Declaration → CUSDEC. Receipt and a refusal of layer 1 → CONTRL. Acknowledgement, a refusal of
    layer 2 → CUSRES. StatusChange and MatchResult → CUSRES, the nearest documented form.
    Raises `Parked` for any other kind.
    """
    form = _FORMS.get(message.kind)
    if form is None:
        raise Parked(f"EDIFACT has no form for {message.kind}")
    kind, segments, lost = form(message.body, profile)
    text = _enveloped(kind, segments, message.body, envelope, profile)
    raw, unencoded = _encoded(text, message.body, profile)
    if unencoded:
        lost = tuple(sorted({*lost, *unencoded}))
    return Written(raw, CONTENT_TYPE, lost)


Form = Callable[[Body, Profile], tuple[str, list[str], tuple[str, ...]]]


def _declaration(body: Body, profile: Profile) -> tuple[str, list[str], tuple[str, ...]]:
    sheet = cusdec_writing.write(body, profile)
    return "CUSDEC", sheet.segments, losses(body, cusdec_writing.CARRIED, sheet.lost)


def _refusal(body: Body, profile: Profile) -> tuple[str, list[str], tuple[str, ...]]:
    if body.get("layer") == 2:
        return "CUSRES", *cusres_writing.refusal(body, profile)
    return "CONTRL", *contrl_writing.refusal(body, profile)


_FORMS: dict[str, Form] = {
    "Declaration": _declaration,
    "Refusal": _refusal,
    "Receipt": lambda body, profile: ("CONTRL", *contrl_writing.receipt(body, profile)),
    "Acknowledgement": lambda body, profile: (
        "CUSRES",
        *cusres_writing.acknowledgement(body, profile),
    ),
    "StatusChange": lambda body, profile: (
        "CUSRES",
        *cusres_writing.status_change(body, profile),
    ),
    "MatchResult": lambda body, profile: ("CUSRES", *cusres_writing.match_result(body, profile)),
}


def control_reference(message_id: str) -> str:
    """Return the interchange control reference (an..14): derived, so a replay repeats it."""
    return message_id.replace("-", "")[:14].upper()


def _enveloped(
    kind: str, segments: list[str], body: Body, envelope: Envelope, profile: Profile
) -> str:
    reference = escape(control_reference(envelope.message_id))
    when = Moment(utc=envelope.prepared_at)
    prepared = moments.written(when, profile.zone, "%y%m%d:%H%M")
    # 0008 names the administration the message speaks for; the hub only carries it.
    sender = f"{profile.hub}::{escape(body.get('country') or '')}".rstrip(":")
    directory = "3" if kind == "CONTRL" else profile.directory
    return (
        f"UNB+{profile.syntax}+{sender}+{profile.authority}+{prepared}+{reference}'"
        f"UNH+1+{kind}:D:{directory}:UN'{''.join(segments)}"
        f"UNT+{len(segments) + 2}+1'UNZ+1+{reference}'"
    )


def _encoded(text: str, body: Body, profile: Profile) -> tuple[bytes, set[str]]:
    encoding = ENCODINGS[profile.syntax[:4]]
    try:
        raw = text.encode(encoding)
    except UnicodeEncodeError:
        raw = None
    if raw is not None and not (encoding != "utf-8" and _has_c1(raw)):
        return raw, set()
    stranger: set[str] = set()
    _strangers(body, "", encoding, stranger)
    return "".join(c if _fits(c, encoding) else "_" for c in text).encode(encoding), stranger


def _has_c1(raw: bytes) -> bool:
    return not raw.isascii() and len(raw.translate(None, bytes(range(128, 160)))) < len(raw)


def _fits(character: str, encoding: str) -> bool:
    if "\x80" <= character <= "\x9f" and encoding != "utf-8":
        return False
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _strangers(value: object, path: str, encoding: str, found: set[str]) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            _strangers(part, f"{path}/{name}" if path else name, encoding, found)
    elif isinstance(value, list | tuple):
        for part in value:
            _strangers(part, path, encoding, found)
    elif isinstance(value, str) and not all(_fits(c, encoding) for c in value):
        found.add(path)
