"""Write a canonical message as one EDIFACT interchange with one message."""

from __future__ import annotations

from collections.abc import Callable

from hub.connector.formats.edifact import contrl_writing, cusdec_writing, cusres_writing
from hub.connector.formats.edifact.charset import ENCODINGS, holds, nearest, strangers
from hub.connector.formats.edifact.losses import NOT_SENT, losses
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
    raw, lost = _encoded(text, message.body, lost, profile)
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
    form = "%Y%m%d:%H%M" if profile.syntax.endswith(":4") else "%y%m%d:%H%M"
    prepared = moments.written(when, profile.zone, form)
    # 0008 names the administration the message speaks for; the hub only carries it.
    sender = f"{profile.hub}::{escape(body.get('country') or '')}".rstrip(":")
    form = f"{kind}:D:{profile.directory}:UN:{profile.association}".rstrip(":")
    if kind == "CONTRL":
        form = "CONTRL:D:3:UN"
    application = f"++{kind}" if profile.application else ""
    return (
        f"UNB+{profile.syntax}+{sender}+{profile.authority}+{prepared}+{reference}{application}'"
        f"UNH+1+{form}'{''.join(segments)}"
        f"UNT+{len(segments) + 2}+1'UNZ+1+{reference}'"
    )


def _encoded(
    text: str, body: Body, lost: tuple[str, ...], profile: Profile
) -> tuple[bytes, tuple[str, ...]]:
    """Encode a message; for what its character set lacks stands the nearest, the field is lost."""
    stated = profile.syntax[:4]
    ascii_only = text.isascii()
    if ascii_only and holds(text, stated):
        return text.encode(), lost
    encoding, pattern = ENCODINGS[stated], strangers(stated)
    # Segment by segment: a pattern is slow over long texts, and most segments are ASCII.
    segments = text.split("'")
    doubtful = [
        n
        for n, segment in enumerate(segments)
        if (not segment.isascii() or not holds(segment, stated)) and pattern.search(segment)
    ]
    if not doubtful:
        return text.encode(encoding), lost
    found = set(lost)
    _add_strange(body, pattern.search, found)
    for place in doubtful:
        segments[place] = pattern.sub(nearest, segments[place])
    return "'".join(segments).encode(encoding), tuple(sorted(found))


Search = Callable[[str], object]


def _add_strange(record: Body, strange: Search, found: set[str], path: str = "") -> None:
    """Add the paths of texts with such a character, but for what is never written."""
    for name, value in record.items():
        if type(value) is str:
            # A pointer is written with other arrows, see FTX+CHG.
            if strange(value.replace(" → ", ">") if name == "pointer" else value):
                found.add(path + name)
        elif value and name not in _NEVER_WRITTEN:
            _add_strange_parts(value, strange, found, path + name)


def _add_strange_parts(value: object, strange: Search, found: set[str], path: str) -> None:
    inner = f"{path}/"
    if isinstance(value, dict):
        _add_strange(value, strange, found, inner)
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict):
                _add_strange(part, strange, found, inner)
            elif isinstance(part, str) and strange(part):
                found.add(path)


_NEVER_WRITTEN = NOT_SENT | {"nationalData", "taxes"}
