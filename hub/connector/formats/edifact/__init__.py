"""UN/EDIFACT family: CUSDEC read and written, CUSRES and CONTRL read and written (ISO 9735 v3).

Parameterised by a `Profile` of the country; what a message may hold stands in `directory`.
Not covered: CUSCAR, CUSREP, GENRAL and the other message types (refused as unknown kind), syntax 4
security segments, interactive EDI.
"""

from __future__ import annotations

from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.reading import read
from hub.connector.formats.edifact.writing import write

__all__ = ["Profile", "read", "write"]
