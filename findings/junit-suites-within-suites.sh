#!/usr/bin/env bash
# A failure in a suite that lies within a suite is lost by one reader of JUnit XML and has no name in another; 1,234.5 seconds become one.
#
# Versions: npm junit-report-merger 9.0.4, test-results-parser 0.4.6, junitxml-to-javascript 1.1.4; Debian's
# python3-junitparser 2.8.0-1 with python3-future 0.18.2-6.
# Guess before running: merged or read, the counts are right, suites within suites included. A time with thousands set off, 1,234.5, as Maven's
# Surefire has written it, is read right by nobody, and nowhere becomes another number.
# Seen: junit-10.xsd of Jenkins's xUnit plugin, the fullest schema that this format has, lets a <testsuite> lie in another, lets it be the root,
# and has commas in its time. junitxml-to-javascript reports the good test of the outer suite and no failure; test-results-parser takes the
# numbers from the outer suite's attributes and lists the test that passed only. Of 1,234.5 s junitxml-to-javascript makes 1, test-results-parser
# NaN, and junit-report-merger leaves the time out; of two files of 10 s and 0.25 s it adds the tests, and not the time of the one whose
# root is the suite. junitparser has all of it right.
# For a bench: reports for others are flat, one suite below the root, with times without commas (certbench's are so); the count of failures
# that a pipeline shows is compared with the number of <failure> once.
#
#> within: test-results-parser: FAIL, 2 tests, 1 passed, 1 failed, 1500 ms, TC_B_02_CS PASS
#> within: junitxml-to-javascript: 1 tests, 0 failed, 0.5 s, TC_B_02_CS succeeded
#> within: junit-report-merger: <testsuites tests="2" failures="1" errors="0" skipped="0" time="1.5">
#> comma: test-results-parser: PASS, 1 tests, 1 passed, 0 failed, NaN ms, TC_C_01_CS PASS
#> comma: junitxml-to-javascript: 1 tests, 0 failed, 1 s, TC_C_01_CS succeeded
#> comma: junit-report-merger: <testsuites tests="1" failures="0" errors="0" skipped="0">
#> 10 s and 0.25 s: junit-report-merger: <testsuites tests="2" failures="0" errors="0" skipped="0" time="10">
#> within: junitparser: 2 tests, 1 failed, 1.5 s
#> comma: junitparser: 1 tests, 0 failed, 1234.5 s
#> 10 s and 0.25 s: junitparser: 2 tests, 10.25 s
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --loglevel=error --no-audit --no-fund --ignore-scripts junit-report-merger@9.0.4 \
	test-results-parser@0.4.6 junitxml-to-javascript@1.1.4 >/dev/null
apt-get download -q=2 -o APT::Sandbox::User=root python3-junitparser=2.8.0-1 python3-future=0.18.2-6
for package in ./*.deb; do dpkg -x "$package" .; done

cat >within.xml <<'XML'
<testsuites>
  <testsuite name="B" tests="2" failures="1" errors="0" skipped="0" time="1.5">
    <testsuite name="B01" tests="1" failures="1" errors="0" skipped="0" time="1"><testcase name="TC_B_01_CS" classname="B" time="1"><failure message="row 4"/></testcase></testsuite>
    <testcase name="TC_B_02_CS" classname="B" time="0.5"/>
  </testsuite>
</testsuites>
XML
cat >comma.xml <<'XML'
<testsuites>
  <testsuite name="C" tests="1" failures="0" errors="0" skipped="0" time="1,234.5"><testcase name="TC_C_01_CS" classname="C" time="1,234.5"/></testsuite>
</testsuites>
XML
cat >root.xml <<'XML'
<testsuite name="D" tests="1" failures="0" errors="0" skipped="0" time="0.25"><testcase name="TC_D_01_CS" classname="D" time="0.25"/></testsuite>
XML
cat >whole.xml <<'XML'
<testsuites tests="1" failures="0" errors="0" time="10">
  <testsuite name="A" tests="1" failures="0" errors="0" skipped="0" time="10"><testcase name="TC_A_01_CS" classname="A" time="10"/></testsuite>
</testsuites>
XML
cat >npm.cjs <<'JS'
const fs = require('fs');
const { mergeFiles } = require('junit-report-merger');
const { parse } = require('test-results-parser');
const Reader = require('junitxml-to-javascript');

const attributes = (file) => fs.readFileSync(file, 'utf8').match(/<testsuites[^>]*>/)[0];

const named = (parsed) => parsed.suites.flatMap((suite) => suite.cases.map((one) => `${one.name} ${one.status}`)).join(', ');

async function main() {
  for (const name of ['within', 'comma']) {
    const parsed = parse({ type: 'junit', files: [`${name}.xml`] });
    console.log(`${name}: test-results-parser: ${parsed.status}, ${parsed.total} tests, ${parsed.passed} passed, ${parsed.failed} failed, ${parsed.duration} ms, ${named(parsed)}`);
    const { testsuites } = await new Reader().parseXMLFile(`${name}.xml`);
    for (const suite of testsuites) {
      const cases = suite.testCases.map((one) => `${one.name} ${one.result}`).join(', ');
      console.log(`${name}: junitxml-to-javascript: ${suite.tests} tests, ${suite.errors} failed, ${suite.durationSec} s, ${cases}`);
    }
    await mergeFiles('merged.xml', [`${name}.xml`]);
    console.log(`${name}: junit-report-merger: ${attributes('merged.xml')}`);
  }
  await mergeFiles('merged.xml', ['whole.xml', 'root.xml']);
  console.log(`10 s and 0.25 s: junit-report-merger: ${attributes('merged.xml')}`);
}
main();
JS
cat >lib.py <<'PY'
from junitparser import JUnitXml

for name in ("within", "comma"):
    read = JUnitXml.fromfile(name + ".xml")
    read.update_statistics()
    print(f"{name}: junitparser: {read.tests} tests, {read.failures} failed, {read.time} s")
both = JUnitXml() + JUnitXml.fromfile("whole.xml")
both += JUnitXml.fromfile("root.xml")
both.update_statistics()
print(f"10 s and 0.25 s: junitparser: {both.tests} tests, {both.time} s")
PY
{
	node npm.cjs
	PYTHONPATH=usr/lib/python3/dist-packages python3 lib.py
} >report
diff <(echo "$seen") report && echo "as written"
