package octt

import (
	"encoding/json"
	"testing"

	"github.com/onsi/gomega"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const message = `{"n":5,"f":5.5,"e":1e2,"s":"text","b":false,"empty":"","nul":null,"o":{"p":{"q":"deep"}},
	"l":[{"v":1},{"v":2,"in":[10,20]}],"w":["a","b"],"statusInfo":{"reasonCode":"notFound"}}`

func TestRequirementsOnRawJSON(t *testing.T) {
	for name, c := range map[string]struct {
		r    Requirement
		want bool
	}{
		"a string":                       {Must("s", "text"), true},
		"an enum":                        {Must("s", ocpp201.ReasonLocal), false},
		"a string's case counts":         {Must("s", "Text"), false},
		"an identifier's case does not":  {Must("s", Identifier("Text")), true},
		"another identifier":             {Must("s", Identifier("texts")), false},
		"an identifier, absent":          {Must("absent", Identifier("")), false},
		"an identifier or omitted":       {OrOmitted("absent", Identifier("text")), true},
		"an identifier on a number":      {Must("n", Identifier("5")), false},
		"an integer":                     {Must("n", 5), true},
		"another integer":                {Must("n", 6), false},
		"an integer as a float":          {Must("n", 5.0), true},
		"an integer as a string":         {Must("n", "5"), false},
		"a float":                        {Must("f", 5.5), true},
		"an exponent":                    {Must("e", 100), true},
		"a boolean":                      {Must("b", false), true},
		"false is not omitted":           {Omitted("b"), false},
		"empty is not omitted":           {Omitted("empty"), false},
		"empty is present":               {Present("empty"), true},
		"null is omitted":                {Omitted("nul"), true},
		"null is not present":            {Present("nul"), false},
		"an absent field":                {Must("absent", ""), false},
		"a zero for an absence":          {Must("absent", 0), false},
		"a false for an absence":         {Must("absent", false), false},
		"below an absent parent":         {Must("absent.child", "x"), false},
		"omitted with its parent":        {Omitted("absent.child"), true},
		"below a string":                 {Present("s.child"), false},
		"deep":                           {Must("o.p.q", "deep"), true},
		"an object":                      {Must("o.p", map[string]string{"q": "deep"}), true},
		"an element":                     {Must("l[1].v", 2), true},
		"an element of a list in a list": {Must("l[1].in[0]", 10), true},
		"behind the end":                 {Present("l[2].v"), false},
		"an index on no list":            {Present("o[0]"), false},
		"a whole list":                   {Must("w", []string{"a", "b"}), true},
		"a list in another order":        {Must("w", []string{"b", "a"}), false},
		"a list without index":           {Present("l.v"), false},
		"or omitted: as said":            {OrOmitted("s", "text"), true},
		"or omitted: omitted":            {OrOmitted("absent", "text"), true},
		"or omitted: otherwise":          {OrOmitted("s", "other"), false},
		"one of":                         {Must("s", OneOf("other", "text")), true},
		"none of":                        {Must("s", OneOf("other")), false},
		"one of nothing":                 {Must("s", OneOf[string]()), false},
		"one of numbers":                 {Must("n", OneOf(4, 5)), true},
		"one of, absent":                 {Must("absent", OneOf("", "x")), false},
		"a matcher":                      {Must("s", gomega.HavePrefix("te")), true},
		"a matcher on another":           {Must("s", gomega.HavePrefix("x")), false},
		"a matcher on a number":          {Must("n", gomega.HavePrefix("5")), false},
		"a matcher, absent":              {Must("absent", gomega.HavePrefix("")), false},
		"not equal, absent":              {Must("absent", gomega.Not(gomega.Equal("x"))), false},
		"numerically":                    {Must("n", gomega.BeNumerically(">=", 5)), true},
		"a reason in another case":       {Must("statusInfo.reasonCode", "NotFound"), true},
		"a reason, one of":               {OrOmitted("statusInfo.reasonCode", OneOf("NoError", "NotFound")), true},
		"another reason":                 {OrOmitted("statusInfo.reasonCode", "NoError"), false},
		"a reason, none of":              {OrOmitted("statusInfo.reasonCode", OneOf("NoError", "NotFoundAny")), false},
		"satisfying":                     {Must("s", Satisfying("text", func(a any) bool { return a == "text" })), true},
	} {
		t.Run(name, func(t *testing.T) {
			actual := values.Walk(values.Decoded(json.RawMessage(message)), c.r.path)
			if got := c.r.holds(actual); got != c.want {
				t.Errorf("%s: expected %v with %s, got %v", c.r.text(), c.want, values.Show(actual), got)
			}
		})
	}
}

func TestARequirementIsASentence(t *testing.T) {
	for want, r := range map[string]Requirement{
		`a is "x".`:                  Must("a", "x"),
		`a is "Local" or omitted.`:   OrOmitted("a", ocpp201.ReasonLocal),
		`a is omitted.`:              Omitted("a"),
		`a is present.`:              Present("a"),
		`a is 1 or 2.`:               Must("a", OneOf(1, 2)),
		`a is <Provided something>.`: Must("a", 17).Named("<Provided something>"),
		`a is a list of 2.`:          Elements("a", 2),
	} {
		if got := r.text(); got != want {
			t.Errorf("expected %q, got %q", want, got)
		}
	}
}

// FuzzRequirements shows that no payload and no path makes the judgement of a message panic, and that omitted, present
// and or omitted never contradict each other.
func FuzzRequirements(f *testing.F) {
	for _, path := range []string{"s", "o.p.q", "l[1].in[0]", "l[", "l]", "l[1", "l[-1].v", "l[99999999999999999999]", ".", "", "l[0][0]", "w[0]x"} {
		f.Add(message, path)
	}
	for _, payload := range []string{``, `null`, `[]`, `"text"`, `5`, `{"":{"":[[]]}}`, `{"s":`, "\xff", `{"s":1}{"s":2}`} {
		f.Add(payload, "s")
	}
	f.Fuzz(func(t *testing.T, payload, path string) {
		raw := json.RawMessage(payload)
		actual := values.Walk(values.Decoded(raw), path)
		omitted := Omitted(path).holds(actual)
		present := Present(path).holds(actual)
		free := OrOmitted(path, Satisfying("anything", func(any) bool { return true })).holds(actual)
		if omitted == present || !free {
			t.Errorf("%q of %q is %s: omitted %v, present %v, anything or omitted %v", path, payload, values.Show(actual), omitted, present, free)
		}
		for _, r := range []Requirement{Must(path, 5), Must(path, OneOf("a", "b")), Must(path, gomega.ContainSubstring("a")),
			Elements(path, 1), Element(path, []Requirement{Must(path, 1)}, Omitted(path))} {
			for _, each := range spread([]Requirement{r}, raw) {
				each.holds(values.Walk(values.Decoded(raw), each.path))
			}
		}
	})
}
