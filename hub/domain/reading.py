"""What a connector returns: what it read, what it refused, what it wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from hub.domain.declaration import Body
from hub.domain.faults import Fault


@dataclass(frozen=True, slots=True)
class Message:
    """A canonical message: its kind (a name of the catalogue) and its sparse body."""

    kind: str
    body: Body


@dataclass(frozen=True, slots=True)
class RefusedPart:
    """A message, or a part of an interchange, that cannot be taken: every fault at once."""

    faults: tuple[Fault, ...]
    declaration_id: str = ""
    functional_reference_id: str = ""
    references: dict[str, str] = field(default_factory=dict)
    layer: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one national message: nothing in it is lost without being named."""

    messages: tuple[Message, ...] = ()
    refusals: tuple[RefusedPart, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, parts: Iterable[Message | RefusedPart], warnings: Iterable[Fault]) -> Self:
        """Return the reading of several parts, in their order; a bad one refuses only itself."""
        messages: list[Message] = []
        refusals: list[RefusedPart] = []
        for part in parts:
            if isinstance(part, Message):
                messages.append(part)
            else:
                refusals.append(part)
        return cls(tuple(messages), tuple(refusals), tuple(warnings))


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a canonical message goes to and when it was prepared; gives `write` its clock."""

    message_id: str
    sender: str
    recipient: str
    correlation_id: str
    prepared_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A national message and the canonical fields it could not carry (translation loss)."""

    body: bytes
    content_type: str
    losses: tuple[str, ...] = ()
