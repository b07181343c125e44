"""United Kingdom: HMRC Customs Declaration Service (CDS), WCO Data Model 3.6 XML.

Follows HMRC's published schemas (WCO_DEC_2_DMS.xsd, WCO_RES_2_DMS.xsd) and samples: declarations
(function 9), amendments (13 with COR), cancellations (13 with INV), notifications DMSACC to DMSGER.
Samples of notifications come without namespaces; both forms are read, and written with them.

Not covered: arrival and movement messages (13 with GPR) are read as amendments of their
declaration; file upload messages are refused as unknown. A status code 10 does not tell an
expired declaration from a withdrawn one without its history: it reads as CANCELLED. Receipts,
match results and partner statuses have no form of their own in CDS: they are written as the
nearest Response with an AdditionalInformation.
"""

from connectors.gb.mapping import read, write

__all__ = ["read", "write"]
