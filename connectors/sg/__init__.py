"""Singapore: TradeNet 4.1 of Singapore Customs, XML of the namespaces urn:crimsonlogic:tn.

No public specification or schema was at hand: grade family. Namespaces, and names and nesting of
the parts of applications and permits (Header, Cargo, Transport, Party, Invoice, Item, Summary,
Permit, Update/UpdateIndicatorCode) are those that several independent public programs read or
write. Types of declarations and updates are published by Singapore Customs, field lengths and the
list of statuses with the "SG Node" interface (GeTS).

To be confirmed, since no source we may rest on shows them: all that an update has beyond its
indicator (UpdateRequestNumber, UpdatePermitNumber, Amendment), Cancellation and RefundOnly, the
elements of ErrorMessage, RejectionMessage and ApprovalMessage (ErrorDetail, ErrorID, ErrorTrace,
RejectionDetail, StatusType, IssuingAuthorityID) and codes of StatusType, the prefixes app, err and
rej, seals in TransportEquipmentSeal, a loading port ending in ZZZ where none is known.

Read: applications and updates (TradenetDeclaration: InNonPayment, InPayment, OutwardDeclaration,
TranshipmentMovement and their …Update), permits (TradenetResponse: …Permit, …UpdatePermit) and
ErrorMessage, RejectionMessage, ApprovalMessage. A permit is a declaration with its number; before,
it is known by its unique reference number UEN-date-sequence.

Ours, to be confirmed: AME as the code of an amendment, the elements of its reason, the elements of
an ApprovalMessage, a UCR as a remark `UCR:…` (MAWBOUCROBLNumber holds one for modes other than sea
and air), the country of export of an import as that of its loading port (`CNZZZ` where the port is
elsewhere or unknown), mailboxes `CUSGB.CUSGB001` of partners, a price of one unit times the
quantity as the amount of an item, CASC codes as additional codes.

Not covered: CertificateOfOrigin, fees, exchange rates and code tables (refused by name), refunds
other than as a status, the SG Node's JSON, seals beyond the first, lengths of fields no public
source tells. Texts go in UTF-8; whether TradeNet takes more than capital Latin letters is not
known. Numbers and telephones of persons stay in Singapore.
"""

from connectors.sg.mapping import read
from connectors.sg.write import write

__all__ = ["read", "write"]
