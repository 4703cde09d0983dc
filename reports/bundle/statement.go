package bundle

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	testresult "github.com/in-toto/attestation/go/predicates/test_result/v0"
	intoto "github.com/in-toto/attestation/go/v1"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// PredicateType is what a bundle says of a run: the predicate "test result" of in-toto.
const PredicateType = "https://in-toto.io/attestation/test-result/v0.1"

// A statement is an in-toto statement (spec v1) with a test result. Other verifiers read it too.
type statement struct {
	Type          string       `json:"_type"`
	Subject       []descriptor `json:"subject"`
	PredicateType string       `json:"predicateType"`
	Predicate     testResult   `json:"predicate"`
}

// descriptor is a ResourceDescriptor: a file, or something else with a hash.
type descriptor struct {
	Name        string            `json:"name"`
	Digest      map[string]string `json:"digest,omitempty"`
	Annotations *packed           `json:"annotations,omitempty"` // of a subject
}

// packed is what the archive holds of a file.
type packed struct {
	Size         int64  `json:"size"`         // of the file, in bytes
	PackedSize   int64  `json:"packedSize"`   // of what the archive holds of it
	PackedSHA256 string `json:"packedSha256"` // of that, in hexadecimal
}

// testResult is the predicate (spec/predicates/test-result.md). Facts is an extension as its parsing rules have it: a field named by a
// URI, which other readers leave alone.
type testResult struct {
	Result        string       `json:"result"`
	Configuration []descriptor `json:"configuration"`
	Passed        []string     `json:"passedTests"`
	Warned        []string     `json:"warnedTests"`
	Failed        []string     `json:"failedTests"`
	Facts         Facts        `json:"https://github.com/certbench/certbench/bundle/v1"`
}

// Facts are what a bundle says of its run beside what a test result has a place for.
type Facts struct {
	Product   string             `json:"product"`   // product designation of the PICS
	Stations  []evidence.Station `json:"stations"`  // what each has told of itself
	Run       string             `json:"run"`       // its id
	Started   time.Time          `json:"started"`   // of the first record
	Ended     time.Time          `json:"ended"`     // of the last one
	Cut       bool               `json:"cut"`       // the run was cut off before its end
	Verdict   evidence.Verdict   `json:"verdict"`   // as run.json has it
	Reason    string             `json:"reason"`    // of the verdict
	Certbench string             `json:"certbench"` // that has played
	BundledBy string             `json:"bundledBy"` // the certbench that has made the documents and the bundle
	Records   int                `json:"records"`   // of the evidence
	Head      string             `json:"head"`      // hash of the last one
}

// The results of the predicate.
const (
	resultPassed = "PASSED"
	resultWarned = "WARNED"
	resultFailed = "FAILED"
)

// resultOf is the verdict of a run in the words of the predicate. Passed is only a run that played every applicable case. One in which
// nothing failed and not all was played is warned of: it did not fail, and proves too little. Whatever is neither has failed to pass.
func resultOf(v evidence.Verdict) string {
	switch v {
	case evidence.Pass:
		return resultPassed
	case evidence.Warning, reports.Incomplete:
		return resultWarned
	}
	return resultFailed
}

// stateOf makes the statement of a run without its subjects.
func stateOf(s *reports.Source, by string) statement {
	stands := s.Stands()
	result := testResult{Result: resultOf(stands.Headline), Configuration: configuration(s), Passed: []string{}, Warned: []string{}, Failed: []string{},
		Facts: Facts{Product: s.Run.Started.Product, Stations: append([]evidence.Station{}, s.Run.Stations...), Run: s.Run.Started.ID, Started: s.Run.StartedAt, Ended: s.Run.EndedAt, Cut: s.Run.Cut,
			Verdict: stands.Headline, Reason: stands.Reason, Certbench: s.Run.Started.Certbench, BundledBy: by, Records: s.Run.Count, Head: s.Head}}
	for _, t := range s.Tests() {
		switch t.Verdict {
		case evidence.Pass:
			result.Passed = append(result.Passed, t.Name)
		case evidence.Warning:
			result.Warned = append(result.Warned, t.Name)
		case evidence.NotRun, evidence.NotApplicable:
		default:
			result.Failed = append(result.Failed, t.Name)
		}
	}
	return statement{Type: intoto.StatementTypeUri, PredicateType: PredicateType, Predicate: result}
}

