"""The item for notes: references the format has no item for, in brackets before any free text.

`[DN:26GB1 UCR:6GB2 EXP:LA MRN:26CN3/830//1] free text`. DN is the declaration number where ICN is
too short for it, EXP and DES are the countries of export and destination where they are not
those of the ports, VER is the version, MRN are previous documents: id, type, category, line. The
hub's own way, to be confirmed: it keeps foreign numbers whole, and readable for the officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hub.domain.declaration import Body

NUMBER, UCR, EXPORT, DESTINATION = "DN", "UCR", "EXP", "DES"
VERSION, PREVIOUS = "VER", "MRN"
_FIELDS = {
    NUMBER: "declarationId",
    UCR: "ucr",
    EXPORT: "exportCountry",
    DESTINATION: "destinationCountry",
}
_PREVIOUS = ("id", "typeCode", "categoryCode", "lineNumeric")


def read(note: str) -> tuple[Body, str]:
    """Return the fields a note states and its free text.

    >>> read("[UCR:6GB2 MRN:26CN3/830//] handle with care")
    ({'ucr': '6GB2', 'previousDocuments': [{'id': '26CN3', 'typeCode': '830'}]}, 'handle with care')
    """
    end = note.find("]")
    if not note.startswith("[") or end < 0:
        return {}, note
    found: Body = {}
    for word in note[1:end].split(" "):
        tag, colon, value = word.partition(":")
        if colon and value and tag in _FIELDS:
            found[_FIELDS[tag]] = value
        elif colon and tag == VERSION and value.isascii() and value.isdigit():
            found["version"] = int(value[:9])
        elif colon and tag == PREVIOUS and value.count("/") >= 3:
            parts = value.rsplit("/", 3)
            row = {name: part for name, part in zip(_PREVIOUS, parts, strict=True) if part}
            found.setdefault("previousDocuments", []).append(row)
        else:
            return {}, note
    return found, note[end + 1 :].strip(" ")


def previous(row: Mapping[str, str]) -> str:
    """Return a previous document as one word."""
    return "/".join(row.get(name) or "" for name in _PREVIOUS)


def write(tags: Iterable[tuple[str, str, str]], size: int) -> tuple[str, list[str]]:
    """Return the brackets within `size` bytes, and the losses of the tags that did not fit.

    `tags`: tag, value, and the loss where the value has no room or is no single word.
    """
    words, lost, room = list[str](), list[str](), size - 1
    for tag, value, loss in tags:
        word = f"{tag}:{value}"
        fits = len(word) < room and value.isascii() and value.isprintable()
        if fits and not {" ", "]"} & set(value):
            words.append(word)
            room -= len(word) + 1
        else:
            lost.append(loss)
    return f"[{' '.join(words)}]" if words else "", lost
