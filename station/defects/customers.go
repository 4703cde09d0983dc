package defects

// The defects of what is told of customers, and forgotten (N09, N10), and of extensions that a station does not know (P01,
// CustomData).
const (
	CustomerInformationRejected    Defect = "customer-information-rejected"
	UnknownCustomerRejected        Defect = "unknown-customer-rejected"
	CustomerNotTold                Defect = "customer-not-told"
	UnknownCustomerNotTold         Defect = "unknown-customer-not-told"
	ClearedCustomerNotTold         Defect = "cleared-customer-not-told"
	CustomerToldEmpty              Defect = "customer-told-empty"
	CustomerToldTwice              Defect = "customer-told-twice"
	CustomerNotForgotten           Defect = "customer-not-forgotten"
	CustomerIdentifierInvalid      Defect = "customer-identifier-invalid"
	CustomerIdentifierNotKnown     Defect = "customer-identifier-not-known"
	CustomerIdentifierNotForgotten Defect = "customer-identifier-not-forgotten"
	CustomerWithoutEnd             Defect = "customer-without-end"
	CustomerSeqNoFromOne           Defect = "customer-seqno-from-one"
	CustomerOtherRequestID         Defect = "customer-other-request-id"
	DataTransferAccepted           Defect = "data-transfer-accepted"
	DataTransferNotSupported       Defect = "data-transfer-not-supported"
	DataTransferNotImplemented     Defect = "data-transfer-not-implemented"
	CustomDataRefused              Defect = "custom-data-refused"
	CustomDataRejected             Defect = "custom-data-rejected"
	CustomDataChangesNothing       Defect = "custom-data-changes-nothing"
)

var ofCustomers = []Info{
	{CustomerInformationRejected, "A CustomerInformation is answered with Rejected."},
	{UnknownCustomerRejected, "A CustomerInformation about a customer of whom nothing is kept is answered with Rejected."},
	{CustomerNotTold, "A CustomerInformation is accepted, and no NotifyCustomerInformation follows."},
	{UnknownCustomerNotTold, "No NotifyCustomerInformation tells that nothing is kept of a customer."},
	{ClearedCustomerNotTold, "No NotifyCustomerInformation tells that a customer's data was cleared when no report was asked for."},
	{CustomerToldEmpty, "The NotifyCustomerInformation about a customer of whom something is kept has no data."},
	{CustomerToldTwice, "What is told of a customer is told twice, in two NotifyCustomerInformation with the same seqNo."},
	{CustomerNotForgotten, "A customer's data that is to be cleared is kept."},
	{CustomerIdentifierInvalid, "A CustomerInformation that names the customer by a customerIdentifier is answered with Invalid."},
	{CustomerIdentifierNotKnown, "Nothing is told of a customer who is kept by his customerIdentifier."},
	{CustomerIdentifierNotForgotten, "A customer's data is cleared by his idToken, and not by his customerIdentifier."},
	{CustomerWithoutEnd, "The last NotifyCustomerInformation about a customer says that more follow."},
	{CustomerSeqNoFromOne, "The seqNo of NotifyCustomerInformation counts from 1."},
	{CustomerOtherRequestID, "NotifyCustomerInformation has another requestId than the request."},
	{DataTransferAccepted, "A DataTransfer of a vendor that the station does not know is answered with Accepted."},
	{DataTransferNotSupported, "A DataTransfer is answered with the CALLERROR NotSupported."},
	{DataTransferNotImplemented, "A DataTransfer is answered with the CALLERROR NotImplemented."},
	{CustomDataRefused, "A SetVariables or GetVariables that carries customData is answered with the CALLERROR FormatViolation."},
	{CustomDataRejected, "Each variable of a SetVariables that carries customData is answered with Rejected."},
	{CustomDataChangesNothing, "A SetVariables that carries customData is answered with Accepted and changes nothing."},
}
