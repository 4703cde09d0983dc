#!/usr/bin/env bash
# go-junit keeps the last of several failures of a test, and of a failure and an error the one that stands later in the file.
#
# Version: github.com/joshdk/go-junit v1.0.0.
# Guess before running: of several <failure> the first is the test's message, several <system-out> are joined, a test with <error> and
# <failure> counts as an error, and a property whose value stands between its tags (as newer writers have it, because it may have
# lines) is read like one with a value attribute.
# Seen: the last <failure> and the last <system-out> replace those before; of <failure> and <error> the later one decides what
# the test is; the value between the tags is empty, and the properties of a test are not read at all. No error for any of it.
# For a bench: one <failure> for each case with all its rows in it, what must be read in an attribute, and ERROR and FAIL never both.
#
#> two failures: failed, "row 4", out "second"
#> error and failure: failed, "of the station"
#> failure and error: error, "of the bench"
#> skipped with a property: skipped, "NOT APPLICABLE", condition ""
#> property of the suite between tags: ""
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >run.xml <<'XML'
<testsuites><testsuite name="E" tests="4">
<properties><property name="station">EVSE 1
EVSE 2</property></properties>
<testcase name="two failures"><failure message="row 2"/><failure message="row 4"/><system-out>first</system-out><system-out>second</system-out></testcase>
<testcase name="error and failure"><error message="of the bench"/><failure message="of the station"/></testcase>
<testcase name="failure and error"><failure message="of the station"/><error message="of the bench"/></testcase>
<testcase name="skipped with a property"><properties><property name="condition" value="C-01"/></properties><skipped message="NOT APPLICABLE"/></testcase>
</testsuite></testsuites>
XML
go mod init probe 2>/dev/null
go mod edit -require=github.com/joshdk/go-junit@v1.0.0
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/joshdk/go-junit"
)

func main() {
	suites, err := junit.IngestFile("run.xml")
	if err != nil {
		panic(err)
	}
	for i, test := range suites[0].Tests {
		fmt.Printf("%s: %s, %q", test.Name, test.Status, test.Message)
		switch i {
		case 0:
			fmt.Printf(", out %q", test.SystemOut)
		case 3:
			fmt.Printf(", condition %q", test.Properties["condition"])
		}
		fmt.Println()
	}
	fmt.Printf("property of the suite between tags: %q\n", suites[0].Properties["station"])
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"
