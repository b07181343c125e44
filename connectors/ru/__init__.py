"""Russia: electronic declaration, album of formats 5.23.0 of the Federal Customs Service (FTS).

Reads and writes `ESADout_CU` (goods declaration) in `ED_Container` or bare, reads `KDTout_CU` (its
correction) and `InqRecallGTD` (request to recall), and the answers `NotifGTDRegistration`,
`NotifGTDExaminationStart`, `NotifGTDExaminationFinish`, `GTDoutCustomsMark` and `PermitRecallGTD`.
What is written validates against the XSD of the album; versions 5.14.0 to 5.23.0 and later read
alike, by local names.

To be confirmed: the classifier of decisions (from public software), kinds of changes in
`RBTechMarK` (the hub writes EDIFACT 1225 there), `InqRecallGTD` and `PermitRecallGTD` (structure of
public style sheets; no XSD at hand), the signed envelope of the customs gateway. No message of the
FTS is public: all samples are invented.

A partner's declaration number stands as `RefDocumentID`, its office as the name of an office 00, a
UCR as a document named UCR, what belongs to the whole declaration as documents of line 0.

Not covered: goods value declarations (DTSout_CU), marks of corrections, transit guarantees.
"""

from connectors.ru.mapping import read, write

__all__ = ["read", "write"]
