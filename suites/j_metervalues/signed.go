package j_metervalues

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const publicKeyPolicy = "OCPPCommCtrlr.PublicKeyWithSignedMeterValue"

// TC_J_04_CS receives signed clock-aligned meter values with the end of a transaction.
//
// The validations say should, where those of TC_J_03_CS say must: the sampled values that are configured for the end stand
// beside the aligned ones, and only those with Sample.Clock are judged. That they are there and signed is required (J01.FR.21);
// their intervals and measurands, which TC_J_03_CS requires, are a WARNING here.
var TC_J_04_CS = octt.Register(octt.Case{
	ID:    "TC_J_04_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(
			octt.Is(alignedEndInterval, func(c *octt.Configured) string { return wholeSeconds(c.AlignedTxEndedInterval) }),
			octt.IsIfImplemented(sendDuringIdle, "false"),
			octt.Is("AlignedDataCtrlr.SignReadings", "true")),
		octt.Known(publicKeyPolicy),
		measuring(alignedEndMeasurands),
		lasting(func(c *octt.Configured) time.Duration { return c.AlignedTxEndedInterval }),
		octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) { s.Reach(1, states.ParkingBayUnoccupied) },
	Post: func(s *octt.Scenario) {
		all := ofEnd(s)
		clock := all.of(ocpp201.ReadingContextSampleClock)
		s.Check(0, "There are meter values with the context Sample.Clock.", len(clock) > 0, true, "J01.FR.21", "E06.FR.11")
		s.Remark(0, "Their timestamps are one interval apart.", clock.irregular(rhythm{s.Configured.AlignedTxEndedInterval, true}, s.Timeouts.Deviation), none)
		s.Remark(0, "There is a sampledValue for every measurand of "+alignedEndMeasurands+".",
			words(clock.lacking(s.List(alignedEndMeasurands), s.Timeouts.Deviation)), none)
		signed(s, clock, "J01.FR.21")
		publicKeys(s, clock)
		everyReading(s, all)
	},
})

// TC_J_11_CS receives signed sampled meter values with the end of a transaction: what TC_J_10_CS receives, signed.
//
// SignReadings lets a meter sign no more than the values at start and end (part 2, SampledDataSignReadings), so that
// unsigned ones between are a WARNING.
var TC_J_11_CS = octt.Register(octt.Case{
	ID:    "TC_J_11_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(
			octt.Is(sampledEndInterval, sampledEnd),
			octt.Is("SampledDataCtrlr.SignReadings", "true")),
		octt.Known(publicKeyPolicy),
		measuring(sampledEndMeasurands),
		lasting(func(c *octt.Configured) time.Duration { return c.SampledTxEndedInterval }),
		octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) { s.Reach(1, states.ParkingBayUnoccupied) },
	Post: func(s *octt.Scenario) {
		all := ofEnd(s)
		sampled := all.keep(func(r reading) bool { return r.context() != ocpp201.ReadingContextSampleClock })
		sampledToTheEnd(s, sampled)
		between := ocpp201.ReadingContextSamplePeriodic
		signed(s, sampled.keep(func(r reading) bool { return r.context() != between }), "J02.FR.21")
		s.Remark(0, "Every register between start and end is signed.", words(sampled.of(between).unsigned()), none, "J02.FR.21")
		publicKeys(s, sampled)
	},
})

// signed judges that the meter has signed the readings. What must be signed is read as the energy registers, which are what
// is billed: J01.FR.21 and J02.FR.21 ask for signatures of components that support it, and meters sign nothing else. Where
// no register is configured, one signed value is asked for.
func signed(s *octt.Scenario, all readings, clause string) {
	s.Check(0, "signedMeterValue is not omitted of any register.", words(all.unsigned()), none, clause)
	s.Check(0, "There are signed meter values.", len(all.signatures()) > 0, true, clause)
	incomplete := none
	for _, signature := range all.signatures() {
		if data, err := base64.StdEncoding.DecodeString(signature.SignedMeterData); err != nil || len(data) == 0 {
			incomplete = "signedMeterData " + signature.SignedMeterData
		}
		if signature.SigningMethod == "" || signature.EncodingMethod == "" {
			incomplete = "no signingMethod or encodingMethod"
		}
	}
	s.Check(0, "signedMeterData is Base64, and signingMethod and encodingMethod say how it was made.", incomplete, none, clause)
}

func (all readings) signatures() []ocpp201.SignedMeterValue {
	var out []ocpp201.SignedMeterValue
	all.each(func(_ reading, sample ocpp201.SampledValue) {
		if sample.SignedMeterValue != nil {
			out = append(out, *sample.SignedMeterValue)
		}
	})
	return out
}

// unsigned names the energy registers without a signature, with their contexts.
func (all readings) unsigned() []string {
	var names []string
	all.each(func(r reading, sample ocpp201.SampledValue) {
		if strings.HasPrefix(string(sample.MeasurandOr()), "Energy.Active.Import") && sample.SignedMeterValue == nil {
			names = append(names, string(sample.MeasurandOr())+" of "+string(r.context()))
		}
	})
	return names
}

// publicKeys judges the publicKey of every signature: a key or "", as PublicKeyWithSignedMeterValue has it. With
// OncePerTransaction it may have come with any earlier message, of which rows have not taken all: none at all is a WARNING.
// A station without the variable is free.
func publicKeys(s *octt.Scenario, all readings) {
	var keys, empty, wrong, unreadable int
	began := inEvents(s, func(e ocpp201.TransactionEventRequest) bool { return !isEnd(e) })
	for _, signature := range slices.Concat(began, all).signatures() {
		switch der, err := base64.StdEncoding.DecodeString(signature.PublicKey); {
		case signature.PublicKey == "":
			empty++
		case err != nil:
			wrong++
		case !isKey(der):
			unreadable++
		default:
			keys++
		}
	}
	s.Check(0, `Every publicKey is "" or a key in Base64.`, wrong, 0)
	s.Remark(0, "Every publicKey is one that the bench can read.", unreadable, 0)
	switch policy := s.Variable(publicKeyPolicy); policy {
	case "EveryMeterValue":
		s.Check(0, "Every publicKey is given, by EveryMeterValue.", empty, 0)
	case "Never":
		s.Check(0, `Every publicKey is "", by Never.`, keys+wrong+unreadable, 0)
	case "OncePerTransaction":
		s.Remark(0, "One message of the transaction has a publicKey, by OncePerTransaction.", keys+unreadable, 1)
	}
}

// isKey tells whether this is a public key as meters give it: in DER, in PEM, or as the text of DER in hex, which the Open
// Charge Alliance's notation puts "oca:base16:asn1:" before.
func isKey(data []byte) bool {
	if block, _ := pem.Decode(data); block != nil {
		data = block.Bytes
	}
	if der, err := hex.DecodeString(strings.TrimPrefix(string(data), "oca:base16:asn1:")); err == nil {
		data = der
	}
	_, err := x509.ParsePKIXPublicKey(data)
	return err == nil
}
