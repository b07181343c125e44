"""One page without a framework: figures by country, refreshed, and a trace by any key."""

from __future__ import annotations

from pathlib import Path

PAGE = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
