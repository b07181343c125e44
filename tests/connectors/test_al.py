"""Albania: its codes, its large amounts, and what an import follows."""

from __future__ import annotations

from pathlib import Path

import connectors.al as al
from connectors.al.mapping import PROFILE
from hub.connector.kit.answers import ENVELOPE

SAMPLES = Path(al.__file__).parent / "samples"


def test_means_and_packages_are_its_own_codes() -> None:
    """31 is a trailer and 10 the sea; 21 is a carton, a kind without a like stays as it is."""
    raw = (SAMPLES / "import.xml").read_bytes()
    (message,) = al.read(raw).messages
    modes = {m["stage"]: m.get("modeCode") for m in message.body["transport"]}
    assert (modes["BORDER"], modes["INLAND"]) == ("1", "3")
    assert message.body["goodsItems"][0]["packages"][0]["typeCode"] == "CT"
    strange = raw.replace(b"_packages_code>21<", b"_packages_code>100<")
    assert al.read(strange).messages[0].body["goodsItems"][0]["packages"][0]["typeCode"] == "100"
    written = al.write(message, ENVELOPE).body
    assert b"<Kind_of_packages_code>21<" in written
    assert b"<Mode>10<" in written
    assert PROFILE.kinds["CT"] == "21"


def test_an_attached_export_declaration_is_what_an_import_follows() -> None:
    """Code 830 with `NR.` before its number: the strongest key to find the other side by."""
    (message,) = al.read((SAMPLES / "import.xml").read_bytes()).messages
    followed = [{"id": "26CNPL0000000417X1", "typeCode": "830"}]
    assert message.body["previousDocuments"] == followed
    assert message.body["goodsItems"][0]["previousDocuments"] == followed


def test_large_amounts_have_a_power_of_ten() -> None:
    """1.0943475E7 is ten million and more, exactly."""
    (message,) = al.read((SAMPLES / "import.xml").read_bytes()).messages
    assert message.body["goodsItems"][0]["customsValue"] == "10943475"
