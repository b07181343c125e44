"""What the demo shows, in narrow and wide terminals and without one."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from hub.local.demo import line_of, table
from tests.unit.local.figures import heard, told


@pytest.mark.parametrize("width", [80, 160])
def test_the_table_fits_and_keeps_its_figures(width: int) -> None:
    """Seven countries and millions of messages: no figure is cut, no line too long."""
    out = io.StringIO()
    offices = {
        "LA": {"time": "Wed 14:20", "open": True},
        "GB": {"time": "Wed 07:20", "open": False},
    }
    shown_by = heard(offices=offices)
    Console(file=out, width=width, force_terminal=False).print(
        table(shown_by, told(), 3723.0, width)
    )
    shown = out.getvalue()

    assert max(map(len, shown.splitlines())) <= width
    for figure in ("1,234,567", "7,654,321", "400,000 match", "1,234 ms", "3,723 s"):
        assert figure in shown
    assert "…" not in shown
    for country in ("AU", "CN", "GB", "ID", "LA", "NP", "VN"):
        assert f" {country} " in shown
    assert ("Wed 14:20" in shown, "Wed 07:20 closed" in shown) == (width == 160,) * 2


def test_a_table_before_the_first_message_is_not_an_error() -> None:
    """No times, no figures of the hub."""
    out = io.StringIO()
    empty = heard(countries={}, total={}, latency_ms={})
    Console(file=out, width=80).print(table(empty, {}, 0.0, 80))

    assert "0 messages/s" in out.getvalue()


def test_one_plain_line_says_the_same() -> None:
    """For logs and pipes."""
    line = line_of(heard(), told(waiting=5), 60.0)

    assert "\n" not in line
    assert "sent 1,234,567" in line
    assert "waiting 5" in line
    assert line_of(heard(total={}, latency_ms={}), {}, 0.0).startswith("   0 s  sent 0")
