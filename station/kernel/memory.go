package kernel

import (
	"encoding/json"
	"fmt"
)

// Record is a record that writes itself as encoding/json would, for one that is written too often for that.
type Record interface {
	AppendRecord([]byte) ([]byte, error)
}

// Save writes a record; nothing may be promised to the CSMS or the driver before it returns. A record that cannot be saved
// ends the life.
func (k *Kernel) Save(name string, record any) {
	if err := k.TrySave(name, record); err != nil {
		k.Halt(err)
	}
}

// TrySave writes a record without which the station can go on, because nothing was promised.
func (k *Kernel) TrySave(name string, record any) error {
	err := k.write(record)
	if err == nil {
		err = k.Memory.Save(name, k.written.Bytes())
	}
	if err != nil {
		return fmt.Errorf("record %q cannot be saved: %w", name, err)
	}
	return nil
}

func (k *Kernel) write(record any) error {
	k.written.Reset()
	self, writes := record.(Record)
	if !writes {
		return json.NewEncoder(&k.written).Encode(record)
	}
	text, err := self.AppendRecord(k.written.AvailableBuffer())
	k.written.Write(text)
	return err
}

// Load reads a record and leaves it as it is when it was never saved.
func (k *Kernel) Load(name string, record any) {
	data, err := k.Memory.Load(name)
	if err == nil && data != nil {
		err = json.Unmarshal(data, record)
	}
	if err != nil {
		k.Halt(fmt.Errorf("record %q cannot be loaded: %w", name, err))
	}
}
