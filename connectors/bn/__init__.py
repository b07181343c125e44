"""Brunei Darussalam: National Single Window (BDNSW) of the Royal Customs and Excise Department.

Grade: assumed. That declarations are lodged through BDNSW is public (asw.asean.org, "Brunei
Darussalam General Information"; trade.gov country guide; both seen 2026-11-25), and that the
ASEAN Customs Declaration Document, which BDNSW takes part in, is aligned with the WCO Data Model
(ACDD Message Implementation Guide 1.08, 2018). No national message format was found: that BDNSW
speaks WCO Data Model XML is an assumption. Structure, namespaces and response codes are those of
HMRC's CDS (WCO Data Model 3.6) as a stand-in; types of declarations are UN/EDIFACT DE 1001 (929
import, 830 export) and functions DE 1225 (9, 4, 5, 1), the lists the WCO Data Model names.

To be confirmed with the Royal Customs and Excise Department:
- the family itself; then namespaces, wrapper, version code and agency name;
- the codes of declaration types, functions and all responses: any code the stand-in does not know
  is UNMAPPED, never guessed;
- offices, procedures and permits: no list was found, and none is invented; codes pass through;
- which of Rumi and Jawi script names may be written in, and the words for faults (texts.toml).

Not covered: manifests, permits of other agencies, payments, attached documents and signatures.
There is no form for receipts, match results and partners' statuses: these are written as the
nearest Response with AdditionalInformation (codes `HUB…`).
"""

from connectors.bn.mapping import read, write

__all__ = ["read", "write"]
