"""`hub connector new, check, try, certify, losses`."""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest

from hub.connector import discovery
from hub.connector.kit import check, losses
from hub.connector.kit.losses import Cell
from hub.connector.kit.shortfall import Rule
from hub.domain.faults import MEANING
from hub.settings import ROOT, settings
from tests.unit.cli.commands import complaint, hub
from tests.unit.connector.kit.conftest import folder as _folder
from tests.unit.connector.kit.conftest import forget
from tests.unit.connector.kit.conftest import make as _make

folder, make = _folder, _make
GB = discovery.folders()["gb"] / "samples"
CELLS = {
    ("gb", "gb"): Cell(10, 10, frozenset()),
    ("gb", "xa"): Cell(5, 10, frozenset({"ucr"})),
    ("xa", "gb"): Cell(9, 10, frozenset({"side"})),
    ("xa", "xa"): Cell(10, 10, frozenset()),
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rules and a small matrix: the rest has tests of its own."""
    broken = Rule("odd", "is even", lambda cc: iter([("x.toml", f"{cc} is odd", "make it even")]))
    fine = Rule("fine", "is fine", lambda cc: iter(()))
    monkeypatch.setattr(check, "RULES", (fine, broken))
    monkeypatch.setattr(check, "SPEED", fine)
    monkeypatch.setattr("hub.local.twins.rule.TWIN", fine)
    monkeypatch.setattr(losses, "matrix", lambda countries: CELLS)


def test_all_shortfalls_are_shown_with_their_repair(quick: None) -> None:
    """Of the countries named; exit code 1."""
    ended = hub("connector", "check", "gb", "CN")
    assert ended.exit_code == 1
    assert "GB: 3 of 4 promises kept" in ended.stdout
    assert "cn is odd" in ended.stdout
    assert "→ make it even" in ended.stdout
    told = orjson.loads(hub("connector", "check", "gb", "--json").stdout)
    assert told == [
        {
            "country": "GB",
            "rule": "odd",
            "where": "x.toml",
            "text": "gb is odd",
            "repair": "make it even",
        }
    ]


def test_a_message_is_shown_beside_its_reading() -> None:
    """With what is lost on the way to another country; exit 0."""
    ended = hub("connector", "try", "gb", str(GB / "export.xml"), "--to", "vn")
    assert ended.exit_code == 0
    assert "commodityCode" in ended.stdout
    assert "lost when written for VN" in ended.stdout


def test_a_refused_message_is_shown_with_every_fault() -> None:
    """Code, pointer, text; exit 1."""
    ended = hub("connector", "try", "gb", str(GB / "refused.xml"))
    assert ended.exit_code == 1
    assert "REFUSED" in ended.stdout


def test_losses_of_a_pair_name_their_fields(quick: None) -> None:
    """For people and for machines."""
    shown = hub("connector", "losses", "--from", "gb").stdout
    assert "GB → XA: 50% of 10 values" in shown
    assert "ucr" in shown
    (told,) = orjson.loads(
        hub("connector", "losses", "--json", "--from", "xa", "--to", "gb").stdout
    )
    assert told == {"from": "XA", "to": "GB", "carried": 9, "stated": 10, "lost": ["side"]}


def test_the_whole_matrix_is_printed_and_drawn(tmp_path: Path) -> None:
    """One row a sender, one column a recipient, the same numbers in the picture.

    docs/losses.svg is what `hub connector losses --svg` draws; draw it again when this fails. A
    country that is not in it yet breaks nothing.
    """
    picture, kept = tmp_path / "losses.svg", (ROOT / "docs/losses.svg").read_text()
    shown = hub("connector", "losses", "--svg", str(picture)).stdout.splitlines()
    assert len(shown) == 2 + len(discovery.folders())
    drawn = picture.read_text()
    assert drawn.count("→") >= len(discovery.folders()) ** 2
    titles = re.compile("<title>([^<]*)</title>").findall
    assert set(titles(kept)) <= set(titles(drawn))


def test_the_table_of_countries_is_current() -> None:
    """docs/countries.md is what `hub connector list --markdown` prints, for those it names."""
    kept = (ROOT / "docs/countries.md").read_text().splitlines()
    assert set(kept) <= set(hub("connector", "list", "--markdown").stdout.splitlines())
    assert len(kept) > 26


def test_a_new_country_is_written_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """The files are named, then what they lack."""
    made = folder.rename(tmp_path / "moved")
    assert made.exists()
    monkeypatch.setattr(discovery, "root", lambda: tmp_path)
    ended = hub(
        "connector", "new", "xa", "--family", "asycuda", "--name", "Testland", "--system", "Sys",
        "--authority", "Customs", "--zone", "UTC", "--currency", "eur",
    )  # fmt: skip
    assert "xa/manifest.toml" in ended.stdout
    assert "xa/samples/export.expected.json" in ended.stdout
    assert "XA: " in ended.stdout
    assert 'currency = "EUR"' in (tmp_path / "xa/manifest.toml").read_text()


def test_a_certificate_needs_a_key_and_kept_promises(
    quick: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are asked for by the command that gives them."""
    settings.cache_clear()
    assert "hub connector key makes one" in complaint(hub("connector", "certify", "xa"))
    secret = hub("connector", "key").stdout.splitlines()[0].partition("=")[2]
    monkeypatch.setenv("HUB_CERTIFIER_KEY", secret)
    settings.cache_clear()
    ended = hub("connector", "certify", "xa")
    assert ended.exit_code == 1
    assert "hub connector check xa lists them" in complaint(ended)


def test_a_certificate_is_written_and_told(
    quick: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signed with the key of the environment, valid for those who name its public half."""
    lines = "\n".join(f'{code} = "…"' for code in MEANING)
    (folder / "texts.toml").write_text(f"[faults]\n{lines}\n")
    forget()
    monkeypatch.setattr(check, "RULES", check.RULES[:1])
    secret, public = hub("connector", "key").stdout.splitlines()
    monkeypatch.setenv("HUB_CERTIFIER_KEY", secret.partition("=")[2])
    monkeypatch.setenv("HUB_CERTIFIERS", public.partition("=")[2].strip("'"))
    settings.cache_clear()
    ended = hub("connector", "certify", "xa", "--days", "30")
    assert ended.exit_code == 0
    assert "Testland: certified until" in ended.stdout
    told = orjson.loads(hub("connector", "certificates", "--json").stdout)
    settings.cache_clear()
    assert told["XA"].startswith("valid until")
    assert told["CN"] == "none"
    assert hub("connector", "certificates").exit_code == 0
