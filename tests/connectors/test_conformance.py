"""One conformance suite over every connector there is: whoever adds a country adds no test here."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.connector import discovery
from hub.connector.document import dumps, reading_document
from hub.connector.kit import quality
from hub.connector.kit.fidelity import unnamed
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.domain.catalogue import KINDS, STATES
from hub.domain.faults import MAX_FAULTS, MEANING
from hub.domain.reading import Envelope, Message, Reading
from hub.local.twins import templates
from hub.local.twins.templates import KINDS as TWIN_KINDS
from hub.local.twins.templates import Numbers, Renderer
from hub.wire.codec import load_schemas
from tests.flow.hub_in_memory import ROOT, make_codec

CODEC = make_codec()
COUNTRIES = list(discovery.folders())
ENVELOPE = Envelope(
    "6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "XX", "YY", "c", datetime(2026, 11, 24, 9, tzinfo=UTC)
)
SURVIVING = ("declarationKey", "side", "exportCountry", "destinationCountry", "ucr")
NEEDED = {"amendment", "cancellation", "status", "refused"}


def samples(ending: str = "") -> list[tuple[str, Path]]:
    """Return every sample of every country that has an expectation beside it."""
    return [
        (country, path.with_name(path.name.replace(".expected.json", "")))
        for country, folder in discovery.folders().items()
        for path in sorted(folder.glob("samples/*.expected.json"))
    ]


def sample_file(stem: Path) -> Path:
    """Return the national message of an expectation."""
    (found,) = [p for p in stem.parent.glob(f"{stem.name}.*") if ".expected" not in p.name]
    return found


def hostile() -> list[tuple[str, Path, str]]:
    """Return every hostile input with the fault it must be refused with."""
    return [
        (country, path, code) for country in COUNTRIES for path, code in discovery.hostile(country)
    ]


def sane(reading: Reading, country: str) -> None:
    """Hold a reading against what every reading promises."""
    assert reading.messages or reading.refusals, "no bytes go without an answer"
    for message in reading.messages:
        assert message.kind in KINDS
        assert message.body["country"] == country.upper()
        assert message.body["declarationKey"].startswith(f"{country.upper()}:")
        assert len(message.body["declarationKey"]) > 3
        if message.kind == "StatusChange":
            assert message.body["status"] in STATES
        assert CODEC.decode(CODEC.encode(message.kind, message.body))[0] == message.kind
    for part in reading.refusals:
        assert 0 < len(part.faults) <= MAX_FAULTS
        assert all(fault.code in MEANING for fault in part.faults)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_folder_is_complete(country: str) -> None:
    """Manifest, samples of every kind, hostile inputs and a twin are there."""
    manifest = discovery.manifest(country)
    folder = discovery.folders()[country]
    names = {stem.name for cc, stem in samples() if cc == country}
    assert names >= NEEDED, f"samples lack {NEEDED - names}"
    assert names & {"declaration", "export", "import"}
    assert len(discovery.hostile(country)) >= 10, "hostile inputs, of its own or of its family"
    assert set(templates.load(country).sources) == set(TWIN_KINDS)
    assert {"Acknowledgement", "Refusal", "Declaration", "StatusChange"} <= set(manifest.writes)
    assert len((folder / "__init__.py").read_text().split('"""')[1]) > 200, "say what it covers"


@pytest.mark.parametrize(("country", "stem"), samples(), ids=lambda v: getattr(v, "name", v))
def test_a_sample_reads_as_expected(country: str, stem: Path) -> None:
    """Every sample gives, byte for byte, the document beside it."""
    reading = discovery.connector(country).read(sample_file(stem).read_bytes())
    sane(reading, country)
    expected = stem.with_name(f"{stem.name}.expected.json").read_bytes()
    assert dumps(reading_document(reading)).decode().strip() == expected.decode().strip()
    assert bool(reading.refusals) == (stem.name == "refused")


