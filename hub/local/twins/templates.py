"""National messages from a country's own templates: rendered once, numbered at every sending."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import jinja2

from hub.connector import discovery
from hub.errors import Misconfigured
from hub.local.twins.calendar import Calendar
from hub.local.twins.consignments import contents

KINDS = ("export", "import", "amendment", "cancellation", "status")
CONTROL_LENGTH, UCR_LENGTH = 14, 20
_CONTROL_MARK, _TAIL_MARK = "97531864209753", "48205173"
TAIL = len(_TAIL_MARK)


class Numbers(NamedTuple):
    """What changes from message to message; every text has the length its pattern says."""

    control: str
    declaration_id: str
    functional_reference_id: str
    counterpart_id: str
    ucr: str

    @property
    def declaration_tail(self) -> str:
        """Return the last eight characters of the declaration id, which some formats split off."""
        return self.declaration_id[-TAIL:]


@dataclass(frozen=True, slots=True)
class Twin:
    """A country's twin.toml and templates."""

    country: str
    content_type: str
    charset: str
    declaration_id: str
    functional_reference_id: str
    office: str
    zone: str
    currency: str
    receipted: bool
    """Whether the hub's receipt also comes as a message of the country's format."""
    traders: Sequence[Mapping[str, str]]
    modes: Mapping[str, str]
    """UN Rec 19 to the national means of transport; empty where they are the same."""
    calendar: Calendar
    settings: Mapping[str, Any]
    """Everything in `twin.toml`: templates may use what is their country's own as `twin`."""
    sources: Mapping[str, jinja2.Template]

    def number(self, pattern: str, serial: int) -> str:
        """Fill a pattern: `#` with the digits of the serial number, `?` with a letter by place."""
        places, pieces = _cut(pattern)
        digits = str(serial).zfill(places)[-places:] if places else ""
        return "".join([digits[piece] if type(piece) is slice else piece for piece in pieces])


@cache
def _cut(pattern: str) -> tuple[int, tuple[Any, ...]]:
    """Return how many digits a pattern takes, and its texts with slices of the digits between."""
    letters = iter("KTRMWPXCGHVN" * 3)
    text = "".join(next(letters) if c == "?" else c for c in pattern)
    pieces, taken = list[Any](), 0
    for part in re.findall("#+|[^#]+", text):
        if part.startswith("#"):
            pieces.append(slice(taken, taken + len(part)))
            taken += len(part)
        else:
            pieces.append(part)
    return taken, tuple(pieces)


def load(country: str) -> Twin:
    """Load a country's twin. Raises `Misconfigured` naming what is missing."""
    manifest = discovery.manifest(country.lower())
    folder = discovery.folders()[country.lower()] / "twin"
    try:
        settings = tomllib.loads((folder / "twin.toml").read_text(encoding="utf-8"))
        return Twin(
            country.upper(),
            settings["content_type"],
            settings["charset"],
            settings["declaration_id"],
            settings["functional_reference_id"],
            settings.get("office", ""),
            manifest.zone,
            manifest.currency,
            manifest.receipt == "message",
            settings["traders"],
            settings.get("modes", {}),
            Calendar.read(manifest.zone, settings.get("calendar", {})),
            settings,
            _sources(discovery.shelves(country.lower(), "twin"), settings["charset"]),
        )
    except KeyError as missing:
        raise Misconfigured(f"{folder}: lacks {missing}") from missing
    except (OSError, ValueError, tomllib.TOMLDecodeError, jinja2.TemplateError) as error:
        raise Misconfigured(f"{folder}: {error}") from error


def _sources(shelves: Sequence[Path], charset: str) -> dict[str, jinja2.Template]:
    """Return the template of each kind: the country's own, else its family's."""
    environment = jinja2.Environment(  # noqa: S701 - each template escapes for its own format
        loader=jinja2.FileSystemLoader(shelves),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "line": partial(_line, charset=charset),
        "pad": partial(_pad, charset=charset),
    }
    names = {path.name.split(".")[0]: path.name for shelf in shelves for path in shelf.glob("*.j2")}
    return {kind: environment.get_template(names[kind]) for kind in KINDS}


