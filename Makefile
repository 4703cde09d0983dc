# make run and make test do all the set-up on a machine with Go; make help lists the rest.

# The linter runs by exact version, apart from go.mod, so that its own dependencies never choose ours.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Packages that the race detector would slow down beyond what two cores can pay (6 min the first, 4 min the command, 1 min each other),
# that of the file clients, which compute in processes of their own, and that of the indicators, which computes and starts no goroutine.
# All others run under it, and so do the plays of every case on the good station.
WITHOUT_RACE = suites/selftest harness/cmd/certbench schemas reports reports/bundle harness/pics/workbook station/defects/sessions csmsmock/files/clients \
	harness/kpi
RACE_OF_THE_SELFTEST = TestEveryCasePassesOnTheGoodStation

# Tests that run in parallel wait for processes and for times, more than they compute; without the race detector more of them fit.
WAITING = 6
MORE    = 12
# For the same reason more packages than there are cores are tested side by side: so many with the race detector, and so many without
# it beside them.
RACED   = 3
BESIDE  = 2

# Only the race detector needs cgo: without it the linter, the tests, the guests and the binary share what was compiled. Without the
# symbols of a debugger a test binary is linked in half the time.
export CGO_ENABLED = 0
# On a machine half as fast the longest package takes ten minutes beside the others, which is go test's own limit.
TEST = go test -vet=off -ldflags='-s -w' -timeout 20m
RACE = CGO_ENABLED=1 $(TEST) -race

# The tests that boot a kernel: what they run in it are programs that go test's cache of results does not see. The clock
# in it counts instructions, so that what runs beside it changes nothing there.
KERNEL = rigs/gpio/kerneltest

ALL       = $(filter-out $(MODULE)/$(KERNEL),$(shell go list ./...))
MODULE    = $(shell go list -m)
PLAIN     = $(filter $(WITHOUT_RACE:%=$(MODULE)/%),$(ALL))
FUZZTIME ?= 10s
STATIONS ?= 32
PREFIX   ?= /usr/local

TO          = $(DESTDIR)$(PREFIX)
DOC         = $(TO)/share/doc/certbench
COMPLETIONS = bash-completion/completions zsh/site-functions fish/vendor_completions.d

.DEFAULT_GOAL = help
.PHONY: help run build install dist test test-race test-plain test-kernel packages fmt vet lint bench pace clock scale fleet-chaos fleet-hosts fleet-scale compare fuzz wild siege strangers generate golden pictures clean

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Most of a run is waiting, so STATIONS of them share the waits out. A bench file of ARGS is one station.
run: build ## plays the plan on reference stations side by side (ARGS="..." are handed on)
	bin/certbench run $(if $(findstring --bench,$(ARGS)),,--parallel $(STATIONS)) $(ARGS)

build: ## builds bin/certbench
	go build -o bin/certbench ./harness/cmd/certbench

# The binary needs nothing beside it; the rest is for people. With DESTDIR it is installed below a folder, as for a package.
install: build ## installs certbench, its man pages, completions, READMEs and examples below PREFIX (/usr/local), DESTDIR before it
	install -d $(TO)/bin $(TO)/share/man/man1 $(DOC) $(COMPLETIONS:%=$(TO)/share/%)
	install -m 755 bin/certbench $(TO)/bin/certbench
	bin/certbench man $(TO)/share/man/man1
	bin/certbench completion bash >$(TO)/share/bash-completion/completions/certbench
	bin/certbench completion zsh >$(TO)/share/zsh/site-functions/_certbench
	bin/certbench completion fish >$(TO)/share/fish/vendor_completions.d/certbench.fish
	tar -cf - LICENSE $(shell git ls-files '*README.md' '*.svg' 'reports/pictures/*.png' 'harness/examples/*' ':!*.go') | tar -xf - -C $(DOC)

dist: ## makes static binaries for linux amd64, arm64 and arm with README and examples, as archives with their sums, in dist/
	.ci/dist

