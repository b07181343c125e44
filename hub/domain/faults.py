"""What can be wrong with a message: one `Fault` a finding, all reported at once.

Codes 12 to 93 are those of NCTS code list CL180; S01 to S09 are the hub's own for what stops a
message before its content can be judged.
"""

from __future__ import annotations

from typing import NamedTuple

UNPARSEABLE = "S01"
TRUNCATED = "S02"
CHARSET = "S03"
TOO_LARGE = "S04"
FORBIDDEN = "S05"
TOO_MANY = "S06"
UNKNOWN_KIND = "S07"
WRONG_COUNTRY = "S08"
UNKNOWN_SENDER = "S09"
CODE_LIST = "12"
MISSING = "13"
RULE = "14"
NOT_SUPPORTED = "15"
DUPLICATE = "26"
PLAUSIBILITY = "50"
UNKNOWN_REFERENCE = "90"
OUT_OF_SEQUENCE = "92"
INVALID_MRN = "93"

MEANING = {
    UNPARSEABLE: "cannot be parsed",
    TRUNCATED: "ends too early",
    CHARSET: "is not in the character set it states",
    TOO_LARGE: "is larger than allowed",
    FORBIDDEN: "uses a construct that is not allowed (DTD, entity, processing of external data)",
    TOO_MANY: "is nested too deeply or repeats too often",
    UNKNOWN_KIND: "is of a kind this connector does not know",
    WRONG_COUNTRY: "speaks for another country",
    UNKNOWN_SENDER: "comes from an unknown sender",
    CODE_LIST: "is not in the code list",
    MISSING: "is missing",
    RULE: "breaks a rule of the format",
    NOT_SUPPORTED: "is not supported",
    DUPLICATE: "message id was used before with other content",
    PLAUSIBILITY: "is implausible",
    UNKNOWN_REFERENCE: "refers to something unknown",
    OUT_OF_SEQUENCE: "comes out of sequence",
    INVALID_MRN: "is not a valid declaration number",
}

MAX_FAULTS = 100
MAX_ORIGINAL = 512


class Fault(NamedTuple):
    """One finding: code of `MEANING`, pointer into the national message, text, original value."""

    code: str
    pointer: str = ""
    text: str = ""
    original: str = ""

    def as_body(self) -> dict[str, str]:
        """Return the canonical `Fault` record; the original value is cut at 512 characters."""
        text = self.text or MEANING.get(self.code, "")
        return {
            "code": self.code,
            "pointer": self.pointer,
            "text": text,
            "original": self.original[:MAX_ORIGINAL],
        }
