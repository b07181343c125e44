"""`python -m bench.blocks`: building blocks in pairs, so that a choice can be checked again.

Every line is CPU time of this process a message, the median of interleaved passes, and the ratio
to the block's first line. The messages are those of the simulated national systems.
"""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import fastavro
import uvicorn
import uvloop
from aiokafka import codec as codecs
from aiokafka.producer.message_accumulator import BatchBuilder

from hub.connector import discovery
from hub.delivery.http import Pool
from hub.intake.http import Answer, Head, Server, Work
from hub.local.twins.templates import Numbers, Renderer, load
from hub.settings import ROOT
from hub.wire import avro as avro_module
from hub.wire.codec import Codec, load_schemas

ROUNDS = 9
BATCH = 15
REQUESTS, RATE, PORT = 4000, 1000.0, 18_943


def paired(named: dict[str, Callable[[], object]], messages: int, title: str) -> None:
    """Run all in turn, several times, and print the medians."""
    print(f"\n{title}")
    taken: dict[str, list[float]] = {name: [] for name in named}
    for _ in range(ROUNDS):
        for name, work in named.items():
            began = time.process_time()
            work()
            taken[name].append((time.process_time() - began) / messages * 1e6)
    medians = {name: statistics.median(values) for name, values in taken.items()}
    first = next(iter(medians.values()))
    for name, cost in medians.items():
        print(f"  {name:22} {cost:8.1f} µs   {cost / first:5.2f}")


def national_messages() -> list[tuple[str, bytes]]:
    """Return (country, export) of every country, several sizes each."""
    twins = {code.upper(): load(code) for code in discovery.folders()}
    renderer = Renderer(twins, 1)
    found = []
    for country, twin in twins.items():
        other = next(code for code in twins if code != country)
        identity = twin.number(twin.declaration_id, 5)
        lrn = twin.number(twin.functional_reference_id, 5)
        numbers = Numbers("00000000000001", identity, lrn, "", "6GBTEST0000000000001")
        for variant in range(12):
            body = renderer.message("export", "export", country, other, variant, numbers)
            found.append((country, body))
    return found


def avro(messages: list[tuple[str, bytes]]) -> None:
    """Own sparse Avro against fastavro, which writes and reads every field."""
    schemas = load_schemas(ROOT / "schemas")
    codec = Codec(schemas, {(kind, 1): place for place, kind in enumerate(schemas)})
    schema = fastavro.parse_schema(schemas["Declaration"][-1])
    bodies = [discovery.connector(cc.lower()).read(raw).messages[0].body for cc, raw in messages]
    encoded = [codec.encode("Declaration", body) for body in bodies]

    def write() -> None:
        for body in bodies:
            fastavro.schemaless_writer(io.BytesIO(), schema, body)

    def read() -> None:
        for value in encoded:
            fastavro.schemaless_reader(io.BytesIO(value[5:]), schema, None)

    count = len(bodies)
    own = "own, " + ("interpreted" if avro_module.__file__.endswith(".py") else "compiled")
    ours = {own: lambda: [codec.encode("Declaration", body) for body in bodies]}
    paired({**ours, "fastavro": write}, count, "Avro, writing a declaration")
    ours = {own: lambda: [codec.decode(value) for value in encoded]}
    paired({**ours, "fastavro": read}, count, "Avro, reading a declaration")


def compression(messages: list[tuple[str, bytes]]) -> None:
    """What aiokafka's codecs cost for batches of raw messages."""
    batches = list(_batches([raw for _, raw in messages]))
    size = sum(map(len, batches))
    for name, encode in _CODECS.items():
        print(f"  {name}: {size / sum(len(encode(batch)) for batch in batches):.1f} times smaller")
    work = {
        name: lambda encode=encode: [encode(batch) for batch in batches]
        for name, encode in _CODECS.items()
    }
    paired(work, len(messages), f"compressing batches of {BATCH} raw messages")


_CODECS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": codecs.zstd_encode,
    "lz4": codecs.lz4_encode,
    "snappy": codecs.snappy_encode,
    "gzip": codecs.gzip_encode,
}


def _batches(bodies: list[bytes]) -> Iterator[bytes]:
    for start in range(0, len(bodies), BATCH):
        builder = BatchBuilder(
            10**7, 0, is_transactional=False, key_serializer=None, value_serializer=None
        )
        for body in bodies[start : start + BATCH]:
            builder.append(timestamp=None, key=b"k", value=body, headers=[])
        builder.close()
        yield bytes(builder._build())


class _Door:
    """Takes everything, as cheaply as can be."""

    def enter(self, head: Head) -> Work:
        return _accept


async def _accept(body: bytes) -> Answer:
    await asyncio.sleep(0)
    return 202, {"size": len(body)}


async def _asgi(scope: Any, receive: Any, send: Any) -> None:
    body = (await receive())["body"]
    await asyncio.sleep(0)
    answer = b'{"size": %d}' % len(body)
    headers = [(b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 202, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


def servers() -> None:
    """Intake's server against uvicorn, each asked by another process at a steady rate."""
    print(f"\nserving {REQUESTS} POSTs of 6 kB at {RATE:g}/s")
    taken: dict[str, list[float]] = {"own": [], "uvicorn": []}
    for _ in range(3):
        for name, serve in (("own", _own), ("uvicorn", _uvicorn)):
            taken[name].append(uvloop.run(_served(serve)))
    first = statistics.median(taken["own"])
    for name, values in taken.items():
        cost = statistics.median(values)
        print(f"  {name:22} {cost:8.1f} µs   {cost / first:5.2f}")


async def _own(stopping: asyncio.Event) -> None:
    await Server(_Door(), 10**7).serve("127.0.0.1", PORT, stopping)


async def _uvicorn(stopping: asyncio.Event) -> None:
    config = uvicorn.Config(
        _asgi,
        port=PORT,
        log_config=None,
        access_log=False,
        lifespan="off",
        http="httptools",
        server_header=False,
        date_header=False,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    await stopping.wait()
    server.should_exit = True
    await task


async def _served(serve: Callable[[asyncio.Event], Any]) -> float:
    stopping = asyncio.Event()
    task = asyncio.create_task(serve(stopping))
    caller = multiprocessing.get_context("spawn").Process(target=_call)
    caller.start()
    began = time.process_time()
    await asyncio.to_thread(caller.join)
    cost = (time.process_time() - began) / REQUESTS * 1e6
    stopping.set()
    await task
    return cost


def _call() -> None:
    uvloop.run(_calls())


async def _calls() -> None:
    await asyncio.sleep(0.3)
    pool, body, began = Pool("127.0.0.1", PORT, 64), b"x" * 6000, time.perf_counter()
    headers = (("authorization", "Bearer token"), ("idempotency-key", "m1"))
    waiting = set()
    for number in range(REQUESTS):
        waiting.add(asyncio.create_task(pool.post("/v1/gb/messages", headers, body)))
        if number % 10 == 9:
            await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
    await asyncio.gather(*waiting)


def main() -> None:
    """Run every block."""
    messages = national_messages()
    compression(messages)
    avro(messages)
    servers()


if __name__ == "__main__":
    main()
