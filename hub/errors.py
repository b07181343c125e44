"""Errors by what the hub must do about them: retry, refuse, park or refuse to start."""

from __future__ import annotations


class HubError(Exception):
    """Something went wrong; the class says what to do about it."""

    retriable = False

    def __init__(self, text: str = "") -> None:
        super().__init__(text or (self.__doc__ or "").strip())


class Retriable(HubError):
    """The other side is away for now: try again later."""

    retriable = True


class TransportUnavailable(Retriable):
    """A national system does not answer."""


class StoreUnavailable(Retriable):
    """PostgreSQL does not answer."""


class BusUnavailable(Retriable):
    """Kafka does not answer."""


class Fenced(HubError):
    """Another process owns this lane now: stop, publish nothing more."""


class Refused(HubError):
    """The message is at fault: tell its sender."""


class Parked(HubError):
    """Nobody here can decide: a person looks."""


class Misconfigured(HubError):
    """A setting, manifest or schema is wrong: refuse to start."""
