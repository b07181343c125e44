"""Writing the parts of a Thai declaration: every value held against its field's format.

What does not fit is left out or cut, and its canonical path is added to the losses.
"""

from __future__ import annotations

from connectors.th.codes import ZONE
from connectors.th.dictionary import FIELDS, Form
from hub.connector.formats.losses import Losses
from hub.connector.formats.xml import escape
from hub.domain import moments
from hub.domain.declaration import Moment

_FREE = Form(False, False, 512, 0)
"""The format of elements that are ours."""


class Part:
    """One part of a declaration being written: Control, Invoice, Detail, Permit or Message."""

    __slots__ = ("_forms", "_name", "_parts", "lost", "path")

    def __init__(self, name: str, lost: Losses, path: str = "") -> None:
        self._name, self._forms = name, FIELDS.get(name, {})
        self._parts: list[str] = []
        self.lost, self.path = lost, path

    def _add(self, element: str, value: str) -> None:
        text = value if value.isalnum() else escape(value)
        self._parts.append(f"<{element}>{text}</{element}>")

    def code(self, element: str, value: str, path: str) -> str:
        """Write a code or number of something; return it where it fits, else name it as lost."""
        fitting = self._forms.get(element, _FREE).code(value) if value else ""
        if fitting:
            self._add(element, fitting)
        elif value:
            self.lost.add(self.path + path)
        return fitting

    def text(self, element: str, value: str, path: str) -> str:
        """Write a text, cut at its length; return it, and name it as lost where it is cut."""
        if not value:
            return ""
        fitting = self._forms.get(element, _FREE).text(value)
        if fitting:
            self._add(element, fitting)
        if fitting != value:
            self.lost.add(self.path + path)
        return fitting

    def number(self, element: str, value: str, path: str, form: str = "") -> None:
        """Write a number, rounded to its places; name it as lost where it is not whole."""
        if not value:
            return
        fitting = self._forms.get(form or element, _FREE).number(value)
        if fitting:
            self._add(element, fitting)
        if fitting != value:
            self.lost.add(self.path + path)

    def day(self, element: str, moment: Moment | None, path: str) -> None:
        """Write a moment as the day it falls on in Thailand; a time of the day is lost."""
        if not moment:
            return
        self._add(element, moments.written(moment, ZONE, "%Y%m%d"))
        if not moments.is_midnight(moment, ZONE):
            self.lost.add(self.path + path)

    def put(self, xml: str) -> None:
        """Add a part within this one."""
        self._parts.append(xml)

    def xml(self) -> str:
        """Return the part, nothing where nothing stands in it."""
        inner = "".join(self._parts)
        return f"<{self._name}>{inner}</{self._name}>" if inner else ""
