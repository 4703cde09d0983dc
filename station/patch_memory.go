package station

import (
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
)

// memoryPatches are the faults of what outlasts a boot.
var memoryPatches = []patch{
	{of: []defects.Defect{defects.SettingsForgottenAtBoot}, put: func(fw *Firmware, s defects.Set) {
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
	if name == f.record && f.gone() {
		return nil, nil
	}
	return f.Store.Load(name)
}

func forgets(fw *Firmware, record string, gone func() bool) {
	fw.Kernel.Memory = forgetful{fw.Kernel.Memory, record, gone}
}
