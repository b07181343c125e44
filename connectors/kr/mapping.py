"""Korea's two directions: reading UNI-PASS documents, and writing them."""

from __future__ import annotations

from connectors.kr.read import read
from connectors.kr.write import write

__all__ = ["read", "write"]
