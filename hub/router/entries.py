"""What the router decides about and what it decides: frozen values, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from hub.domain.declaration import Body


@dataclass(frozen=True, slots=True)
class Entry:
    """A canonical message to be decided about. `body` holds its leading fields only."""

    message_id: str
    source: str
    sha256: str
    kind: str
    sender: str
    body: Body


@dataclass(frozen=True, slots=True)
class Posting:
    """A match key under which a declaration can be found."""

    key: str
    declaration_key: str
    country: str
    side: str
    message_id: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """An export and an import declaration that belong together, with the keys that say so."""

    export_key: str
    import_key: str
    tier: str
    outcome: str
    evidence: tuple[str, ...]
    counterpart: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision: everything the outputs are derived from, besides the message itself.

    `changed`: the id was used before with other content; nothing but a refusal follows.
    """

    declaration_key: str
    recipients: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    status: str = ""
    changed: bool = False

    def as_json(self) -> str:
        """Return the stored form."""
        document = {
            "key": self.declaration_key,
            "to": self.recipients,
            "links": [
                [k.export_key, k.import_key, k.tier, k.outcome, k.evidence, k.counterpart]
                for k in self.links
            ],
        }
        if self.status:
            document["status"] = self.status
        return orjson.dumps(document).decode()


def verdict_from_json(text: str) -> Verdict:
    """Read the stored form back."""
    document = orjson.loads(text)
    links = tuple(
        Link(export, imported, tier, outcome, tuple(evidence), counterpart)
        for export, imported, tier, outcome, evidence, counterpart in document["links"]
    )
    status = document.get("status", "")
    return Verdict(document["key"], tuple(document["to"]), links, status)
