"""United Kingdom: HMRC Customs Declaration Service (CDS), WCO Data Model 3.6 XML.

Follows HMRC's published schemas (WCO_DEC_2_DMS.xsd, CANCEL.xsd, WCO_RES_2_DMS.xsd) and samples
(hmrc/customs-declarations, Apache-2.0; grade: official). Read are declarations (function 9),
amendments (13 with COR), cancellations (13 with INV), goods presentations (13 with GPR) and the
notifications DMSACC to DMSDET, bare, in MetaData or in a submitDeclarationRequest. Notifications
are published without namespaces; both forms are read, and written with them.

Decided here, to be confirmed with HMRC:
- A goods presentation (GPR) declares nothing: it is the status ARRIVED of its declaration.
- An additional message's FunctionalReferenceID is its own, not the LRN: it is quoted in answers.
- A DUCR stated as previous document (DCR) is the UCR of the declaration.
- CO declarations go both ways: their procedure tells the side.
- 03 with the single error CDS12046 is EXPIRED. 10 without its history does not tell an expired
  declaration from a withdrawn one: it is CANCELLED. 11 with status 41 (request denied) changes
  nothing: UNMAPPED. 18 (exit results awaited) leaves the declaration RELEASED.

Not covered: file upload messages and errorResponse are refused as unknown; signatures are not
looked at. CDS has no transit and no form for receipts, match results and partners' statuses:
these are written as the nearest Response with AdditionalInformation (codes `HUB…`).
"""

from connectors.gb.mapping import read, write

__all__ = ["read", "write"]
