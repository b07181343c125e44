"""Templates of the simulated systems: numbered in place, and readable by their connectors."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from hub.connector import discovery
from hub.errors import Misconfigured
from hub.local.twins import templates
from hub.local.twins.templates import Form, Numbers, Renderer, Twin

COUNTRIES = sorted(
    code for code, folder in discovery.folders().items() if (folder / "twin/twin.toml").is_file()
)
MESSAGES = [
    ("export", "export"),
    ("import", "import"),
    ("amendment", "export"),
    ("cancellation", "export"),
    ("status", "export"),
    ("status", "import"),
]


@cache
def twins() -> dict[str, Twin]:
    """Load every country's twin once."""
    return {code.upper(): templates.load(code) for code in COUNTRIES}


@cache
def renderer() -> Renderer:
    """Share what is rendered."""
    return Renderer(twins(), 1)


def numbers(twin: Twin, serial: int, counterpart: str = "") -> Numbers:
    """Return the numbers of one message."""
    return Numbers(
        f"{serial:014}",
        twin.number(twin.declaration_id, serial),
        twin.number(twin.functional_reference_id, serial),
        counterpart,
        f"6GBTWIN{serial:013}",
    )


@pytest.mark.parametrize(("kind", "side"), MESSAGES)
@pytest.mark.parametrize("code", COUNTRIES)
def test_each_message_is_read_under_its_own_number(code: str, kind: str, side: str) -> None:
    """The connector understands the template, twice filled, without refusal or leftover marks."""
    own = twins()[code.upper()]
    other = next(cc for cc in twins() if cc != own.country)
    lane = (own.country, other) if side == "export" else (other, own.country)
    for serial in (7, 123456):
        counterpart = f"{twins()[other].number(twins()[other].declaration_id, serial)}"
        given = numbers(own, serial, counterpart if side == "import" else "")

        body = renderer().message(kind, side, *lane, 0, given)

        reading = discovery.connector(code).read(body)
        assert reading.refusals == ()
        assert len(reading.messages) == 1
        message = reading.messages[0]
        assert message.kind == ("StatusChange" if kind == "status" else "Declaration")
        assert message.body["declarationKey"] == f"{own.country}:{given.declaration_id}"
        assert not re.search(rb"ZQ[DFCU]Z", body)


@pytest.mark.parametrize("code", COUNTRIES)
def test_lanes_are_stated_as_they_are(code: str) -> None:
    """An export says where it goes, an import where it comes from."""
    own = twins()[code.upper()]
    other = next(cc for cc in twins() if cc != own.country)
    read = discovery.connector(code).read
    export = read(renderer().message("export", "export", own.country, other, 1, numbers(own, 1)))
    imported = read(renderer().message("import", "import", other, own.country, 1, numbers(own, 1)))

    assert export.messages[0].body["destinationCountry"] == other
    assert imported.messages[0].body["exportCountry"] == other


def test_filling_is_the_same_as_rendering_anew() -> None:
    """A form filled with other numbers has what the first rendering had, but those."""
    own = twins()["GB"]
    other = next(cc for cc in twins() if cc != "GB")
    form = renderer().form("export", "export", "GB", other, 2, numbers(own, 1))
    one, two = form.filled(numbers(own, 1)), form.filled(numbers(own, 2))

    assert len(one) == len(two)
    assert one != two
    assert form.filled(numbers(own, 1)) == one


def test_a_form_finds_the_whole_number_before_its_tail() -> None:
    """A number that also stands cut in two is filled in both places."""
    form = Form.cut(
        b"<a>ZQD-48205173</a><b>48205173</b>",
        {"declaration_id": "ZQD-48205173", "declaration_tail": "48205173", "ucr": ""},
    )

    assert form.filled(Numbers("", "26GB-00000042", "", "", "")) == (
        b"<a>26GB-00000042</a><b>00000042</b>"
    )


def test_texts_are_padded_by_bytes_and_cut_between_letters() -> None:
    """Fixed-length formats count bytes; half a letter is no letter."""
    assert templates._pad("Hà", 5) == "Hà  "
    assert len(templates._pad("ບໍລິສັດ", 10).encode()) == 10
    assert templates._line("A", 3) == "A  \r\n"


def test_an_incomplete_twin_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds a country learns which folder lacks what."""
    (tmp_path / "gb" / "twin").mkdir(parents=True)
    monkeypatch.setattr(discovery, "folders", lambda: {"gb": tmp_path / "gb"})

    with pytest.raises(Misconfigured, match=r"gb/twin.*twin\.toml"):
        templates.load("gb")