// configuration is what the run was made with: the files that it keeps, the schemas, and the firmware images.
func configuration(s *reports.Source) []descriptor {
	var all []descriptor
	for _, input := range s.Inputs() {
		all = append(all, hashed(input.Name, input.SHA256))
	}
	if run := s.Run.Started; run.Schemas != "" {
		all = append(all, hashed(run.Schemas, run.SchemaHash))
	}
	for _, i := range s.Run.Started.Firmware {
		all = append(all, hashed(i.File, i.SHA256))
	}
	return all
}

// hashed describes what has a SHA-256; what has none that is one, is named alone.
func hashed(name, sha256 string) descriptor {
	d := descriptor{Name: name}
	if sum, err := hex.DecodeString(sha256); err == nil && len(sum) == 32 {
		d.Digest = map[string]string{"sha256": sha256}
	}
	return d
}

// encode is the payload of the envelope.
func (s statement) encode() ([]byte, error) { return json.Marshal(s) }

// readStatement reads a payload. It must be what every verifier of in-toto takes, and a test result of certbench. The error says in
// a sentence what it is instead.
func readStatement(payload []byte) (statement, error) {
	var general intoto.Statement
	lenient := protojson.UnmarshalOptions{DiscardUnknown: true}
	if err := lenient.Unmarshal(payload, &general); err != nil {
		return statement{}, fmt.Errorf("it holds no in-toto statement (%s)", oneLine(err))
	}
	if err := general.Validate(); err != nil {
		return statement{}, fmt.Errorf("it holds no in-toto statement (v1) that is whole: %s", oneLine(err))
	}
	if general.PredicateType != PredicateType {
		return statement{}, fmt.Errorf("its statement is a %q, and that of a bundle is a %q", general.PredicateType, PredicateType)
	}
	predicate, err := general.Predicate.MarshalJSON()
	if err == nil {
		err = lenient.Unmarshal(predicate, new(testresult.TestResult))
	}
	if err != nil {
		return statement{}, fmt.Errorf("its statement is no test result (%s)", oneLine(err))
	}
	var s statement
	if err := json.Unmarshal(payload, &s); err != nil {
		return statement{}, fmt.Errorf("its statement is not of certbench (%s)", oneLine(err))
	}
	if s.Predicate.Facts.BundledBy == "" {
		return statement{}, fmt.Errorf("its statement is a test result, but not of certbench: it says nothing of a run")
	}
	return s, s.check()
}

// check requires of each subject what is needed to lay the archive out.
func (s statement) check() error {
	var files, held int64
	seen, folders := map[string]bool{}, map[string]bool{}
	for _, subject := range s.Subject {
		p := subject.Annotations
		switch {
		case !fits(subject.Name):
			return fmt.Errorf("its statement has a file %q, which has no place in a bundle", subject.Name)
		case seen[subject.Name]:
			return fmt.Errorf("its statement has %s twice", subject.Name)
		case p == nil || p.PackedSHA256 == "" || p.Size < 0 || p.PackedSize < 0 || p.Size > MostBytes || p.PackedSize > MostBytes:
			return fmt.Errorf("its statement does not say what the archive holds of %s", subject.Name)
		}
		seen[subject.Name] = true
		for folder := path.Dir(subject.Name); folder != "."; folder = path.Dir(folder) {
			folders[folder] = true
		}
		files, held = files+p.Size, held+p.PackedSize
		if files > MostBytes || held > MostBytes {
			return fmt.Errorf("its statement has more than %d bytes of files, and no bundle has", int64(MostBytes))
		}
	}
	for folder := range folders {
		if seen[folder] {
			return fmt.Errorf("its statement has %s as a file and as a folder", folder)
		}
	}
	return nil
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
