package defects

// The defects of root certificates (M03 to M05), and of the station's own (A02).
//
// A signing request with the line ends of another system is none of them: RFC 7468, section 3 takes CRLF and CR for the end of a line.
// That the newest certificate is used (A02.FR.09) errata 2025-09, section 2.9 have removed: there it is A02.FR.08 that is broken.
const (
	RootsNeverTaken           Defect = "roots-never-taken"
	RootsNotKept              Defect = "roots-not-kept"
	ExpiredRootTaken          Defect = "expired-root-taken"
	UnsignedRootTaken         Defect = "unsigned-root-taken"
	RefusedRootFailed         Defect = "refused-root-failed"
	RefusedRootInstalled      Defect = "refused-root-installed"
	RefusedRootEmptiesStore   Defect = "refused-root-empties-store"
	HashOfKeyInfo             Defect = "hash-of-key-info"
	HashOfNameAsText          Defect = "hash-of-name-as-text"
	HashOfOtherAlgorithm      Defect = "hash-of-other-algorithm"
	SerialInDecimal           Defect = "serial-in-decimal"
	SerialWithLeadingZero     Defect = "serial-with-leading-zero"
	ListsFirstTypeOnly        Defect = "lists-first-type-only"
	ListsFirstRootOnly        Defect = "lists-first-root-only"
	ListsMakerAsCSMS          Defect = "lists-maker-as-csms"
	ListsNothingUnasked       Defect = "lists-nothing-unasked"
	NothingListedAccepted     Defect = "nothing-listed-accepted"
	NothingListedEmptyList    Defect = "nothing-listed-empty-list"
	NothingListedCallError    Defect = "nothing-listed-call-error"
	DeleteAcceptedNotDone     Defect = "delete-accepted-not-done"
	DeleteFails               Defect = "delete-fails"
	DeleteFindsNothing        Defect = "delete-finds-nothing"
	DeleteUnknownAccepted     Defect = "delete-unknown-accepted"
	DeleteUnknownFailed       Defect = "delete-unknown-failed"
	OwnCertificateDeleted     Defect = "own-certificate-deleted"
	OwnCertificateCallError   Defect = "own-certificate-call-error"
	SigningTriggerRejected    Defect = "signing-trigger-rejected"
	SigningTriggerUnknown     Defect = "signing-trigger-unknown"
	SigningNotRequested       Defect = "signing-not-requested"
	RequestWithoutLineEnds    Defect = "request-without-line-ends"
	RequestNotInPEM           Defect = "request-not-in-pem"
	RequestOfCertificateLabel Defect = "request-of-certificate-label"
	RequestWeakKey            Defect = "request-weak-key"
	RequestNotItsName         Defect = "request-not-its-name"
	RequestForgedSignature    Defect = "request-forged-signature"
	RequestSameKey            Defect = "request-same-key"
	RequestForV2G             Defect = "request-for-v2g"
	SignedRefused             Defect = "signed-refused"
	SignedExpiredTaken        Defect = "signed-expired-taken"
	SignedForeignTaken        Defect = "signed-foreign-taken"
	SignedOtherKeyTaken       Defect = "signed-other-key-taken"
	SignedRefusalNotTold      Defect = "signed-refusal-not-told"
	SignedRefusalToldAsCSMS   Defect = "signed-refusal-told-as-csms"
	RejectedRequestRepeated   Defect = "rejected-request-repeated"
	RequestRepeatedTooSoon    Defect = "request-repeated-too-soon"
	RequestWaitNotDoubled     Defect = "request-wait-not-doubled"
	RequestNotRepeated        Defect = "request-not-repeated"
	RequestRepeatedForEver    Defect = "request-repeated-for-ever"
	NewRootNeverUsed          Defect = "new-root-never-used"
	OldRootNeverUsedAgain     Defect = "old-root-never-used-again"
	OldRootTrustedAsBefore    Defect = "old-root-trusted-as-before"
	OldRootKeptForGood        Defect = "old-root-kept-for-good"
	OldRootDroppedAtOnce      Defect = "old-root-dropped-at-once"
	OldRootDroppedByItsOwn    Defect = "old-root-dropped-by-its-own"
	OldCertificateGoesOn      Defect = "old-certificate-goes-on"
	LongestCertificateUsed    Defect = "longest-certificate-used"
	RenewedWithoutReconnect   Defect = "renewed-without-reconnect"
)

