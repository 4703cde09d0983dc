package ocpp201

import "strings"

// Named tells whether the component has a name, which knows no case of letters (part 2, ComponentType: "CaseInsensitive").
func (c Component) Named(name string) bool { return strings.EqualFold(c.Name, name) }

// Named tells whether the variable has a name, which knows no case of letters (part 2, VariableType: "CaseInsensitive").
func (v Variable) Named(name string) bool { return strings.EqualFold(v.Name, name) }
