// Package fleet lets a run use benches on other machines. What parts the work, keeps order and survives a cut network is an
// engine that exists, NATS JetStream: embedded for a small laboratory (see Serve), a cluster for a large one. Here is only what
// certbench says through it: which benches there are, who has reserved which, who waits, and how that is allowed.
//
// Three roles share the engine of a laboratory. An agent stands beside a charger and registers its bench; a runner reserves benches
// and hands plays out; a watcher looks. Each has a key of its own, and may speak about nothing else: see Role.
//
// No clock of one machine is held against another's. What expires, expires by the engine's clock, and whoever must know
// earlier counts from its own last sign of life, by the monotonic clock.
package fleet
