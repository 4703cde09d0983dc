package rigs

import "cmp"

// Called is the name that a bench file has for a rig: several may be of one type.
type Called struct{ name string }

// Call names the rig. It is called before the rig is used.
func (c *Called) Call(name string) { c.name = name }

// Or is the name, or that of the type without one.
func (c *Called) Or(typ string) string { return cmp.Or(c.name, typ) }
