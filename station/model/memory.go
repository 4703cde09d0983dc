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
	var wrong []error
	for name, value := range settings {
		v := m.Named(name)
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
		v := m.Named(name)
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
