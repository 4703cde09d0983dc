package fleet

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// porter lets into the engine of a small laboratory who proves to have a key of a role, each into its own laboratory. An agent is let in
// beside the bench that it names, and may speak of no other. The key of all agents opens for any bench, and that of one bench, which
// KeyOf makes from it, for that one alone, so that the engine has to know of no bench before it comes.
type porter struct {
	engine *server.Server
	labs   map[string]*admitted
}

// admitted are the keys of a laboratory.
type admitted struct {
	roles  map[string]Role // by the public key
	agents []byte          // seed of the key of all agents
	// inside is the key by which the host itself enters, to set up what the roles use. It is of this process and told to nobody.
	inside       nkeys.KeyPair
	insidePublic string
}

// porter reads the keys of all laboratories, and makes those that are missing.
func (h Hosting) porter() (*porter, error) {
	p := &porter{labs: map[string]*admitted{}}
	for _, lab := range h.Labs {
		dir := filepath.Join(h.Dir, "keys", lab)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("the keys of laboratory %s cannot be kept: %w", lab, err)
		}
		in := &admitted{roles: map[string]Role{}}
		for _, role := range Roles() {
			pair, err := ownKey(dir, role)
			if err != nil {
				return nil, err
			}
			public, err := pair.PublicKey()
			if err != nil {
				return nil, err
			}
			in.roles[public] = role
			if role == Agent {
				if in.agents, err = pair.Seed(); err != nil {
					return nil, err
				}
			}
		}
		var err error
		if in.inside, err = nkeys.CreateUser(); err != nil {
			return nil, err
		}
		if in.insidePublic, err = in.inside.PublicKey(); err != nil {
			return nil, err
		}
		p.labs[lab] = in
	}
	return p, nil
}

// Check lets somebody in, or does not: see server.Authentication.
func (p *porter) Check(c server.ClientAuthentication) bool {
	who := c.GetOpts()
	if c.Kind() != server.CLIENT || !signed(who, c.GetNonce()) {
		return false
	}
	for name, in := range p.labs {
		account, err := p.engine.LookupAccount(name)
		if err != nil {
			continue
		}
		if who.Nkey == in.insidePublic {
			c.RegisterUser(&server.User{Account: account})
			return true
		}
		role, bench, ok := in.who(who.Nkey, who.Username)
		if ok {
			c.RegisterUser(&server.User{Account: account, Permissions: role.may(bench)})
			return true
		}
	}
	return false
}

// who tells the role of a public key, and the bench of an agent.
func (in *admitted) who(public, named string) (Role, string, bool) {
	role, known := in.roles[public]
	switch {
	case known && role != Agent:
		return role, "", true
	case named == "" || len(named) > longestName:
		return "", "", false
	case known:
		return Agent, named, true
	}
	pair, err := benchKey(in.agents, named)
	if err != nil {
		return "", "", false
	}
	own, err := pair.PublicKey()
	return Agent, named, err == nil && own == public
}

// signed tells whether somebody has signed the nonce by the key that he names.
func signed(who *server.ClientOpts, nonce []byte) bool {
	sig, err := base64.RawURLEncoding.DecodeString(who.Sig)
	if err != nil {
		return false
	}
	public, err := nkeys.FromPublicKey(who.Nkey)
	return err == nil && len(nonce) > 0 && public.Verify(nonce, sig) == nil
}

// benchKey is the key of one bench, which follows from that of all agents, and from which that does not follow (RFC 5869).
func benchKey(agents []byte, bench string) (nkeys.KeyPair, error) {
	_, raw, err := nkeys.DecodeSeed(agents)
	if err != nil {
		return nil, err
	}
	own, err := hkdf.Key(sha256.New, raw, nil, "certbench bench "+bench, len(raw))
	if err != nil {
		return nil, err
	}
	return nkeys.FromRawSeed(nkeys.PrefixByteUser, own)
}

// KeyOf makes the key of one bench in the folder of a fleet that was served once, and returns its file. The same bench has the same key
// each time. Whoever has it may stand beside that bench and no other.
func KeyOf(dir, lab, bench string) (path string, err error) {
	if bench == "" || len(bench) > longestName {
		return "", fmt.Errorf("a bench has a name of 1 to %d bytes", longestName)
	}
	agents, err := os.ReadFile(keyFile(filepath.Join(dir, "keys", lab), Agent))
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("the folder %s has no keys of laboratory %s; certbench fleet serve --dir %s makes them", dir, lab, dir)
	}
	if err != nil {
		return "", fmt.Errorf("the key of the agents cannot be read: %w", err)
	}
	all, err := nkeys.ParseDecoratedUserNKey(agents)
	if err != nil {
		return "", fmt.Errorf("%s holds no NKey of a user: %w", keyFile(dir, Agent), err)
	}
	seed, err := all.Seed()
	if err != nil {
		return "", err
	}
	pair, err := benchKey(seed, bench)
	if err != nil {
		return "", err
	}
	own := filepath.Join(dir, "keys", lab, "benches")
	if err := os.MkdirAll(own, 0o700); err != nil {
		return "", fmt.Errorf("the key of bench %s cannot be kept: %w", bench, err)
	}
	path = filepath.Join(own, keyOf(bench)+".nk")
	if err := writeKey(path, pair, os.O_TRUNC); err != nil {
		return "", err
	}
	return path, nil
}
