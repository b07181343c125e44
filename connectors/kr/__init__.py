"""Republic of Korea: UNI-PASS of the Korea Customs Service, KCS standard XML 1.0.

Follows the two published commented instances KCS_DeclarationOfEXP_830SchemaModule_1.0_standard and
KCS_DeclarationOfIMP_929SchemaModule_1.0_standard (in ktBigDeal/customs-clearance; grade: official).
No schema was at hand: elements, their order, attributes, repeats and dates are those of the
instances; lengths, which they do not state, are those of the WCO Data Model. UTF-8 is written;
EUC-KR and CP949 are read where the XML declaration states them.

Known by name only, from public repositories that are not the authority's ([R]:
quaiton89/migration_4g for documents, fields and codes; readers of `wco:Response` for the frame of
answers), and therefore to be confirmed:
- 5AS, 5FE and 5BF (amendment, withdrawal): their XML is **invented**, see `amending`.
- Answers (R20, R76, 5AF, 5AA, 5GX, R73, RR5, 023 …): the frame was seen with other documents; their
  codes, ValidationCode and the names of their schemas were not, see `answers`, `answers_writing`.
- Codes of transport, units, clearance plans and persons in codelists.toml; 1 as FunctionCode of an
  original 830; the overseas supplier of a 929 as Exporter, 신고인 as Declarant, 화물관리번호 as
  previous document 785, the estimated departure as date of exit, 수출종류 and 수입종류 as procedure
  of every item.

Decided here: where a partner states no Buyer (830), no Importer or Exporter (929), its Consignee or
Consignor stands there, and the role is named as lost. A number that names a natural person stays in
Korea; taxes of a partner are not written; goods beyond 999 items are named as lost. A partner's
export declaration becomes an 830 without its country of export, which that form takes for granted.

Not covered: value declarations (934), FTA applications, early release (5BD), cargo documents and
drawback; applications for more time (5AS, kind C); signatures and the transport of KCS.
"""

from connectors.kr.mapping import read, write

__all__ = ["read", "write"]
