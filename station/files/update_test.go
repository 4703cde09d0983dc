package files

import (
	"testing"
	"time"

	"github.com/certbench/certbench/station/kernel"
)

func TestASigningCertificateOfAnotherTimeIsRefused(t *testing.T) {
	now := Files{kernel: &kernel.Kernel{}}
	now.kernel.SetClock(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
	if err := now.checkSigningCertificate(new(signing)); err != nil {
		t.Errorf("expected a valid certificate in 2026, got %v", err)
	}
	later := Files{kernel: &kernel.Kernel{}}
	later.kernel.SetClock(time.Until(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)))
	if err := later.checkSigningCertificate(new(signing)); err == nil {
		t.Error("expected a certificate that is refused in 2100, got a valid one")
	}
}

// signing is a certificate of 1990 to 2099 that signs itself.
const signing = `-----BEGIN CERTIFICATE-----
MIIBbjCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAvMRIwEAYDVQQKEwljZXJ0YmVu
Y2gxGTAXBgNVBAMTEGZpcm13YXJlIHNpZ25pbmcwIBcNOTAwMTAxMDAwMDAwWhgP
MjA5OTEyMzEyMzU5NTlaMC8xEjAQBgNVBAoTCWNlcnRiZW5jaDEZMBcGA1UEAxMQ
ZmlybXdhcmUgc2lnbmluZzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBWa/Aj1
22ouVCy3xbptnU/82SrCfziXok3ejXZjRbbrpdV7wFBmSWmpEBPe4Rk3XoIucPaX
kSpwj2Jptc/5zuyjIDAeMA4GA1UdDwEB/wQEAwIHgDAMBgNVHRMBAf8EAjAAMAoG
CCqGSM49BAMCA0cAMEQCIAszLTc+8HZKVmAq+b25Ej0gscu4h+2r0yUxzt0ap7Oe
AiA3hiEQ2jLnj9glTjUTQKETITt93fI4m5kR3QK+qQiwWw==
-----END CERTIFICATE-----
`
