package variables

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Parse reads a variable as the documents write it, "Component.Variable" or "Component.Variable[Instance]".
func Parse(name string) (ocpp201.Component, ocpp201.Variable) {
	component, rest, _ := strings.Cut(name, ".")
	variable, instance, has := strings.Cut(rest, "[")
	v := ocpp201.Variable{Name: variable}
	if has {
		v.Instance = new(strings.TrimSuffix(instance, "]"))
	}
	return ocpp201.Component{Name: component}, v
}

// Name writes a variable as the documents do.
func Name(c ocpp201.Component, v ocpp201.Variable) string {
	name := c.Name + "." + v.Name
	if v.Instance != nil {
		name += "[" + *v.Instance + "]"
	}
	return name
}

// List reads the value of a variable that is a list.
func List(text string) []string {
	var out []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// Same compares two values of a variable: lists without regard to order and spaces, words without regard to case.
func Same(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	x, y := List(strings.ToLower(a)), List(strings.ToLower(b))
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}
