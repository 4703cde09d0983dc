package station_test

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// fiscal is a station whose meter signs.
func fiscal(c *station.Config) {
	c.Capabilities.SignedMeterValues = true
	c.Capabilities.TxStartPoint = []string{"DataSigned", "EVConnected"}
	with(map[string]string{
		"TxCtrlr.TxStartPoint": "DataSigned", "TxCtrlr.TxStopPoint": "EVConnected", "SampledDataCtrlr.SignReadings": "true",
		"SampledDataCtrlr.TxUpdatedInterval": "10",
	})(c)
}

func TestASignedMeterValueStartsATransaction(t *testing.T) { // E01.FR.04
	bubble(t, fiscal, func(r *rig) {
		r.plugIn()
		r.expectEvents()
		r.present("CARD")
		r.expectEvents("Started SignedDataReceived EVConnected", "Updated ChargingStateChanged Charging")
		if e := r.events()[0]; e.IDToken == nil || e.EVSE == nil {
			t.Errorf("expected idToken and evse in the first event, got %+v", e)
		}
	})
}

func TestWithoutSignReadingsNothingIsSigned(t *testing.T) {
	bubble(t, fiscal, func(r *rig) {
		r.setVariable("SampledDataCtrlr.SignReadings", "false")
		r.plugIn()
		r.present("CARD")
		r.expectEvents()
		if got := signedValues(r.events()); len(got) != 0 {
			t.Errorf("expected no signed values, got %d", len(got))
		}
	})
}

// signedValues are the signatures of all events, in their order.
func signedValues(events []ocpp201.TransactionEventRequest) []ocpp201.SignedMeterValue {
	var out []ocpp201.SignedMeterValue
	for _, e := range events {
		for _, m := range e.MeterValue {
			for _, v := range m.SampledValue {
				if v.SignedMeterValue != nil {
					out = append(out, *v.SignedMeterValue)
				}
			}
		}
	}
	return out
}

func TestThePublicKeyComesAsOftenAsTheCSMSWantsIt(t *testing.T) {
	for policy, want := range map[string]int{"Never": 0, "OncePerTransaction": 1, "EveryMeterValue": 3} {
		bubble(t, fiscal, func(r *rig) {
			r.setVariable("OCPPCommCtrlr.PublicKeyWithSignedMeterValue", policy)
			r.plugIn()
			r.present("CARD")
			r.pass(25 * time.Second)
			signed := signedValues(r.events())
			if len(signed) != 3 {
				t.Fatalf("expected 3 signed values, one at the beginning and two periodic ones, got %d", len(signed))
			}
			keys := 0
			for _, s := range signed {
				if s.PublicKey != "" {
					keys++
				}
			}
			if keys != want || want > 0 && signed[0].PublicKey == "" {
				t.Errorf("%s: expected %d public keys, the first with the first value, got %d", policy, want, keys)
			}
		})
	}
}

func TestASignatureCanBeVerified(t *testing.T) {
	bubble(t, fiscal, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		signed := signedValues(r.events())[0]
		der, err := base64.StdEncoding.DecodeString(signed.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		key, err := x509.ParsePKIXPublicKey(der)
		if err != nil {
			t.Fatal(err)
		}
		data, err := base64.StdEncoding.DecodeString(signed.SignedMeterData)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(string(data), "|")
		if len(parts) != 3 || parts[0] != "OCMF" {
			t.Fatalf("expected OCMF with a reading and a signature, got %s", data)
		}
		var signature struct{ SD string }
		if err := json.Unmarshal([]byte(parts[2]), &signature); err != nil {
			t.Fatal(err)
		}
		raw, err := hex.DecodeString(signature.SD)
		if err != nil {
			t.Fatal(err)
		}
		digest := sha256.Sum256([]byte(parts[1]))
		if !ecdsa.VerifyASN1(key.(*ecdsa.PublicKey), digest[:], raw) {
			t.Errorf("expected the signature of %s to verify", parts[1])
		}
	})
}

// signedScenarios show the defects of a meter that signs.
var signedScenarios = []scenario{
	{"a transaction that begins with signed data", nil, func(r *rig) {
		r.in()
		r.show("CARD")
		r.pass(15 * time.Second)
		r.out()
	}},
}
