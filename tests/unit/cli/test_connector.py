"""`hub connector`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.connector import discovery
from hub.domain.reading import Envelope, Message, Written
from tests.flow.hub_in_memory import JsonLine
from tests.unit.cli.commands import complaint, hub

EXPORT = {"kind": "Declaration", "declarationId": "E1", "side": "EXPORT"}


class Losing(JsonLine):
    """A connector that cannot carry everything."""

    def write(self, message: Message, envelope: Envelope) -> Written:
        written = super().write(message, envelope)
        return Written(written.body, written.content_type, ("ucr", "goodsItems/0/netMass"))


@pytest.fixture(autouse=True)
def _json_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Countries speak JSON lines; unknown ones stay unknown."""
    real = discovery.connector

    def connector(country: str) -> Any:
        return {"aa": JsonLine("aa"), "bb": Losing("bb")}.get(country) or real(country)

    monkeypatch.setattr(discovery, "connector", connector)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A national message."""
    path = tmp_path / "export.json"
    path.write_bytes(orjson.dumps(EXPORT))
    return path


def test_connectors_are_listed_with_what_they_claim() -> None:
    """The whole manifest for machines, a table for people."""
    told = orjson.loads(hub("connector", "list", "--json").stdout)
    assert [each["code"].lower() for each in told] == list(discovery.folders())
    shown = hub("connector", "list").stdout
    assert all(f"{each['code']} " in shown for each in told)


@pytest.mark.parametrize("from_standard_input", [False, True])
def test_a_message_is_read_into_one_document(sample: Path, from_standard_input: bool) -> None:
    """From a file or a pipe, the country in any case."""
    words = ["AA", "-"] if from_standard_input else ["aa", str(sample)]
    ended = hub("connector", "read", *words, stdin=sample.read_bytes())
    assert ended.exit_code == 0
    (message,) = orjson.loads(ended.stdout)["messages"]
    assert message["body"]["declarationKey"] == "AA:E1"


def test_a_refused_message_is_a_document_and_exit_code_one() -> None:
    """A script sees at once that it was not taken, and why."""
    ended = hub("connector", "read", "aa", "-", stdin=b"{")
    assert ended.exit_code == 1
    (refusal,) = orjson.loads(ended.stdout)["refusals"]
    assert refusal["faults"][0]["code"] == "S01"
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("words", "words_said"),
    [
        (["read", "zz", "-"], "no connector 'zz'; there are"),
        (["read", "aa", "/nowhere/x.edi"], "/nowhere/x.edi No such file or directory"),
        (["read", "aa", "/"], "/ Is a directory"),
        (["write", "zz", "-"], "no connector 'zz'"),
        (["write", "aa", "/nowhere/x.json"], "/nowhere/x.json No such file"),
        (["survey", "aa"], "'aa': write cc=FOLDER"),
        (["survey", "aa=/nowhere"], "'aa=/nowhere': write cc=FOLDER"),
        (["survey", "zz=/tmp"], "no connector 'zz'"),
    ],
)
def test_wrong_words_are_answered_in_one_line(words: list[str], words_said: str) -> None:
    """Exit code 2, whatever is wrong: a country, a file, a folder."""
    ended = hub("connector", *words)
    assert ended.exit_code == 2
    assert complaint(ended).startswith(words_said)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"5",
        b"[]",
        b'"text"',
        b"{}",
        b'{"kind": "Refusal"}',
        b'{"messages": []}',
        b'{"messages": 5}',
        b'{"kind": "Refusal", "body": {"issuedAt": "never"}}',
        b'{"kind": "Refusal", "body": []}',
        b'{"kind": 5, "body": {}}',
    ],
)
def test_what_is_no_canonical_message_is_not_written(text: bytes) -> None:
    """One line, exit code 2, nothing on standard output."""
    ended = hub("connector", "write", "aa", "-", stdin=text)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert complaint(ended).startswith("- holds no canonical message")


def test_what_was_read_can_be_written(sample: Path) -> None:
    """The output of `read` is the input of `write`; a bare message works as well."""
    read = hub("connector", "read", "aa", str(sample)).stdout_bytes
    written = hub("connector", "write", "aa", "-", stdin=read)
    assert written.exit_code == 0
    assert orjson.loads(written.stdout)["declarationId"] == "E1"
    bare = orjson.dumps(orjson.loads(read)["messages"][0])
    assert hub("connector", "write", "aa", "-", stdin=bare).stdout == written.stdout


def test_what_the_national_format_cannot_carry_is_said_beside(sample: Path) -> None:
    """On standard error, one line a field; the message itself stays clean."""
    read = hub("connector", "read", "aa", str(sample)).stdout_bytes
    written = hub("connector", "write", "bb", "-", stdin=read)
    assert written.stderr.splitlines() == ["lost: ucr", "lost: goodsItems/0/netMass"]
    assert orjson.loads(written.stdout)["kind"] == "Declaration"


def test_a_kind_without_a_national_form_fails() -> None:
    """Exit code 1 with the connector's reason."""
    message = b'{"kind": "Declaration", "body": {"declarationId": "UNWRITABLE"}}'
    ended = hub("connector", "write", "aa", "-", stdin=message)
    assert (ended.exit_code, complaint(ended)) == (1, "no form for it")


def test_a_survey_tells_the_outcome_of_every_sample(tmp_path: Path, sample: Path) -> None:
    """What was read, what was refused and why; other files and directories are left out."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "broken.json").write_text("{")
    (tmp_path / "README.md").write_text("about")
    (tmp_path / "directories").mkdir()
    (tmp_path / "directories" / "d96b.txt").write_text("no message")
    told = orjson.loads(hub("connector", "survey", f"aa={tmp_path}", "--json").stdout)
    assert [(row["sample"], row["outcome"]) for row in told] == [
        ("broken.json", "refused S01"),
        ("export.json", "declaration export"),
    ]
    assert told[0]["fault"].startswith("S01 line 1")
    assert told[0]["folder"] == f"{tmp_path.name}/deep"

    shown = hub("connector", "survey", f"aa={tmp_path}", "--each").stdout
    assert "export.json" in shown
    one = orjson.loads(hub("connector", "survey", f"aa={sample}", "--json").stdout)
    assert [row["sample"] for row in one] == ["export.json"]
