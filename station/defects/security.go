package defects

// The defects of TLS, certificates of the CSMS, passwords, and network connection profiles (A00, A01, A05, B09, B10).
//
// One that real stacks have is none by the documents: to know the CSMS by the commonName of its certificate. Its FQDN is to be that
// (part 2, A00.FR.510), and what TC_A_05_CS shows for invalid is a certificate with another commonName (errata 2025-09, section 6.2.3).
const (
	OneSuiteOfAPair                  Defect = "one-suite-of-a-pair"
	OldTLSAccepted                   Defect = "old-tls-accepted"
	ExpiredCSMSAccepted              Defect = "expired-csms-accepted"
	FutureCSMSAccepted               Defect = "future-csms-accepted"
	UnknownRootAccepted              Defect = "unknown-root-accepted"
	OtherHostAccepted                Defect = "other-host-accepted"
	WildcardAccepted                 Defect = "wildcard-accepted"
	InvalidCSMSNotTold               Defect = "invalid-csms-not-told"
	InvalidCSMSToldOncePerBoot       Defect = "invalid-csms-told-once-per-boot"
	InvalidCSMSWrongType             Defect = "invalid-csms-wrong-type"
	ClientCertificateMissing         Defect = "client-certificate-missing"
	ClientCertificateOtherName       Defect = "client-certificate-other-name"
	ClientCertificateWeakKey         Defect = "client-certificate-weak-key"
	PasswordAnswerLost               Defect = "password-answer-lost"
	PasswordRefused                  Defect = "password-refused"
	PasswordNotUsed                  Defect = "password-not-used"
	PasswordWithoutReconnect         Defect = "password-without-reconnect"
	ShortPasswordAccepted            Defect = "short-password-accepted"
	RefusedPasswordUsed              Defect = "refused-password-used"
	UpgradeWithoutCertificateAllowed Defect = "upgrade-without-certificate-allowed"
	PriorityAnswerMissing            Defect = "priority-answer-missing"
	UpgradeAsRebootRequired          Defect = "upgrade-as-reboot-required"
	DowngradeAccepted                Defect = "downgrade-accepted"
	DowngradeFailed                  Defect = "downgrade-failed"
	UnknownSlotAccepted              Defect = "unknown-slot-accepted"
	UnknownSlotFailed                Defect = "unknown-slot-failed"
	NetworkProfileRefused            Defect = "network-profile-refused"
	PriorityRefused                  Defect = "priority-refused"
	PriorityIgnored                  Defect = "priority-ignored"
	OneAttemptPerProfile             Defect = "one-attempt-per-profile"
	AttemptsNeverEnd                 Defect = "attempts-never-end"
	UpgradeRefused                   Defect = "upgrade-refused"
	UpgradeNotNoted                  Defect = "upgrade-not-noted"
	UpgradeLeavesLowerSlots          Defect = "upgrade-leaves-lower-slots"
	UpgradeIsUndone                  Defect = "upgrade-is-undone"
)

var ofSecurity = []Info{
	{OneSuiteOfAPair, "Of the cipher suites of TLS 1.2 that part 2 asks for the station offers those with AES 128 only."},
	{OldTLSAccepted, "The station goes on with a CSMS that answers with TLS 1.1."},
	{ExpiredCSMSAccepted, "A certificate of the CSMS is accepted that has expired, as by a station whose clock is not set."},
	{FutureCSMSAccepted, "A certificate of the CSMS is accepted that is not valid yet."},
	{UnknownRootAccepted, "A certificate of the CSMS is accepted whatever root it leads to."},
	{OtherHostAccepted, "A certificate of the CSMS is accepted whatever host it is for."},
	{WildcardAccepted, "A certificate of the CSMS is accepted that has a wildcard for the host's name."},
	{InvalidCSMSNotTold, "No SecurityEventNotification tells that the certificate of the CSMS was invalid."},
	{InvalidCSMSToldOncePerBoot, "The SecurityEventNotification that the certificate of the CSMS was invalid is only sent for the first refusal after a boot."},
	{InvalidCSMSWrongType, "The SecurityEventNotification that the certificate of the CSMS was invalid has the type InvalidTLSVersion."},
	{ClientCertificateMissing, "In security profile 3 the station shows no certificate."},
	{ClientCertificateOtherName, "The commonName of the station's certificate is its identity instead of its serial number."},
	{ClientCertificateWeakKey, "The key of the station's certificate is RSA with 1024 bits."},
	{PasswordAnswerLost, "A SetVariables for BasicAuthPassword is not answered: the station disconnects before."},
	{PasswordRefused, "A SetVariables for BasicAuthPassword is answered with Rejected whatever the value is."},
	{PasswordNotUsed, "A new BasicAuthPassword is accepted, and the station connects with the old one."},
	{PasswordWithoutReconnect, "A new BasicAuthPassword is accepted, and the station stays connected with the old one."},
	{ShortPasswordAccepted, "A BasicAuthPassword of fewer than 16 characters is accepted."},
	{RefusedPasswordUsed, "A BasicAuthPassword that was answered with Rejected is used for the next connection."},
	{UpgradeWithoutCertificateAllowed, "A NetworkConfigurationPriority with a higher security profile is accepted without the certificates for it."},
	{PriorityAnswerMissing, "A NetworkConfigurationPriority that cannot be taken is answered with a CALLERROR."},
	{UpgradeAsRebootRequired, "A NetworkConfigurationPriority that cannot be taken is answered with RebootRequired."},
	{DowngradeAccepted, "A network connection profile with a lower security profile is accepted."},
	{DowngradeFailed, "A network connection profile with a lower security profile is answered with Failed."},
	{UnknownSlotAccepted, "A network connection profile for a slot that the station has not is accepted."},
	{UnknownSlotFailed, "A network connection profile for a slot that the station has not is answered with Failed."},
	{NetworkProfileRefused, "Every SetNetworkProfile is answered with Rejected."},
	{PriorityRefused, "Every SetVariables for NetworkConfigurationPriority is answered with Rejected."},
	{PriorityIgnored, "After a reboot the station connects with the profile that it had before, whatever NetworkConfigurationPriority is."},
	{OneAttemptPerProfile, "The station turns to the next network connection profile after one attempt."},
	{AttemptsNeverEnd, "The station never turns to another network connection profile than the first of NetworkConfigurationPriority."},
	{UpgradeRefused, "A NetworkConfigurationPriority with a higher security profile is answered with Rejected although nothing is missing for it."},
	{UpgradeNotNoted, "SecurityProfile stays as it was when the station has connected in a higher security profile."},
	{UpgradeLeavesLowerSlots, "NetworkConfigurationPriority keeps the slots of a lower security profile when the station has connected in a higher one."},
	{UpgradeIsUndone, "A station that cannot connect any more in its higher security profile connects in the lower one again, of which NetworkConfigurationPriority does not tell."},
}
