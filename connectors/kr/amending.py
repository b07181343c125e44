"""5AS, 5FE and 5BF: applications to amend or withdraw a declaration.

Their names and fields are known from one public repository only (quaiton89/migration_4g, tables
ejung1, ejung2, imjung1, imcancel): office, declaration number, date, number of the application
(신청차수), kind (A amendment, B withdrawal, C extension), reason codes and texts, and each changed
item. **The XML is invented**, in the style of the published instances, and to be confirmed:
`VersionID`, `ApplicationTypeCode`, `Amendment` {ChangeReasonCode, Reason, Pointer/TagID}; an
amendment states the amended declaration again in the elements of the 830 or 929.
"""

from __future__ import annotations

from connectors.kr import tables
from hub.connector.formats.walk import Element, Findings, Rows
from hub.domain.declaration import Body

EXPORT_APPLICATION, IMPORT_AMENDMENT, IMPORT_WITHDRAWAL = "GOVCBR5AS", "GOVCBR5FE", "GOVCBR5BF"
APPLICATIONS = frozenset({EXPORT_APPLICATION, IMPORT_AMENDMENT, IMPORT_WITHDRAWAL})


def _version(element: Element, target: Body, found: Findings) -> None:
    text = tables.stated(element)
    if text.isascii() and text.isdigit():
        target["version"] = int(text[:9])
    elif text:
        found.put("VersionID", text)


AMENDING = {
    "Amendment": Rows(
        "amendments",
        {"ChangeReasonCode": "changeReasonCode", "Reason": "text", "Pointer": {"TagID": "pointer"}},
        "Amendment/",
    ),
    "ApplicationTypeCode": "_application",
    "VersionID": _version,
}
"""What only applications state, beside the elements of the declaration they are about."""
