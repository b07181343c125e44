"""`python -m bench.reading`: what reading one declaration costs, beside two well-known libraries.

Every country reads a declaration of five goods items, as its simulated national system sends it.
pydifact splits Australia's interchange into segments; xsdata parses the United Kingdom's XML into
classes it generates from HMRC's own schemas, where these lie beside the project. Both then still
know nothing of what the segments and classes mean, and write no canonical message.

CPU time of this process, all in turn, the median of the passes. Valid only if every reading gives
five goods items without a refusal, in the libraries too; else the exit code is 1. Then memory: the
peak of a fresh process while it reads 1,999 goods items, less the same process before.
"""

from __future__ import annotations

import importlib
import io
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from random import Random
from typing import Any

import orjson

from hub.app import quiet_collector
from hub.connector import discovery
from hub.connector.kit.answers import ENVELOPE
from hub.connector.kit.specimen import Author
from hub.domain.reading import Message
from hub.errors import Parked
from hub.local.twins.templates import Numbers, Renderer, load
from hub.settings import ROOT

RESULT = ROOT / "bench" / "results" / "reading.json"
SCHEMAS = ROOT.parent / "shared/samples/wco_hmrc_cds/xsd/wco/declaration"
ITEMS, PASSES, READS = 5, 9, 200
LIMIT_US, TIMES_FASTER = 250.0, 10.0
TIMES_LARGER, LARGE = 10.0, 1_000_000
VARIANTS = 64


def declaration(country: str) -> bytes:
    """Return an export of a country with five goods items, as its simulated system sends it."""
    other = "GB" if country != "GB" else "ID"
    twins = {code: load(code) for code in (country, other)}
    twin, renderer = twins[country], Renderer(twins, 1)
    numbers = Numbers(
        "00000000000001",
        twin.number(twin.declaration_id, 5),
        twin.number(twin.functional_reference_id, 5),
        "",
        "6GBTEST0000000000001",
    )
    for variant in range(VARIANTS):
        raw = renderer.message("export", "export", country, other, variant, numbers)
        if items_read(country, raw) == ITEMS:
            return raw
    raise SystemExit(f"no variant of {country}'s export has {ITEMS} items")


def items_read(country: str, raw: bytes) -> int:
    """Return how many goods items are read without a refusal; 0 with one."""
    reading = discovery.connector(country.lower()).read(raw)
    if reading.refusals or len(reading.messages) != 1:
        return 0
    return len(reading.messages[0].body.get("goodsItems", ()))


def pydifact_items(raw: bytes) -> Callable[[], int]:
    """Return pydifact's reading of an interchange: how many item groups it has."""
    from pydifact.segmentcollection import Interchange

    text = raw.decode("latin-1")

    def work() -> int:
        (message,) = Interchange.from_str(text).get_messages()
        return sum(segment.tag == "CST" for segment in message.segments)

    return work


def xsdata_items(raw: bytes, folder: Path) -> Callable[[], int] | None:
    """Return xsdata's reading with classes generated from HMRC's schemas; None without these."""
    if not SCHEMAS.is_dir():
        return None
    words = [sys.executable, "-m", "xsdata", "generate", str(SCHEMAS), "--recursive"]
    words += ["--package", "generated", "--structure-style", "namespaces"]
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    subprocess.run(words, cwd=folder, check=True, capture_output=True, env={"PATH": path})
    sys.path.insert(0, str(folder))
    from xsdata.formats.dataclass.parsers import XmlParser
    from xsdata.formats.dataclass.parsers.handlers import LxmlEventHandler

    package = "generated.wco.datamodel.wco"
    importlib.import_module(f"{package}.dec_dms.mod_2")
    model = importlib.import_module(f"{package}.document_meta_data_dms.mod_2").MetaData
    parser = XmlParser(handler=LxmlEventHandler)

    def work() -> int:
        found: Any = parser.from_bytes(raw, model)
        shipment = found.wco_datamodel_wco_dec_dms_2_element.goods_shipment
        return len(shipment.government_agency_goods_item)

    return work


