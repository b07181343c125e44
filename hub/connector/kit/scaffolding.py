"""A new country's folder: what its family knows already, and honest blanks for the rest."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jinja2

from hub.connector import formats, manifest
from hub.domain.faults import MEANING
from hub.errors import Misconfigured

_COMMON = Path(__file__).parent / "scaffold"
_KIT = "kit"
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

    Raises `Misconfigured` where the folder is there already, the family has no scaffold, or the
    manifest would not fit; nothing is left behind then.
    """
    folder = root / plan.package
    if folder.exists():
        raise Misconfigured(f"{folder} is there already: hub connector check {plan.code.lower()}")
    if plan.family not in families():
        there = ", ".join(families())
        raise Misconfigured(f"no scaffold for family {plan.family!r}; there are {there}")
    environment = _environment(plan)
    beginnings = tomllib.loads(environment.get_template("scaffold.toml").render())
    values = _values(plan, beginnings, environment)
    for name in environment.list_templates(extensions=["j2"]):
        target = name.removesuffix(".j2")
        if not name.startswith(f"{_KIT}/") and (target != "texts.toml" or plan.language != "en"):
            _render(environment.get_template(name), folder / target, values)
    try:
        manifest.load(folder)
    except Misconfigured:
        shutil.rmtree(folder)  # else it is in the way of the next try
        raise
    return folder


def _environment(plan: Plan) -> jinja2.Environment:
    """Return the family's templates before the common ones, which it may extend as `kit/…`."""
    own = jinja2.FileSystemLoader(Path(str(formats.__file__)).parent / plan.family / "scaffold")
    common = jinja2.FileSystemLoader(_COMMON)
    return jinja2.Environment(  # noqa: S701 - writes Python, TOML and YAML, no markup
        loader=jinja2.ChoiceLoader([own, common, jinja2.PrefixLoader({_KIT: common})]),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def _values(
    plan: Plan, beginnings: dict[str, str], environment: jinja2.Environment
) -> dict[str, object]:
    lists = tomllib.loads(environment.get_template("codelists.toml.j2").render(name=plan.name))
    told = {name: text.format(code=plan.code) for name, text in beginnings.items()}
    return {
        **told,
        **{name: getattr(plan, name) for name in Plan.__dataclass_fields__},
        "package": plan.package,
        "meanings": MEANING,
        "lists": [name for name, table in lists.items() if isinstance(table, dict)],
    }


def _render(template: jinja2.Template, target: Path, values: dict[str, object]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(template.render(values), encoding="utf-8")