var certificates = []Info{
	{RootsNeverTaken, "InstallCertificate is answered with Rejected whatever the certificate is."},
	{RootsNotKept, "InstallCertificate is answered with Accepted, and nothing is installed."},
	{ExpiredRootTaken, "A root certificate is installed although it has expired."},
	{UnsignedRootTaken, "Where AdditionalRootCertificateCheck is true a CSMS root is replaced by one that it has not signed."},
	{RefusedRootFailed, "InstallCertificate is answered with Failed where Rejected is due."},
	{RefusedRootInstalled, "A root certificate that is answered with Rejected is installed all the same."},
	{RefusedRootEmptiesStore, "When a root certificate is rejected those of its use are gone."},
	{HashOfKeyInfo, "issuerKeyHash is taken of the whole subjectPublicKeyInfo of the issuer."},
	{HashOfNameAsText, "issuerNameHash is taken of the issuer's name as text."},
	{HashOfOtherAlgorithm, "The hashes are those of SHA512, and hashAlgorithm says SHA256."},
	{SerialInDecimal, "The serialNumber of hash data is decimal."},
	{SerialWithLeadingZero, "The serialNumber of hash data is written in whole bytes, with a leading zero where there is one."},
	{ListsFirstTypeOnly, "GetInstalledCertificateIds is answered with the certificates of the first type asked for."},
	{ListsFirstRootOnly, "GetInstalledCertificateIds is answered with the first certificate only."},
	{ListsMakerAsCSMS, "GetInstalledCertificateIds calls a ManufacturerRootCertificate a CSMSRootCertificate."},
	{ListsNothingUnasked, "GetInstalledCertificateIds without a certificateType is answered with NotFound."},
	{NothingListedAccepted, "GetInstalledCertificateIds is answered with Accepted where there is no certificate."},
	{NothingListedEmptyList, "GetInstalledCertificateIds is answered with NotFound and an empty list."},
	{NothingListedCallError, "GetInstalledCertificateIds is answered with a CALLERROR where there is no certificate."},
	{DeleteAcceptedNotDone, "DeleteCertificate is answered with Accepted, and the certificate stays."},
	{DeleteFails, "DeleteCertificate is answered with Failed, and the certificate stays."},
	{DeleteFindsNothing, "DeleteCertificate is answered with NotFound whatever is there."},
	{DeleteUnknownAccepted, "DeleteCertificate is answered with Accepted where there is no such certificate."},
	{DeleteUnknownFailed, "DeleteCertificate is answered with Failed where there is no such certificate."},
	{OwnCertificateDeleted, "DeleteCertificate deletes the station's own certificate."},
	{OwnCertificateCallError, "DeleteCertificate is answered with a CALLERROR where it is about the station's own certificate."},
	{SigningTriggerRejected, "A TriggerMessage for SignChargingStationCertificate is answered with Rejected."},
	{SigningTriggerUnknown, "A TriggerMessage for SignChargingStationCertificate is answered with NotImplemented."},
	{SigningNotRequested, "A TriggerMessage for SignChargingStationCertificate is answered with Accepted, and no SignCertificate follows."},
	{RequestWithoutLineEnds, "The PEM of a signing request has no line ends."},
	{RequestNotInPEM, "A signing request is in Base64 without the lines of PEM."},
	{RequestOfCertificateLabel, "The PEM of a signing request has the label CERTIFICATE."},
	{RequestWeakKey, "A signing request is for an RSA key of 1024 bits."},
	{RequestNotItsName, "A signing request has the CN of another station."},
	{RequestForgedSignature, "The signature of a signing request does not fit its key."},
	{RequestSameKey, "All signing requests of a life are for the same key."},
	{RequestForV2G, "SignCertificate has the certificateType V2GCertificate."},
	{SignedRefused, "CertificateSigned is answered with Rejected whatever the certificate is."},
	{SignedExpiredTaken, "CertificateSigned is accepted with a certificate that has expired."},
	{SignedForeignTaken, "CertificateSigned is accepted with a certificate of no root that the station has."},
	{SignedOtherKeyTaken, "CertificateSigned is accepted with a certificate of a key that the station does not have."},
	{SignedRefusalNotTold, "No SecurityEventNotification tells of a certificate in CertificateSigned that is not valid."},
	{SignedRefusalToldAsCSMS, "The SecurityEventNotification of a certificate in CertificateSigned that is not valid has the type InvalidCsmsCertificate."},
	{RejectedRequestRepeated, "A SignCertificate that is answered with Rejected is sent again after 250 ms, once."},
	{RequestRepeatedTooSoon, "A SignCertificate that no certificate follows is sent again after 250 ms."},
	{RequestWaitNotDoubled, "The wait for a signed certificate stays the same however often SignCertificate was sent."},
	{RequestNotRepeated, "A SignCertificate that no certificate follows is not sent again."},
	{RequestRepeatedForEver, "When the wait for a signed certificate is doubled no more, SignCertificate is sent again after each such wait."},
	{NewRootNeverUsed, "The certificate of the CSMS is held against the CSMS root that was there first, whatever was installed after it."},
	{OldRootNeverUsedAgain, "A CSMS root that another one has replaced is no fallback when the certificate of the CSMS is invalid by that."},
	{OldRootTrustedAsBefore, "A CSMS root that another one has replaced is trusted as before, beside that one, by whatever CSMS it is shown."},
	{OldRootKeptForGood, "A CSMS root that another one has replaced stays, although a connection was made by that."},
	{OldRootDroppedAtOnce, "A CSMS root that another one replaces is gone before a connection was made by that."},
	{OldRootDroppedByItsOwn, "A CSMS root that another one has replaced is gone with the next connection, also with one that it has made itself."},
	{OldCertificateGoesOn, "A new certificate of the station is accepted, and the old one goes on being shown."},
	{LongestCertificateUsed, "Of two certificates of the station the one is shown that is valid longest, and not the newest."},
	{RenewedWithoutReconnect, "A new certificate of the station is accepted, and the connection that the old one has made stays."},
}
