"""Kyrgyzstan: its customs system (UAIS), in the structures R.036 and R.006 of the Union.

Declarations are read and written in the structure R.036 of the Eurasian Economic Commission
(`gd:GoodsDeclaration`, urn:EEC:R:036:GoodsDeclaration:v1.1.0), answers as its notice R.006. Both
follow public software of the Union's members (Belarus), not a specification of this country:
the family is sure, everything national is to be confirmed.

To be confirmed: the national envelope, how the customs answer and their codes of decisions, the
element that tells a change or a withdrawal (`DeclarationChangeDetails` is the hub's own), the
place of a partner's number (`EDocRefId`) and of a UCR (a document named UCR).

Not covered: transit, goods value declarations, corrections (KDT) in a structure of their own.
"""

from connectors.kg.mapping import read, write

__all__ = ["read", "write"]
