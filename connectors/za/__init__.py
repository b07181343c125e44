"""South Africa: declaration processing of the South African Revenue Service, UN/EDIFACT D.96B.

Grade `family`: CUSDEC and CUSRES of D.96B and CONTRL of service directory 3 are named in the table
of contents of SARS's EDI User Manual; its mapping guide was not read. A public encoder for SARSDEC
shows envelope and header of a CUSDEC (syntax UNOB:4, association ZZZ01, RCD, revision, lodging
office 96, GIS 127 and 134, seals in EQD, FTX+LIN, PAC, PCI, RFF ABI ABT IB UCN). Status codes: 2
(SARS, page on physical inspection), 13 (SARS's letter of June 2011, as a news item quotes it), 6
and 8 (a trainer's page, for CUSCAR).

Reads CUSDEC (RCD, RID, RPD, RSD or no name: originals, vouchers of correction, cancellations),
CUSRES and CONTRL. Writes CUSDEC, CUSRES and CONTRL under UNOB:4, so letters with accents and other
scripts are lost by name.

To be confirmed with SARS, since no source we may rest on shows it: goods items (tariff in list 108
of CST, procedures in FTX+CCI, MEA+AAR), RFF+WE, NAD AF, MS and WH, national units, totals in MEA of
the header, the LRN as number of a CUSRES, status list 120 of agency ZZZ, status 1 as release and
every code not in codelists.toml (read as UNMAPPED), the test address SARSDECT, RFF+ABT as the
number of an original declaration, the meaning of RID, RPD and RSD, LOC+45 as the office of exit,
the currency of MOA without one (ZAR taken).

Not covered: CUSCAR, COARRI, CALINF, GESMES, SANCRT, REQDOC and PRODAT (refused as unknown kind,
S07), invoice lines, VAT numbers (kept as national data), duties when writing.
"""

from connectors.za.mapping import read, write

__all__ = ["read", "write"]