@pytest.mark.parametrize(
    ("country", "path", "code"), hostile(), ids=lambda v: getattr(v, "name", v)
)
def test_a_hostile_input_is_refused_with_its_fault(country: str, path: Path, code: str) -> None:
    """Each known attack gets its documented answer, quickly, with a pointer."""
    began = time.perf_counter()
    reading = discovery.connector(country).read(path.read_bytes())
    sane(reading, country)
    assert time.perf_counter() - began < 2
    assert reading.refusals[0].faults[0].code == code


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_it_writes_it_can_say_for_every_kind(country: str) -> None:
    """Every kind of its manifest is written, from a sparse and from a full body alike."""
    connector = discovery.connector(country)
    for kind in discovery.manifest(country).writes:
        assert connector.write(Message(kind, minimal(kind)), ENVELOPE).body
        _, sparse = CODEC.decode(CODEC.encode(kind, minimal(kind)))
        full = {**empty(kind), **sparse}
        written = connector.write(Message(kind, sparse), ENVELOPE)
        assert written.content_type
        assert connector.write(Message(kind, full), ENVELOPE).body == written.body


@pytest.mark.parametrize("country", COUNTRIES)
def test_writing_looks_at_no_clock(country: str) -> None:
    """The same message for the same envelope has the same bytes, whenever it is written."""
    connector = discovery.connector(country)
    message = Message("Acknowledgement", minimal("Acknowledgement"))
    first = connector.write(message, ENVELOPE).body
    time.sleep(0.01)
    assert connector.write(message, ENVELOPE).body == first


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_declaration_survives_the_round_trip(country: str) -> None:
    """What one writes one reads: identity, lane and goods stay as they were."""
    connector = discovery.connector(country)
    for name in ("declaration", "export", "import"):
        for cc, stem in samples():
            if cc != country or stem.name != name:
                continue
            for message in connector.read(sample_file(stem).read_bytes()).messages:
                written = connector.write(message, ENVELOPE)
                (again,) = connector.read(written.body).messages
                for field in SURVIVING:
                    if field not in written.losses:
                        assert again.body.get(field) == message.body.get(field), field
                codes = [i.get("commodityCode") for i in message.body.get("goodsItems", ())]
                assert [i.get("commodityCode") for i in again.body.get("goodsItems", ())] == codes


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("side", ["export", "import"])
@pytest.mark.parametrize("kind", TWIN_KINDS)
def test_the_simulated_system_is_understood(country: str, side: str, kind: str) -> None:
    """What the twin's own templates say is read without a refusal, with the right identity."""
    if kind in ("export", "import") and kind != side:
        pytest.skip("the other side's template")
    own, other = country.upper(), "GB" if country != "gb" else "ID"
    twins = {own: templates.load(own), other: templates.load(other)}
    export, imported = (own, other) if side == "export" else (other, own)
    exporter = twins[export]
    export_id = exporter.number(exporter.declaration_id, 7)
    own_id = twins[own].number(twins[own].declaration_id, 7)
    numbers = Numbers(
        "20261124000042",
        own_id,
        twins[own].number(twins[own].functional_reference_id, 7),
        export_id if side == "import" else "",
        "6GBTWIN0000000000042",
    )
    for variant in range(6):
        raw = Renderer(twins, 1).message(kind, side, export, imported, variant, numbers)
        reading = discovery.connector(country).read(raw)
        sane(reading, country)
        assert not reading.refusals, reading.refusals
        (message,) = reading.messages
        assert own_id in message.body["declarationKey"]
        assert message.kind == ("StatusChange" if kind == "status" else "Declaration")
        if kind in ("export", "import"):
            assert message.body["side"] == side.upper()
            assert (message.body["exportCountry"], message.body["destinationCountry"]) == (
                export,
                imported,
            )
        if kind == "cancellation":
            assert message.body["functionCode"] == "1"
        if kind == "amendment":
            assert message.body["functionCode"] in ("4", "5")


@pytest.mark.parametrize("country", COUNTRIES)
@settings(max_examples=150)
@given(noise=st.binary(max_size=600))
def test_noise_is_answered(country: str, noise: bytes) -> None:
    """Whatever the bytes are, there is an answer and no exception."""
    sane(discovery.connector(country).read(noise), country)


