package meters

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Values of OCPPCommCtrlr.PublicKeyWithSignedMeterValue.
const (
	keyNever = "Never"
	keyOnce  = "OncePerTransaction"
	keyEvery = "EveryMeterValue"
)

// How the simulated fiscal meter signs: the Open Charge Metering Format with its most common algorithm.
const (
	signingMethod  = "ECDSA-secp256r1-SHA256"
	encodingMethod = "OCMF"
)

// meterKey is the key of every simulated meter. It proves nothing about anybody, and is the same in every run.
var meterKey = func() *ecdsa.PrivateKey {
	seed := sha256.Sum256([]byte("the simulated fiscal meter of the reference station"))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		panic(fmt.Sprintf("station: the meter's key: %v", err))
	}
	return key
}()

// Signs tells whether sampled values of a component are to be signed (part 2, SignReadings).
func (ms *Meters) Signs(component string) bool {
	return ms.product.Capabilities.SignedMeterValues && ms.model.Boolean(component, "SignReadings")
}

// sign adds the meter's signature to the energy registers among the values of a reading; it signs nothing else.
func (ms *Meters) sign(evse int, values []ocpp201.SampledValue, at time.Time) {
	for i := range values {
		if m := values[i].Measurand; m == nil || *m != ocpp201.MeasurandEnergyActiveImportRegister {
			continue
		}
		values[i].SignedMeterValue = ms.Decide.Signature(evse, values[i].Value, at)
	}
}

func (ms *Meters) signature(evse int, wattHours float64, at time.Time) *ocpp201.SignedMeterValue {
	return &ocpp201.SignedMeterValue{
		SignedMeterData: base64.StdEncoding.EncodeToString(ocmf(wattHours, at)),
		SigningMethod:   signingMethod, EncodingMethod: encodingMethod, PublicKey: ms.publicKey(evse),
	}
}

// ocmf is a reading in the Open Charge Metering Format, signed.
func ocmf(wattHours float64, at time.Time) []byte {
	reading := fmt.Sprintf(`{"FV":"1.0","GI":"certbench","RD":[{"TM":%q,"RV":%g,"RU":"Wh","ST":"G"}]}`, at.UTC().Format("2006-01-02T15:04:05,000-0700 S"), wattHours)
	digest := sha256.Sum256([]byte(reading))
	signature, err := meterKey.Sign(nil, digest[:], crypto.SHA256) // deterministic (RFC 6979)
	if err != nil {
		panic(fmt.Sprintf("station: signing a reading: %v", err))
	}
	return []byte("OCMF|" + reading + `|{"SA":"` + signingMethod + `","SD":"` + hex.EncodeToString(signature) + `"}`)
}

// publicKey is the meter's key as the CSMS wants it with a signed Value: with each, once in a transaction, or never (part 2,
// PublicKeyWithSignedMeterValue: the field is required and then empty).
func (ms *Meters) publicKey(evse int) string {
	switch ms.model.Controller("OCPPCommCtrlr", "PublicKeyWithSignedMeterValue", "").Read() {
	case keyNever:
		return ""
	case keyOnce:
		if !ms.Hooks.KeyDue(evse) {
			return ""
		}
	}
	der, err := x509.MarshalPKIXPublicKey(&meterKey.PublicKey)
	if err != nil {
		panic(fmt.Sprintf("station: the meter's public key: %v", err))
	}
	return base64.StdEncoding.EncodeToString(der)
}
