"""Indonesia: CEISA 4.0 of the Directorate General of Customs and Excise (DJBC), JSON over HTTPS.

Follows the public API documentation of CEISA 4.0 (`/openapi/document`, BC 2.0 import and BC 3.0
export) for documents; answers follow shapes seen by an integrator (`dataStatus`, `dataRespon`),
not a specification.

Not covered: documents other than BC 2.0 and BC 3.0 keep no side; means of transport other than that
at the border. To be confirmed: `isRevision`, a query parameter of the national API, stands in the
document here, and so do `isCancellation`, for which no form is published, `noUrutRevisi` for the
version and `kodeNegara` for the owner of a partner's document; other countries' declarations among
the documents (`[previous]`); every `kodeRespon` but 3015 and the codes of validation errors, which
come from one integrator's table. `kodeProses` is passed on unmapped, as national data where a
response stands beside it. Of duties only type, rate and amount are read. Match results, refusals
and partner statuses use the two answer shapes, the nearest there are.
"""

from connectors.id.mapping import read, write

__all__ = ["read", "write"]
