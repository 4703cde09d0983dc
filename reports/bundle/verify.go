package bundle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// Proof is what verifying a bundle came to.
type Proof struct {
	Facts    Facts    `json:"facts"`    // what the bundle says of the run; of one that was altered, nothing that can be relied on
	Result   string   `json:"result"`   // PASSED, WARNED or FAILED, as in-toto has it
	Files    int      `json:"files"`    // that it proves
	Key      string   `json:"key"`      // fingerprint of the key that the bundle names
	Signed   bool     `json:"signed"`   // by the key that was given
	Problems []string `json:"problems"` // what was altered, is missing or was added, in sentences that name it
	Unproven []string `json:"unproven"` // what can neither be proved nor be called altered
}

// Unaltered tells that nothing is wrong with the bundle.
func (p *Proof) Unaltered() bool { return len(p.Problems) == 0 }

func (p *Proof) problem(format string, args ...any) {
	p.Problems = append(p.Problems, fmt.Sprintf(format, args...))
}

// Verify proves a bundle: that a key has signed it, that no byte of it was altered and no file is missing or added, that the evidence in it is
// whole, and that its documents and the statement are what the evidence makes. by is the version of this certbench: what another has made is
// not compared, for the signature vouches for it. A nil key proves all but who has signed. An error tells of trouble in reading the file, or in
// unpacking it beside, or that the context has ended: then nothing is proved, and what was unpacked is removed.
func Verify(ctx context.Context, file, by string, key *Key) (*Proof, error) {
	archive, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	info, err := archive.Stat()
	if err != nil {
		return nil, errors.Join(err, archive.Close())
	}
	p, err := verify(ctx, archive, info.Size(), by, key)
	return p, errors.Join(err, archive.Close())
}

func verify(ctx context.Context, archive io.ReaderAt, size int64, by string, key *Key) (*Proof, error) {
	p := &Proof{Problems: []string{}, Unproven: []string{}}
	err := p.verify(ctx, attendedAt{ctx, archive}, size, by, key)
	if ended := ctx.Err(); ended != nil {
		return nil, ended // what could not be read any more says nothing of the bundle
	}
	return p, err
}

func (p *Proof) verify(ctx context.Context, archive io.ReaderAt, size int64, by string, key *Key) error {
	line, err := readEnvelope(archive, size)
	if err != nil {
		return err
	}
	envelope, err := unseal(line)
	if err != nil {
		if line == nil {
			err = errors.New("it is not where a bundle begins")
		}
		p.problem("%s was altered, or this is no bundle of certbench: %v.", AttestationName, err)
		return nil
	}
	st, ok := p.envelope(ctx, envelope, key)
	if !ok {
		return nil
	}
	folder, err := os.MkdirTemp("", "certbench-bundle-")
	if err != nil {
		return err
	}
	return errors.Join(p.files(ctx, archive, size, line, folder, st, envelope.payload, by), os.RemoveAll(folder))
}

// files proves the files, which it unpacks into a folder, and what they say.
func (p *Proof) files(ctx context.Context, archive io.ReaderAt, size int64, line []byte, folder string, st statement, payload []byte, by string) error {
	into, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	problems, err := walkThrough(archive, size, line, st, into)
	p.Problems = append(p.Problems, problems...)
	if err := errors.Join(err, into.Close()); err != nil || len(p.Problems) > 0 {
		return err
	}
	_, err = reports.Interruptible(ctx, func() (struct{}, error) { return struct{}{}, p.inside(folder, st, payload, by) })
	return err
}

// envelope proves the signature, and reads the statement. What nobody has signed is not read any further where a key was given.
func (p *Proof) envelope(ctx context.Context, e sealed, key *Key) (statement, bool) {
	p.Key = e.envelope.Signatures[0].KeyID
	if key != nil {
		if err := e.signedBy(ctx, key); err != nil {
			p.problem("%s was altered, or signed by somebody else: %v.", AttestationName, err)
			return statement{}, false
		}
		p.Signed = true
	}
	st, err := readStatement(e.payload)
	if err != nil {
		p.problem("%s is not that of a bundle: %v.", AttestationName, err)
		return statement{}, false
	}
	p.Facts, p.Result, p.Files = st.Predicate.Facts, st.Predicate.Result, len(st.Subject)
	return st, true
}

