"""A new country's folder: what its family knows already, and honest blanks for the rest."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jinja2

from hub.connector import formats
from hub.domain.faults import MEANING
from hub.errors import Misconfigured

_COMMON = Path(__file__).parent / "scaffold"
_KEYWORDS = frozenset({"as", "do", "if", "in", "is", "or"})
"""Country codes that are words of Python: their folders end with a dash below."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is known of a country before its first line is written."""

    code: str
    name: str
    system: str
    authority: str
    family: str
    zone: str
    currency: str
    language: str
    today: date

    @property
    def package(self) -> str:
        """Name of the folder."""
        code = self.code.lower()
        return f"{code}_" if code in _KEYWORDS else code


def families() -> list[str]:
    """Return the format families a scaffold is there for."""
    root = Path(str(formats.__file__)).parent
    return sorted(path.parent.name for path in root.glob("*/scaffold"))


def write(plan: Plan, root: Path) -> Path:
    """Write the folder of a new country below `root` and return it; samples are made afterwards.

    Raises `Misconfigured` where the folder is there already or the family has no scaffold.
    """
    folder = root / plan.package
    if folder.exists():
        raise Misconfigured(f"{folder} is there already: hub connector check {plan.code.lower()}")
    if plan.family not in families():
        there = ", ".join(families())
        raise Misconfigured(f"no scaffold for family {plan.family!r}; there are {there}")
    own = Path(str(formats.__file__)).parent / plan.family / "scaffold"
    beginnings = tomllib.loads((own / "scaffold.toml").read_text(encoding="utf-8"))
    values = _values(plan, beginnings)
    for shelf in (_COMMON, own):
        for path in sorted(shelf.rglob("*.j2")):
            name = path.relative_to(shelf).as_posix().removesuffix(".j2")
            if name != "texts.toml" or plan.language != "en":
                _render(path, folder / name, values)
    return folder


def _values(plan: Plan, beginnings: dict[str, str]) -> dict[str, object]:
    lists = tomllib.loads(_lists(plan))
    told = {name: text.format(code=plan.code) for name, text in beginnings.items()}
    return {
        **told,
        **{name: getattr(plan, name) for name in Plan.__dataclass_fields__},
        "package": plan.package,
        "meanings": MEANING,
        "lists": [name for name, table in lists.items() if isinstance(table, dict)],
    }


def _lists(plan: Plan) -> str:
    path = Path(str(formats.__file__)).parent / plan.family / "scaffold" / "codelists.toml.j2"
    return str(jinja2.Template(path.read_text(encoding="utf-8")).render(name=plan.name))


def _render(path: Path, target: Path, values: dict[str, object]) -> None:
    environment = jinja2.Environment(  # noqa: S701 - writes Python, TOML and YAML, no markup
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    text = environment.from_string(path.read_text(encoding="utf-8")).render(values)
    target.write_text(text, encoding="utf-8")
