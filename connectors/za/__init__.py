"""South Africa: declaration processing of the South African Revenue Service, UN/EDIFACT D.96B.

Grade `public-sample`. Followed: the public table of contents and overview pages of SARS's EDI User
Manual (CUSDEC, CUSRES of D.96B, CONTRL of service directory 3); message shapes seen in two public
repositories (an encoder for SARSDEC; test messages of a customs broker's software); SARS's public
page on physical inspection (CUSRES 2) and a public news item that quotes SARS's letter on
supporting documents (CUSRES 13). The mapping guide of the manual itself was not read.

Reads CUSDEC (RCD, RID, RPD, RSD or no name: originals, vouchers of correction, cancellations),
CUSRES and CONTRL. Writes CUSDEC, CUSRES and CONTRL under UNOB:4, so letters with accents and other
scripts are lost by name.

Not covered: CUSCAR, COARRI, CALINF, GESMES, SANCRT, REQDOC and PRODAT (refused as unknown kind,
S07), invoice lines, VAT numbers (kept as national data), duties when writing. To be confirmed with
SARS: RFF+ABT as the number of an original declaration, the meaning of RID, RPD and RSD, status 3,
8 and all codes not listed in codelists.toml (read as UNMAPPED), LOC+45 as the office of exit, the
currency of MOA without one (ZAR taken), public holidays.
"""

from __future__ import annotations

from connectors.za.mapping import read, write

__all__ = ["read", "write"]
