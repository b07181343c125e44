"""Malaysia: declaration system of the Royal Malaysian Customs Department (SMK, uCustoms).

Grade `assumed`: no Malaysian message guide is public. That declarations are CUSDEC of UN/EDIFACT
D.96B is an assumption; only the forms are known from public pages: K1 import, K2 export, K8
movement under customs control (taken as transit), K9 release of dutiable goods from control. All
structure and all codes are those of the directory, none is Malaysia's own.

Reads CUSDEC (K1, K2, K8, K9: originals, amendments, cancellations), CUSRES and CONTRL. Writes
CUSDEC, CUSRES and CONTRL under UNOC:3.

Not covered: K3 (transport within Malaysia), manifests, permits, duty payment, Malaysia's own code
lists. To be confirmed with the authority: everything, first the message type, directory, character
set, identifiers of the parties in UNB, the shape of numbers, and the side of K9.
"""

from connectors.my.mapping import read, write

__all__ = ["read", "write"]
