package fleet

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

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

// inbox is where the answers for a role arrive, of an agent those for its bench: nobody else reads them.
func (r Role) inbox(bench string) string {
	if r == Agent {
		return "_INBOX_" + string(r) + "_" + keyOf(bench)
	}
	return "_INBOX_" + string(r)
}

// may are the subjects of a role. All roles read the tables; who may write which is what parts them. An agent speaks of its own bench
// alone, and makes no reader but that of its plays: a reader may have what it reads sent to any subject. The names are those of
// JetStream's API: a consumer is made to read, and taken away after it; a message is fetched directly.
func (r Role) may(bench string) *server.Permissions {
	publish, subscribe := []string{"$JS.API.INFO"}, []string{r.inbox(bench) + ".>"}
	for _, b := range buckets {
		publish = append(publish, "$JS.API.STREAM.INFO.KV_"+b.name)
		own := "$KV." + b.name + ".>"
		if r == Agent {
			own = "$KV." + b.name + "." + keyOf(bench)
			publish = append(publish, "$JS.API.DIRECT.GET.KV_"+b.name+"."+own)
			subscribe = append(subscribe, own)
		} else {
			publish = append(publish, "$JS.API.CONSUMER.CREATE.KV_"+b.name+".>", "$JS.API.CONSUMER.DELETE.KV_"+b.name+".>", "$JS.API.CONSUMER.INFO.KV_"+b.name+".>",
				"$JS.API.DIRECT.GET.KV_"+b.name+".>", "$JS.API.DIRECT.GET.KV_"+b.name, "$JS.API.STREAM.MSG.GET.KV_"+b.name)
		}
		if slices.Contains(b.writers, r) {
			publish = append(publish, own)
		}
	}
	if r != Agent {
		publish = append(publish, "$JS.FC.>")
	}
	return &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: append(publish, r.streams(bench)...)},
		Subscribe: &server.SubjectPermission{Allow: subscribe},
	}
}

// Subjects are those that a role has to be allowed in a cluster, where certbench gives no keys; of an agent, beside a bench.
func (r Role) Subjects(bench string) (publish, subscribe []string) {
	may := r.may(bench)
	return may.Publish.Allow, may.Subscribe.Allow
}

// streams are the subjects of the plays and of the evidence. An agent takes plays and says evidence, a runner the other way round.
func (r Role) streams(bench string) []string {
	evidence := []string{"$JS.API.STREAM.INFO." + evidenceStream, "$JS.API.CONSUMER.CREATE." + evidenceStream + ".>", "$JS.API.CONSUMER.INFO." + evidenceStream + ".>",
		"$JS.API.CONSUMER.DELETE." + evidenceStream + ".>", "$JS.API.CONSUMER.MSG.NEXT." + evidenceStream + ".>", "$JS.ACK." + evidenceStream + ".>", "$JS.API.DIRECT.GET." + evidenceStream + ".>"}
	switch r {
	case Agent:
		takes, says := playsStream+"."+takerOf(bench), evidenceOf("*", bench)
		return []string{"$JS.API.STREAM.INFO." + playsStream, "$JS.API.CONSUMER.CREATE." + takes + "." + playsOf(bench), "$JS.API.CONSUMER.INFO." + takes,
			"$JS.API.CONSUMER.MSG.NEXT." + takes, "$JS.ACK." + takes + ".>", says, "$JS.API.STREAM.INFO." + evidenceStream, "$JS.API.DIRECT.GET." + evidenceStream + "." + says}
	case Runner:
		return append(evidence, "certbench.plays.>")
	}
	return evidence
}

// keyFile is the file of a role's key below the folder of a fleet: an NKey seed, which proves who somebody is without being told.
func keyFile(dir string, r Role) string { return filepath.Join(dir, string(r)+".nk") }

// ownKey is a role's key, which is made where there is none.
func ownKey(dir string, r Role) (nkeys.KeyPair, error) {
	path := keyFile(dir, r)
	seed, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return newKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("the key of the role %s cannot be read: %w", r, err)
	}
	pair, err := nkeys.ParseDecoratedUserNKey(seed)
	if err != nil {
		return nil, fmt.Errorf("%s holds no NKey of a user (%w); remove it to have a new one, and give that to whoever has the old", path, err)
	}
	return pair, nil
}

func newKey(path string) (nkeys.KeyPair, error) {
	pair, err := nkeys.CreateUser()
	if err != nil {
		return nil, err
	}
	return pair, writeKey(path, pair, os.O_EXCL)
}

// writeKey writes the seed of a key for its owner alone.
func writeKey(path string, pair nkeys.KeyPair, how int) error {
	seed, err := pair.Seed()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|how, 0o600)
	if err != nil {
		return fmt.Errorf("the key cannot be written: %w", err)
	}
	_, err = f.Write(append(seed, '\n'))
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("the key cannot be written: %w", err)
	}
	return nil
}
