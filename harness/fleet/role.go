package fleet

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// Role is what somebody may do in a fleet.
type Role string

// The roles.
const (
	Agent   Role = "agent"   // registers a bench, takes its plays, tells what happens
	Runner  Role = "runner"  // reserves benches, hands out plays, reads what happens
	Watcher Role = "watcher" // reads who is there and what happens
)

// Roles are all there are.
func Roles() []Role { return []Role{Agent, Runner, Watcher} }

// inbox is where the answers for a role arrive: nobody of another role reads them.
func (r Role) inbox() string { return "_INBOX_" + string(r) }

// may are the subjects that a role publishes to. All roles read the buckets; who may write which is what parts them. The names are
// those of JetStream's API: a consumer is made to read, and taken away after it; a message is fetched directly.
func (r Role) may() *server.Permissions {
	publish := []string{"$JS.API.INFO", "$JS.FC.>"}
	for _, b := range buckets {
		publish = append(publish, "$JS.API.STREAM.INFO.KV_"+b.name, "$JS.API.CONSUMER.CREATE.KV_"+b.name+".>", "$JS.API.CONSUMER.DELETE.KV_"+b.name+".>",
			"$JS.API.CONSUMER.INFO.KV_"+b.name+".>", "$JS.API.DIRECT.GET.KV_"+b.name+".>", "$JS.API.DIRECT.GET.KV_"+b.name, "$JS.API.STREAM.MSG.GET.KV_"+b.name)
		for _, writer := range b.writers {
			if writer == r {
				publish = append(publish, "$KV."+b.name+".>")
			}
		}
	}
	publish = append(publish, r.streams()...)
	return &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: publish},
		Subscribe: &server.SubjectPermission{Allow: []string{r.inbox() + ".>"}},
	}
}

// Subjects are those that a role has to be allowed in a cluster, where certbench gives no keys.
func (r Role) Subjects() (publish, subscribe []string) {
	may := r.may()
	return may.Publish.Allow, may.Subscribe.Allow
}

// streams are the subjects of the plays and of the evidence. An agent takes plays and says evidence, a runner the other way round.
func (r Role) streams() []string {
	reading := func(stream string) []string {
		return []string{"$JS.API.STREAM.INFO." + stream, "$JS.API.CONSUMER.CREATE." + stream + ".>", "$JS.API.CONSUMER.INFO." + stream + ".>",
			"$JS.API.CONSUMER.DELETE." + stream + ".>", "$JS.API.CONSUMER.MSG.NEXT." + stream + ".>", "$JS.ACK." + stream + ".>", "$JS.API.DIRECT.GET." + stream + ".>"}
	}
	switch r {
	case Agent:
		return append(reading(playsStream), "certbench.evidence.>", "$JS.API.STREAM.INFO."+evidenceStream, "$JS.API.DIRECT.GET."+evidenceStream+".>")
	case Runner:
		return append(reading(evidenceStream), "certbench.plays.>")
	}
	return reading(evidenceStream)
}

// keyFile is the file of a role's key below the folder of a fleet: an NKey seed, which proves who somebody is without being told.
func keyFile(dir string, r Role) string { return filepath.Join(dir, string(r)+".nk") }

// ownKey returns the public part of a role's key, and makes the key where there is none.
func ownKey(dir string, r Role) (public string, err error) {
	path := keyFile(dir, r)
	seed, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return newKey(path)
	}
	if err != nil {
		return "", fmt.Errorf("the key of the role %s cannot be read: %w", r, err)
	}
	pair, err := nkeys.ParseDecoratedUserNKey(seed)
	if err != nil {
		return "", fmt.Errorf("%s holds no NKey of a user (%w); remove it to have a new one, and give that to whoever has the old", path, err)
	}
	return pair.PublicKey()
}

func newKey(path string) (public string, err error) {
	pair, err := nkeys.CreateUser()
	if err != nil {
		return "", err
	}
	seed, err := pair.Seed()
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("the key cannot be written: %w", err)
	}
	_, err = f.Write(append(seed, '\n'))
	if err := errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("the key cannot be written: %w", err)
	}
	return pair.PublicKey()
}