// inside proves what the files of a bundle say: the chain of the evidence, what the run was made with, the documents, and the statement.
func (p *Proof) inside(folder string, st statement, payload []byte, by string) error {
	if !slices.ContainsFunc(st.Subject, func(d descriptor) bool { return path.Base(d.Name) == evidence.FileName }) {
		p.problem("%s is missing: the bundle proves nothing of a run.", evidence.FileName)
		return nil
	}
	return p.run(folder, st, payload, by)
}

func (p *Proof) run(folder string, st statement, payload []byte, by string) error {
	s, err := reports.Load(folder)
	if err != nil {
		return err
	}
	if s.Tampered() {
		for _, sentence := range append(s.Wrong(), s.Exchanged...) {
			p.problem("The run was altered before it was bundled: %s.", sentence)
		}
		return nil
	}
	if s.Run.Cut {
		p.Unproven = append(p.Unproven, "The run was cut off before its end.")
	}
	if st.Predicate.Facts.Head != s.Head {
		p.problem("%s is of another run than %s.", AttestationName, evidence.FileName)
		return nil
	}
	if st.Predicate.Facts.BundledBy != by {
		p.otherVersion(s, by)
		return nil
	}
	compared, err := s.Compare(os.DirFS(folder))
	if err != nil {
		return err
	}
	for _, u := range compared.Unlike {
		p.problem("%s", u)
	}
	return p.compareStatement(folder, s, compared.Made, st, payload, by)
}

// otherVersion says of a bundle that another certbench has made what was not compared; the verdict is.
func (p *Proof) otherVersion(s *reports.Source, by string) {
	p.Unproven = append(p.Unproven, fmt.Sprintf("The documents and the statement were made by certbench %s, and this is %s: they were not compared with what the evidence makes. The signature holds for them.", p.Facts.BundledBy, by))
	if now := stateOf(s, by).Predicate; now.Facts.Verdict != p.Facts.Verdict || now.Result != p.Result {
		p.Unproven = append(p.Unproven, fmt.Sprintf("This certbench makes %s (%s) of the evidence, not %s (%s).", now.Facts.Verdict, now.Result, p.Facts.Verdict, p.Result))
	}
}

// compareStatement makes the statement of the run again, with the subjects as they are, and compares.
func (p *Proof) compareStatement(folder string, s *reports.Source, documents []string, st statement, payload []byte, by string) error {
	again := stateOf(s, by)
	again.Subject = st.Subject
	want, err := again.encode()
	if err != nil {
		return err
	}
	if !bytes.Equal(want, payload) {
		p.problem("%s says of the run what its evidence does not make.", AttestationName)
	}
	parts, err := contents(folder, s, documents)
	if err != nil {
		return err
	}
	return p.compareFiles(parts, st)
}

// compareFiles requires that the bundle has the files that one of this run has, and what is drawn from the evidence alone as it makes it.
func (p *Proof) compareFiles(parts []part, st statement) error {
	has := map[string]descriptor{}
	for _, subject := range st.Subject {
		has[subject.Name] = subject
	}
	for _, part := range parts {
		subject, ok := has[part.name]
		delete(has, part.name)
		if !ok {
			p.problem("%s is missing, which belongs to a bundle of this run.", part.name)
			continue
		}
		sum, err := hashOf(part)
		if err != nil {
			return err
		}
		if sum != subject.Digest["sha256"] {
			p.problem("%s is not what the evidence makes.", part.name)
		}
	}
	for _, subject := range st.Subject {
		if _, left := has[subject.Name]; left {
			p.problem("%s was added: it belongs to no bundle of this run.", subject.Name)
		}
	}
	return nil
}

func hashOf(p part) (string, error) {
	from, err := p.open()
	if err != nil {
		return "", err
	}
	m := newMeasure()
	_, err = io.Copy(m, from)
	return m.sum(), errors.Join(err, from.Close())
}
