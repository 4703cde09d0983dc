package model

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/station/kernel"
)

// Record is the name under which the settings are kept that differ from the factory's.
const Record = "variables"

// Factory puts the settings that a configuration asks for into the device model, by names as Named takes them, and has
// those variables wait for a reboot that are named in atBoot. It says what is wrong with any of them.
func (m *Model) Factory(settings map[string]string, atBoot []string) error {
	return factory(m.Named, settings, atBoot)
}

// Factory says what would be wrong with the settings for a station of the product, as Model.Factory does.
func (t *Table) Factory(settings map[string]string, atBoot []string) error {
	return factory(func(name string) *Variable {
		if at, known := t.find(named(name)); known {
			v := t.variable(at)
			return &v
		}
		return nil
	}, settings, atBoot)
}

func factory(named func(string) *Variable, settings map[string]string, atBoot []string) error {
	var wrong []error
	for name, value := range settings {
		v := named(name)
		switch {
		case v == nil:
			wrong = append(wrong, fmt.Errorf("field Settings: the station has no variable %q; write for example TxCtrlr.TxStartPoint", name))
		case v.Measured || v.LimitOnly:
			wrong = append(wrong, fmt.Errorf("field Settings: %q is measured by the station and cannot be set", name))
		default:
			if err := v.Validate(value); err != nil {
				wrong = append(wrong, fmt.Errorf("field Settings: %s: %w", name, err))
			}
			v.Value = value
		}
	}
	for _, name := range atBoot {
		v := named(name)
		if v == nil || !v.Settable() {
			wrong = append(wrong, fmt.Errorf("field Capabilities.RebootRequired: no variable %q can be set; write for example TxCtrlr.TxStartPoint", name))
			continue
		}
		v.AtBoot = true
	}
	return errors.Join(wrong...)
}

// Restore takes the settings of an earlier life. One that the present device model does not allow (any more) is passed
// over.
func (m *Model) Restore(k *kernel.Kernel) {
	stored := map[string]string{}
	k.Load(Record, &stored)
	for i := range m.variables {
		v := &m.variables[i]
		v.configured = v.Value
		if value, is := stored[v.record]; is && v.Settable() && v.Validate(value) == nil {
			v.Value = value
		}
	}
}

// Save keeps the settings for the next life.
func (m *Model) Save(k *kernel.Kernel) { k.Save(Record, m.settings()) }

// settings are the values that differ from those of the configuration, as the store keeps them.
func (m *Model) settings() map[string]string {
	changed := map[string]string{}
	for i := range m.variables {
		if v := &m.variables[i]; v.Settable() && v.lasting() != v.configured {
			changed[v.record] = v.lasting()
		}
	}
	return changed
}