def costs(works: dict[str, Callable[[], int]]) -> dict[str, float]:
    """Run all in turn, several times; return the median CPU microseconds of each."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(PASSES):
        for name, work in works.items():
            reads = READS if len(name) == 2 else READS // 20
            began = time.process_time()
            for _ in range(reads):
                work()
            taken[name].append((time.process_time() - began) / reads * 1e6)
    return {name: statistics.median(values) for name, values in taken.items()}


def big(country: str) -> bytes:
    """Return a declaration of 1,999 goods items with every field stated, or as many as fit."""
    write = discovery.connector(country.lower()).write
    for items in (1999, 999, 499, 99, 49):
        body = Author(Random(1), country, "ascii", 1.0).declaration(items)
        with suppress(Parked):
            raw = write(Message("Declaration", body), ENVELOPE).body
            if items_read(country, raw):
                return raw
    raise SystemExit(f"{country} reads no declaration of 49 goods items")


MEMORY = """
import re, sys
from pathlib import Path
from hub.connector import discovery

def peak():
    # Not getrusage: its maximum is inherited from whoever started the process.
    return int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])

read = discovery.connector(sys.argv[1]).read
raw = Path(sys.argv[2]).read_bytes()
read(raw[:20000])
before = peak()
assert read(raw).messages
print(peak() - before)
"""


def memory(country: str, folder: Path) -> tuple[int, float]:
    """Return a message's size in bytes, and the peak memory of reading it as a multiple of that."""
    path = folder / country
    path.write_bytes(big(country))
    words = [sys.executable, "-c", MEMORY, country.lower(), str(path)]
    told = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    size = path.stat().st_size
    path.unlink()
    return size, int(told) * 1024 / size


def main() -> int:
    """Measure, print, keep, judge."""
    countries = [code.upper() for code in discovery.folders()]
    raws = {country: declaration(country) for country in countries}
    works: dict[str, Callable[[], int]] = {
        country: lambda country=country: items_read(country, raws[country])  # type: ignore[misc]
        for country in countries
    }
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        works["pydifact (AU)"] = pydifact_items(raws["AU"])
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            xml = xsdata_items(raws["GB"], Path(scratch))
        if xml:
            works["xsdata (GB)"] = xml
        invalid = [name for name, work in works.items() if work() != ITEMS]
        quiet_collector()  # as in a station
        found = costs(works)
        large = {country: memory(country, Path(scratch)) for country in countries}
    ratios = {name: found[name] / found[name[-3:-1]] for name in found if len(name) > 2}
    document = {
        "items": ITEMS,
        "python": platform.python_version(),
        "cpu_us": {name: round(cost) for name, cost in found.items()},
        "bytes": {country: len(raw) for country, raw in raws.items()},
        "times as slow as ours": {name: round(ratio, 1) for name, ratio in ratios.items()},
        "large message": {
            country: {"bytes": size, "memory as a multiple": round(times, 1)}
            for country, (size, times) in large.items()
        },
        "invalid": invalid,
    }
    RESULT.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    show(document)
    return 1 if invalid else 0


def show(document: dict[str, Any]) -> None:
    """Print the result with what misses its goal."""
    print(f"CPU time of reading {document['items']} goods items, median of {PASSES} passes")
    for name, cost in document["cpu_us"].items():
        size = document["bytes"].get(name)
        ratio = document["times as slow as ours"].get(name)
        told = f"{size:,} bytes" if size else f"{ratio} times as slow as ours"
        missed = cost > LIMIT_US if size else ratio < TIMES_FASTER
        print(f"  {name:14} {cost:6,} us   {told}{'   GOAL MISSED' if missed else ''}")
    print("memory while reading a large message")
    for country, row in document["large message"].items():
        times = row["memory as a multiple"]
        # What a process holds anyhow weighs more than a small message.
        missed = "   GOAL MISSED" if times > TIMES_LARGER and row["bytes"] > LARGE else ""
        print(f"  {country:14} {row['bytes']:12,} bytes   {times} times that{missed}")
    print(f"INVALID: {document['invalid']}" if document["invalid"] else f"kept in {RESULT.name}")


if __name__ == "__main__":
    sys.exit(main())
