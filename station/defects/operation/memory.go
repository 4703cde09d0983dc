package operation

import (
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"

	"github.com/certbench/certbench/station"
)

// memoryPatches are the faults of what outlasts a boot.
var memoryPatches = []defects.Patch{
	{Of: []defects.Defect{defects.SettingsForgottenAtBoot}, Put: func(fw *station.Firmware, s defects.Set) {
		forgets(fw, model.Record, func() bool { return s.Has(defects.SettingsForgottenAtBoot) })
	}},
}

// forgetful is a memory in which a record is found no more.
type forgetful struct {
	kernel.Store
	record string
	gone   func() bool
}

func (f forgetful) Load(name string) ([]byte, error) {
	data, err := f.Store.Load(name)
	if name == f.record && data != nil && f.gone() {
		return nil, nil
	}
	return data, err
}

func forgets(fw *station.Firmware, record string, gone func() bool) {
	fw.Kernel.Memory = forgetful{fw.Kernel.Memory, record, gone}
}