# The parts that leave a core idle run beside those that do not. Each of them fails the test; what they print comes package by package,
# and that of the kernel at its end. The kernel computes on one core, and beside a dozen tests it took six times as long. The plays of the
# self-test share the machine with nobody: beside other packages some come out otherwise.
test: fmt ## runs every check and every test
	$(MAKE) --no-print-directory -j 2 packages vet
	$(MAKE) --no-print-directory -j 2 lint test-kernel
	$(MAKE) --no-print-directory -j 2 test-race test-plain
	$(RACE) -run '$(RACE_OF_THE_SELFTEST)' ./suites/selftest
	$(TEST) ./suites/selftest

test-race:
	$(RACE) -p $(RACED) -parallel $(WAITING) $(filter-out $(PLAIN),$(ALL))

test-plain:
	$(TEST) -p $(BESIDE) -parallel $(MORE) $(filter-out %/suites/selftest,$(PLAIN))

test-kernel:
	said=$$($(TEST) -count=1 -v ./$(KERNEL) 2>&1); code=$$?; printf '%s\n' "$$said"; exit $$code

packages:
	.ci/debian-packages
	.ci/npm-packages

fmt:
	@unformatted=$$(gofmt -l .) && [ -z "$$unformatted" ] || { echo "run gofmt -w on: $$unformatted"; exit 1; }

vet:
	go vet -tags guest ./...

lint:
	go run $(STATICCHECK) -tags guest ./...

bench: ## runs the benchmarks
	go test -run='^$$' -bench=. -benchmem ./...

compare: ## holds the cost of the kill matrix against that of a commit: make compare BASE=6dd7b91 (RUNS=5)
	.ci/compare $(BASE) $(RUNS)

pace: ## holds what the bench waits and asks beside the tables against a commit's: make pace BASE=6dd7b91
	.ci/pace $(BASE)

clock: ## holds response times against a capture of the loopback, idle, beside 31 benches and busy (root, tshark)
	.ci/clock

fleet-chaos: ## disturbs 200 runs of fleets at random moments (RUNS=200 SIDE=4 SEED=...)
	RUNS=$(RUNS) SIDE=$(SIDE) SEED=$(SEED) .ci/fleet-chaos

fleet-hosts: ## plays the certificate's plan on three hosts and on one machine, and holds the times side by side (root)
	.ci/fleet-hosts

fleet-scale: ## prints what a fleet costs as its benches grow
	.ci/fleet-scale

scale: ## prints what a run costs as benches, plays and evidence grow
	.ci/scale

fuzz: ## fuzzes every target for FUZZTIME (10s), which may be hours
	.ci/fuzz $(FUZZTIME)

wild: ## plays 10,000 cases on stations that answer by chance
	go test ./suites/selftest -count=1 -v -run TestWildStations -wild 4000 -wild-new

siege: ## makes 100,000 hostile handshakes with the mock CSMS
	go test ./csmsmock -count=1 -v -run TestHostileHandshakesLeaveOneLineEach -handshakes 100000

strangers: packages ## plays the whole plan on the stations of harness/strangers/foreign, whose wire is not ours
	go test ./harness/strangers/foreign -count=1 -v -timeout 1h -whole

generate: ## makes the generated code again
	go generate ./...

golden: ## writes the tables of the good station anew; read the diff before committing it
	go test ./suites/selftest -update

pictures: build ## takes the README's pictures of a run on a station with faults; commit first, for the version shows
	rm -rf runs/pictures
	bin/certbench run --bench reports/pictures/bench.yaml --cases "B || F || G || TC_E_32_CS" --out runs/pictures; [ $$? -eq 1 ]
	CERTBENCH_RUN=$(CURDIR)/runs/pictures CERTBENCH_PICTURES=$(CURDIR)/reports/pictures go test -count=1 -run TestTheREADMEsPictures ./reports
	CERTBENCH_PICTURES=$(CURDIR)/harness/live/pictures go test -count=1 -run TestTheREADMEsPicture ./harness/live

clean: ## removes what was built
	rm -rf bin dist
