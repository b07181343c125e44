"""New Zealand: Trade Single Window (TSW) of the New Zealand Customs Service, WCO Data Model 3 XML.

Grade: family. Public is that import and export entries are lodged in TSW as WCO messages made to
the World Customs Organisation Data Model 3 and the TSW Message Implementation Guidelines (Customs
Import Entry and Export Entry WCO Message Rules 2013, New Zealand Gazette 2013-go2591 and
2013-go2592, seen 2026-11-25), and that these messages became mandatory in 2018. The guidelines
themselves were not at hand. So the structure, the namespaces and the response codes are those of
HMRC's CDS (WCO Data Model 3.6) as a stand-in; types of declarations are UN/EDIFACT DE 1001 (929
import, 830 export) and functions DE 1225 (9, 4, 5, 1), the lists the WCO Data Model names.

To be confirmed with New Zealand Customs:
- namespaces, wrapper, version code and agency name; the codes of declaration types and functions;
- all response codes: any code the stand-in does not know is UNMAPPED, never guessed;
- offices, procedures, permit authorities, client and supplier codes: no list was found, and none
  is invented; codes pass through;
- that the sender's reference stays the same in adjustments (the Gazette rules say so) and is D026;
- the tariff item with its statistical key is written as one commodity code, unsplit.

Not covered: cargo reports, craft notices, MPI applications, the older CUSMOD EDIFACT messages,
attached documents and signatures. There is no form for receipts, match results and partners'
statuses: these are written as the nearest Response with AdditionalInformation (codes `HUB…`).
"""

from connectors.nz.mapping import read, write

__all__ = ["read", "write"]
