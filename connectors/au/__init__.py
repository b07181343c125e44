"""Australia: Integrated Cargo System (ICS) of the Australian Border Force, UN/EDIFACT D.99B.

Grade `public-sample`: ABF's public test script for the export declaration (EXD) and a public
summary of its message guide (types, header segments, CONTRL error 26, 10 MB, 50 errors an answer).
Structure and codes after the UN/EDIFACT directory D.99B and ISO 9735 service directory 3.

Reads CUSDEC (EXD, IMD, SAC: originals, amendments, cancellations), CUSRES and CONTRL. Writes
CUSDEC, CUSRES and CONTRL.

Not covered: CUSCAR, CUSREP, CUSPED, GENRAL and REMADV (refused as unknown kind, S07), S/MIME mail,
ABF's own status codes in CUSRES (read as UNMAPPED). To be confirmed with ABF: the segment of an
import declaration that names the foreign export declaration (read from RFF+ED and DOC+830), the
gross reading of MEA+WT, RFF+ABT as the declaration number in every direction.
"""

from connectors.au.mapping import read, write

__all__ = ["read", "write"]
