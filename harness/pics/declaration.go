package pics

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Declaration is one PICS file. It is read-only after Read.
type Declaration struct {
	Version        Version // the list of items that it answers; empty where the file names none
	Product        Product
	Certificate    *Certificate // nil for a product that has none yet
	Profiles       map[Profile]Answer
	Features       map[Feature]Value // every answered item: features, hardware, questions and settings
	Connectors     []Connector
	Measurands     Measurands // C-40
	CipherSuites   []string   // C-41, as the TLS registry names them
	TimeSources    []string   // C-23
	VendorSettings []VendorSetting
	KPILimits      KPILimits
	KPILink        string // the communication technology that the KPIs are measured over, one of HFS-9

	source []byte
	lines  map[string]int // feature ids, sections and "connectors[0]": the line they stand on; a choice stands where its first option does
}

// Product identifies what is tested. Subtypes is nil when the file does not declare it, and empty for none.
type Product struct {
	Vendor, Designation, Model, Type string
	Subtypes                         []Subtype
	Firmware                         string
	ConfigID                         string
	FirmwareHash                     string // SHA-256 of the firmware image, as the laboratory recorded it
}

// Certificate is what the Open Charge Alliance certified, so that a report can be laid beside it.
type Certificate struct {
	Number, Holder, Date string // Date as YYYY-MM-DD
	Specification        string
	Laboratory           Laboratory
	Results              map[Profile]string // "Pass" or "Not Tested"
	Measured             map[KPI]Measurement
}

// Laboratory names the test laboratory, its report and the tool it tested with.
type Laboratory struct {
	Company, Location, Report string
	Performed                 string // day of the conformance test, YYYY-MM-DD
	Document                  string // the signed PICS document
	OCTTRelease, OCTTInstance string
}

// Connector is one row of the hardware feature set's connector table.
type Connector struct {
	EVSE, ID  int
	Current   string // AC or DC
	Phases    int    // 1 to 3; 0 for DC
	Type      string // a ConnectorEnumType such as cType2, or the maker's own word
	CableType string // Fixed Cable, Detachable Cable or None
}

// IsFixed tells whether the connector is at the end of a fixed cable.
func (c Connector) IsFixed() bool { return c.CableType == fixedCable }

// VendorSetting is a setting outside the standard that the product was tested with.
type VendorSetting struct{ Name, Value, Description string }

// Measurands are the five lists of C-40.
type Measurands struct{ TxStarted, TxUpdated, TxEnded, Aligned, AlignedTxEnded MeasurandSet }

// MeasurandSet is one list of C-40: what the laboratory tested and what the vendor says is supported.
type MeasurandSet struct{ Tested, Supported []string }

// KPI is a key performance indicator of the certificate, by its key in the file.
type KPI string

const (
	KPIResponse    KPI = "response"    // OCPP response time
	KPITriggered   KPI = "triggered"   // OCPP triggered function response time
	KPIRemoteStart KPI = "remoteStart" // RequestStartTransactionRequest to its TransactionEventRequest
	KPIRemoteStop  KPI = "remoteStop"  // RequestStopTransactionRequest to its TransactionEventRequest
)

// KPIs returns the indicators in the order of the certificate.
func KPIs() []KPI { return []KPI{KPIResponse, KPITriggered, KPIRemoteStart, KPIRemoteStop} }

// Title is the indicator's name on the certificate.
func (k KPI) Title() string {
	return map[KPI]string{
		KPIResponse:    "OCPP response time",
		KPITriggered:   "OCPP triggered function response time",
		KPIRemoteStart: "Transaction authorization time by RequestStartTransactionRequest",
		KPIRemoteStop:  "Transaction authorization end time by RequestStopTransactionRequest",
	}[k]
}

// KPILimits are the maximum values that the vendor declares. A missing key is undeclared.
type KPILimits map[KPI]time.Duration

// Measurement is what a laboratory measured for one indicator; all zero and not Measurable when it could not.
type Measurement struct {
	Measurable        bool
	Min, Max, Average time.Duration
}

// Value is the answer to one item, in the field that its Kind names.
type Value struct {
	Kind       Kind
	Yes        bool         // Boolean
	Items      []string     // List
	Measurands MeasurandSet // MeasurandLists
	Number     int          // Number
	Text       string       // Text
}

// Words say a value as a PICS does; of measurands, those that are supported.
func (v Value) Words() string {
	switch v.Kind {
	case Number:
		return fmt.Sprint(v.Number)
	case Text:
		return v.Text
	case List:
		if len(v.Items) > 0 {
			return strings.Join(v.Items, ", ")
		}
	case MeasurandLists:
		return strings.Join(v.Measurands.Supported, ", ")
	}
	return v.Answer().String()
}

// Answer reduces a value to yes or no: a list is yes when it names anything, a number when it is above zero, a text
// unless it is "None".
func (v Value) Answer() Answer {
	switch v.Kind {
	case List:
		return answerOf(len(v.Items) > 0)
	case MeasurandLists:
		return answerOf(len(v.Measurands.Supported) > 0)
	case Number:
		return answerOf(v.Number > 0)
	case Text:
		return answerOf(v.Text != "None")
	default:
		return answerOf(v.Yes)
	}
}

// Answer says whether an item is supported. A choice is yes when one of its options is, and undeclared as long as an
// unanswered option could still make it so.
func (d *Declaration) Answer(f Feature) Answer {
	if options := Options(f); options != nil {
		answers := make([]Answer, len(options))
		for i, option := range options {
			answers[i] = d.Answer(option)
		}
		return or(answers...)
	}
	v, ok := d.Features[f]
	if !ok {
		v, ok = d.Features[heirs[f]]
	}
	if !ok {
		return Undeclared
	}
	return v.Answer()
}

// Number returns the value of an item of kind Number, and false when it is undeclared.
func (d *Declaration) Number(f Feature) (int, bool) {
	v, ok := d.Features[f]
	return v.Number, ok && v.Kind == Number
}

// Items returns the value of an item of kind List; nil when it is undeclared or none.
func (d *Declaration) Items(f Feature) []string { return slices.Clone(d.Features[f].Items) }

// EVSEs returns the number of EVSEs (HFS-8), or what the connector table shows when HFS-8 is undeclared.
func (d *Declaration) EVSEs() int {
	if n, ok := d.Number(HFS_8); ok {
		return n
	}
	return len(d.evseIDs())
}

// evseIDs returns the EVSE ids of the connector table, sorted, each once.
func (d *Declaration) evseIDs() []int {
	var ids []int
	for _, c := range d.Connectors {
		ids = append(ids, c.EVSE)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Line is where an item or a section stands in the file; that of its section where it is not answered, and 1 without that.
func (d *Declaration) Line(id string) int {
	if n, there := d.lines[id]; there {
		return n
	}
	if info, is := d.Version.Info(Feature(id)); is && d.lines[info.Section()] > 0 {
		return d.lines[info.Section()]
	}
	return 1
}

// Source returns the bytes that were read.
func (d *Declaration) Source() []byte { return slices.Clone(d.source) }

// Hash returns the SHA-256 of the bytes that were read, in hexadecimal.
func (d *Declaration) Hash() string {
	sum := sha256.Sum256(d.source)
	return hex.EncodeToString(sum[:])
}
