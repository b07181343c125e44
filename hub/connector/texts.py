"""Faults in two languages: in English, and in that of the administration that reads the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hub.domain.faults import MEANING
from hub.domain.reading import Message

_FIELDS = {"Refusal": "faults", "Acknowledgement": "warnings"}


def localized(message: Message, texts: Mapping[str, str]) -> Message:
    """Return the message with each fault's meaning in the recipient's words beside the English.

    `texts` maps a fault code to its meaning, as in a country's `texts.toml`; a code without one
    stays English. English comes first: a format that cuts long texts cuts the translation.

    >>> row = {"code": "13", "text": "is missing"}
    >>> localized(Message("Refusal", {"faults": [row]}), {"13": "thiếu"}).body["faults"]
    [{'code': '13', 'text': 'is missing | thiếu'}]
    """
    field = _FIELDS.get(message.kind)
    rows = message.body.get(field) if field and texts else None
    if not field or not rows:
        return message
    return Message(message.kind, {**message.body, field: list(_rows(rows, texts))})


def _rows(rows: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    for row in rows:
        own = texts.get(row.get("code", ""))
        english = row.get("text") or MEANING.get(row.get("code", ""), "")
        yield {**row, "text": f"{english} | {own}"} if own else dict(row)