def _pad(value: str, size: int, charset: str = "utf-8") -> str:
    """Cut or fill up with blanks to `size` bytes of the charset: fixed-length formats count so."""
    cut = value.encode(charset, "replace")[:size].decode(charset, "ignore")
    return cut + " " * (size - len(cut.encode(charset)))


def _line(value: str, size: int, charset: str = "utf-8") -> str:
    return f"{_pad(value, size, charset)}\r\n"


class Renderer:
    """Renders each (kind, lane, variant) once and puts numbers into it afterwards."""

    def __init__(self, twins: Mapping[str, Twin], seed: int) -> None:
        self._twins, self._seed = twins, seed
        self._rendered: dict[tuple[str, str, str, str, int, bool], Form] = {}

    def message(
        self, kind: str, side: str, export: str, imported: str, variant: int, numbers: Numbers
    ) -> bytes:
        """Return the bytes of one message of the side that declares."""
        form = self.form(kind, side, export, imported, variant, numbers)
        return form.filled(numbers)

    def form(
        self, kind: str, side: str, export: str, imported: str, variant: int, numbers: Numbers
    ) -> Form:
        """Return the rendered message with its gaps; `numbers` say how wide they are."""
        key = (kind, side, export, imported, variant, bool(numbers.counterpart_id))
        form = self._rendered.get(key)
        if form is None:
            form = self._rendered[key] = self._render(*key[:5], numbers)
        return form

    def _render(
        self, kind: str, side: str, export: str, imported: str, variant: int, numbers: Numbers
    ) -> Form:
        twin = self._twins[export if side == "export" else imported]
        # Marks are as long as what replaces them: fixed-length formats count bytes.
        marks = {
            "control": _CONTROL_MARK,
            "declaration_id": _mark("ZQD", numbers.declaration_id)[:-TAIL] + _TAIL_MARK,
            "functional_reference_id": _mark("ZQF", numbers.functional_reference_id),
            "counterpart_id": _mark("ZQC", numbers.counterpart_id),
            "ucr": _mark("ZQU", numbers.ucr),
        }
        variables: dict[str, Any] = {
            **contents(self._seed, self._twins[export], self._twins[imported], variant, twin),
            **marks,
            "now": datetime.now(ZoneInfo(twin.zone)),
            "office": twin.office,
            "side": side,
            "twin": twin.settings,
        }
        mode = variables["transport"]["mode"]
        variables["transport"]["national_mode"] = twin.modes.get(mode, mode)
        text = twin.sources[kind].render(variables)
        # After the whole number, which ends with it: the longer mark is found first.
        return Form.cut(
            text.encode(twin.charset, "replace"), {**marks, "declaration_tail": _TAIL_MARK}
        )


@dataclass(frozen=True, slots=True)
class Form:
    """A rendered message cut at its marks: bytes, and between them the names of numbers."""

    pieces: tuple[bytes, ...]
    names: tuple[str, ...]

    @classmethod
    def cut(cls, body: bytes, marks: Mapping[str, str]) -> Form:
        """Cut `body` wherever one of the marks stands."""
        names = {mark.encode(): name for name, mark in marks.items() if mark}
        parts = re.split(b"(" + b"|".join(names) + b")", body)
        return cls(tuple(parts[::2]), tuple(names[mark] for mark in parts[1::2]))

    def filled(self, numbers: Numbers) -> bytes:
        """Return the message with these numbers."""
        parts = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            parts += (getattr(numbers, name).encode(), piece)
        return b"".join(parts)


def _mark(start: str, like: str) -> str:
    return start + "Z" * (len(like) - len(start)) if like else ""