@pytest.mark.parametrize("country", COUNTRIES)
def test_mutilated_samples_are_answered(country: str) -> None:
    """Messages with bytes cut, doubled, swapped and changed are read or refused, never lost."""
    connector, chance = discovery.connector(country), random.Random(country)
    for cc, stem in samples():
        if cc != country:
            continue
        raw = sample_file(stem).read_bytes()
        for _ in range(40):
            sane(connector.read(mutilated(raw, chance)), country)


def mutilated(raw: bytes, chance: random.Random) -> bytes:
    """Return a message with one to four injuries."""
    data = bytearray(raw)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        injury = chance.randrange(5)
        if injury == 0:
            data = data[:at]
        elif injury == 1:
            data[at:at] = data[at : at + chance.randrange(60)]
        elif injury == 2:
            del data[at : at + chance.randrange(30)]
        elif injury == 3:
            data[at:at] = chance.randbytes(chance.randrange(1, 6))
        elif data:
            data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
    return bytes(data)


def empty(kind: str) -> dict[str, object]:
    """Return a body that states nothing, as a general Avro reader would give it."""
    (version, *_) = reversed(load_schemas(ROOT / "schemas")[kind])
    return {f["name"]: f["default"] for f in version["fields"] if "default" in f}


def minimal(kind: str) -> dict[str, object]:
    """Return a sparse body of a kind as the hub makes it."""
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)
    about: dict[str, object] = {"declarationKey": "XX:M1", "country": "XX", "declarationId": "M1"}
    fault = {"code": "13", "pointer": "line 1", "text": "is missing <&'>", "original": "+:?'"}
    special: dict[str, dict[str, object]] = {
        "Declaration": {
            "side": "EXPORT",
            "exportCountry": "XX",
            "destinationCountry": "YY",
            "parties": [{"role": "Exporter", "name": "Müller & Söhne 公司", "id": "XX1"}],
            "goodsItems": [{"sequenceNumeric": 1, "commodityCode": "85171300", "netMass": "1.5"}],
        },
        "StatusChange": {"status": "RELEASED", "nationalCode": "R"},
        "Receipt": {"messageId": "m", "hubMessageId": "h", "sha256": "ab", "receivedAt": now},
        "Acknowledgement": {"messageId": "h", "outcome": "ACCEPTED", "issuedAt": now},
        "Refusal": {"messageId": "h", "faults": [fault], "issuedAt": now},
        "MatchResult": {
            "counterpartKey": "YY:M2",
            "counterpartCountry": "YY",
            "outcome": "MATCHED",
            "decidedAt": now,
        },
    }
    found = {**about, **special[kind]}
    if kind == "Receipt":
        del found["declarationId"]
    orjson.dumps(found)
    return found


def faithful() -> list[str]:
    """Return the countries that claim to name whatever they lose."""
    return [
        country
        for country, folder in discovery.folders().items()
        if (folder / "quality.yaml").exists() and quality.load(folder).round_trip == "faithful"
    ]


@pytest.mark.parametrize("country", faithful())
@settings(max_examples=60, deadline=None)
@given(
    chance=st.randoms(use_true_random=False),
    script=st.sampled_from(sorted(SCRIPTS)),
    fullness=st.sampled_from([0.2, 0.6, 1.0]),
    items=st.integers(1, 6),
    function=st.sampled_from("9951"),
)
def test_nothing_is_dropped_silently(
    country: str, chance: random.Random, script: str, fullness: float, items: int, function: str
) -> None:
    """Whatever is declared comes back from the national format, or is named as lost."""
    connector = discovery.connector(country)
    body = Author(chance, country.upper(), script, fullness).declaration(items, function)
    written = connector.write(Message("Declaration", body), ENVELOPE)
    reading = connector.read(written.body)
    assert not reading.refusals, reading.refusals
    (again,) = reading.messages
    assert unnamed(body, again.body, written.losses) == []
