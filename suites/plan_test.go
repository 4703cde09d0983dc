package suites

import (
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// TestEveryOfficialCaseIsAccountedFor: each of the 424 cases is registered, or listed as not yet, or omitted with a
// reason, and none is both.
func TestEveryOfficialCaseIsAccountedFor(t *testing.T) {
	var ids []string
	for _, c := range octt.Registered() {
		ids = append(ids, c.ID)
	}
	for _, wrong := range catalogue.Audit(ids) {
		t.Error(wrong)
	}
	if len(ids) == 0 {
		t.Error("no case is registered")
	}
}

func declaration(t *testing.T) *pics.Declaration {
	t.Helper()
	d, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func plan(t *testing.T, expr string) []Item {
	t.Helper()
	items, err := Plan(declaration(t), expr)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// toPlay lists the ids that a plan plays.
func toPlay(items []Item) []string {
	var out []string
	for _, item := range items {
		if item.Verdict == "" {
			out = append(out, item.Entry.ID)
		}
	}
	return out
}

func TestAPlanAccountsForEveryCaseOfTheCatalogue(t *testing.T) {
	items := plan(t, "")
	if len(items) != len(catalogue.All()) {
		t.Fatalf("the plan has %d items, want %d", len(items), len(catalogue.All()))
	}
	for _, item := range items {
		if item.Verdict != "" && item.Reason == "" {
			t.Errorf("%s is %s without a reason", item.Entry.ID, item.Verdict)
		}
	}
	for _, item := range items {
		_, registered := octt.Lookup(item.Entry.ID)
		applies, _ := item.Entry.Applies(declaration(t))
		if plays := item.Verdict == ""; plays != (registered && applies == pics.Yes) {
			t.Errorf("%s: played %v (%s), although it is registered: %v, and applies to the example PICS: %s", item.Entry.ID, plays, item.Reason, registered, applies)
		}
	}
}

func TestExpressionsSelectByIDBlockAndProfile(t *testing.T) {
	for _, c := range []struct {
		expr string
		want []string
	}{
		{"TC_E_03_CS", []string{"TC_E_03_CS"}},
		{"K || TC_A_01_CS", []string{"TC_A_01_CS", "TC_K_38_CS"}},
		{"C && Core && /TC_C_0[26]/", []string{"TC_C_02_CS", "TC_C_06_CS"}},
		{"C && mandatory", nil},
		{"/TC_G_0[12]/", []string{"TC_G_01_CS", "TC_G_02_CS"}},
		{"Advanced Security && M", []string{"TC_M_23_CS"}},
		{"tc_e_03_cs, core && !core", []string{"TC_E_03_CS"}},
		{"!(E || !E) || TC_E_03_CS", []string{"TC_E_03_CS"}},
		{"C && Local", []string{"TC_C_04_CS", "TC_C_26_CS"}},
	} {
		if got := toPlay(plan(t, c.expr)); !slices.Equal(got, c.want) {
			t.Errorf("--cases %q plays %v, want %v", c.expr, got, c.want)
		}
	}
}

// TestAPlanNamesEachMissingAnswerOnce, however many cases turn on it.
func TestAPlanNamesEachMissingAnswerOnce(t *testing.T) {
	var lines []string
	for line := range strings.Lines(string(examples.PICS())) {
		if !strings.HasPrefix(strings.TrimSpace(line), "C-49:") && !strings.HasPrefix(strings.TrimSpace(line), "C-51:") {
			lines = append(lines, line)
		}
	}
	d, err := pics.Read(examples.PICSName, []byte(strings.Join(lines, "")))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Plan(d, "")
	if err == nil {
		t.Fatal("expected to be told what is missing")
	}
	for _, want := range []string{"C-49 (Authorization Cache) is undeclared", "C-51 (Configurable TxStartPoint) is undeclared", "cases apply, such as TC_", "certbench lint"} {
		if strings.Count(err.Error(), want) != 1 {
			t.Errorf("expected %q once, got %v", want, err)
		}
	}
	if strings.Count(err.Error(), "TC_") != 1 {
		t.Errorf("expected one case as an example, got %v", err)
	}
}

func TestALongExpressionIsNotRepeatedWhole(t *testing.T) {
	long := strings.Repeat("TC_E_03_CS || ", 20) + "TC_E_03_CS"
	for _, item := range plan(t, long) {
		if n := len([]rune(item.Reason)); strings.HasPrefix(item.Reason, evidence.Unselected) && n > len(evidence.Unselected)+shownOfExpression+1 {
			t.Fatalf("expected the beginning of the expression, got %q", item.Reason)
		}
	}
}

func TestAModeCanBeSelected(t *testing.T) {
	for expr, want := range map[string]struct {
		modes []octt.Mode
		left  []LeftOut
	}{
		"TC_E_06_CS":                      {[]octt.Mode{"local", "remote"}, nil},
		"TC_E_06_CS/remote":               {[]octt.Mode{"remote"}, []LeftOut{{"local", evidence.NotRun, "not selected by --cases TC_E_06_CS/remote"}}},
		"TC_E_06_CS && !TC_E_06_CS/local": {[]octt.Mode{"remote"}, []LeftOut{{"local", evidence.NotRun, "not selected by --cases TC_E_06_CS && !TC_E_06_CS/local"}}},
		"/E_06.*local/":                   {[]octt.Mode{"local"}, []LeftOut{{"remote", evidence.NotRun, "not selected by --cases /E_06.*local/"}}},
	} {
		for _, item := range plan(t, expr) {
			if item.Entry.ID == "TC_E_06_CS" && (item.Verdict != "" || !slices.Equal(item.Modes(), want.modes) || !slices.Equal(item.Left, want.left)) {
				t.Errorf("--cases %q: expected the modes %v and left out %v, got %s %v and %v", expr, want.modes, want.left, item.Verdict, item.Modes(), item.Left)
			}
		}
	}
}

func TestATermThatMeansNothingIsNamedWithWhatWasMeant(t *testing.T) {
	for expr, want := range map[string]string{
		"E && TC_E_99_CS":          `selects by "TC_E_99_CS", at character 6, which is no case, block or profile of the catalogue: there is no case TC_E_99_CS for Charging Stations, only others of block E`,
		"TC_E_03_CS || !Coer":      `"Coer", at character 16, which is no case, block or profile of the catalogue; did you mean Core`,
		"TC_E_03":                  "did you mean TC_E_03_CS",
		"TC_E_03_CS/remote":        "TC_E_03_CS is played in one way only; write TC_E_03_CS",
		"TC_E_06_CS/both":          `TC_E_06_CS has the modes local and remote, and not "both"`,
		"/TC_Z.*/":                 "selects by /TC_Z.*/, at character 1, which matches no case",
		"(E && F":                  "at character 1, a parenthesis opens that none closes",
		"E &&":                     "at character 5, it ends where a case is wanted",
		"E & F":                    "at character 3, a single & stands where && is wanted",
		"E )":                      `at character 3, ")" follows where && or || is wanted`,
		"/[/":                      "/[/ is no regular expression: missing closing ]",
		"/E":                       "a regular expression begins that no second slash ends",
		"|| E":                     `"||" stands where a case is wanted`,
		"TC_E_03_CS && TC_E_04_CS": "although each of its terms is one",
	} {
		_, err := Plan(declaration(t), expr)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("--cases %q: expected %q, got %v", expr, want, err)
		}
	}
}

func TestPrerequisitesComeFirst(t *testing.T) {
	order := toPlay(plan(t, ""))
	later := slices.Index(order, "TC_B_02_CS")
	for _, id := range []string{"TC_B_06_CS", "TC_B_09_CS", "TC_B_13_CS"} {
		if i := slices.Index(order, id); i < 0 || i > later {
			t.Errorf("%s is played at %d, want before TC_B_02_CS at %d", id, i, later)
		}
	}
}

func TestAWrongExpressionIsOneSentence(t *testing.T) {
	for _, expr := range []string{"E &&", "(E", "TC_X_99_CS", "/[/"} {
		_, err := Plan(declaration(t), expr)
		if err == nil {
			t.Errorf("--cases %q is accepted", expr)
			continue
		}
		if text := err.Error(); strings.ContainsAny(text, "\n\x1b") || strings.Contains(text, "{{") || !strings.Contains(text, "--cases") {
			t.Errorf("--cases %q: %q is no plain sentence", expr, text)
		}
	}
}

func TestWhatThePICSLeavesOpenIsAnError(t *testing.T) {
	source := strings.Replace(string(examples.PICS()), "AQ-2:", "AQ-2-removed:", 1)
	source = removeLine(source, "AQ-2-removed:")
	d, err := pics.Read("pics.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Plan(d, "TC_E_03_CS"); err == nil || !strings.Contains(err.Error(), "AQ-2") {
		t.Errorf("a plan without AQ-2: error %v, want one that names AQ-2", err)
	}
	if _, err := Plan(d, "TC_B_01_CS"); err != nil {
		t.Errorf("a plan that does not need AQ-2: %v", err)
	}
}

func removeLine(text, with string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, with) {
			out.WriteString(line)
		}
	}
	return out.String()
}

func TestWhatIsNotSelectedIsNotRunAndSaysSo(t *testing.T) {
	for _, item := range plan(t, "TC_E_03_CS") {
		if item.Entry.ID == "TC_E_04_CS" && (item.Verdict != evidence.NotRun || !strings.Contains(item.Reason, "--cases")) {
			t.Errorf("TC_E_04_CS is %s: %q, want NOT RUN because of --cases", item.Verdict, item.Reason)
		}
	}
}
