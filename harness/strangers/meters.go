package strangers

import "encoding/json"

// What a station tells wrongly of its meters.

// samples does something to each sampledValue of a message, and says that the message has changed.
func (m *Message) samples(do func(map[string]any)) {
	list, _ := m.Get("meterValue").([]any)
	for _, value := range list {
		samples, _ := value.(map[string]any)["sampledValue"].([]any)
		for _, sample := range samples {
			do(sample.(map[string]any))
		}
	}
	if list != nil {
		m.Set("meterValue", list)
	}
}

// isImport tells a sample of the register of what was imported.
func isImport(sample map[string]any) bool {
	return sample["measurand"] == nil || sample["measurand"] == "Energy.Active.Import.Register"
}

// number is the value of a sample.
func number(sample map[string]any) float64 {
	n, _ := sample["value"].(json.Number)
	value, _ := n.Float64()
	return value
}

var _ = register(Fault{
	Name:     "register-told-again-in-thousands",
	Sentence: "Every second message of sampled values tells the register a thousandfold smaller, with neither unit nor location.",
	Cases:    []string{"TC_J_09_CS"},
	New: func() Patch {
		n := 0
		return func(m *Message) {
			if !m.Asks(Station, "TransactionEvent") || m.Text("triggerReason") != "MeterValuePeriodic" {
				return
			}
			if n++; n%2 == 0 {
				m.samples(func(sample map[string]any) {
					if isImport(sample) {
						sample["value"] = number(sample) / 1000
						delete(sample, "unitOfMeasure")
						delete(sample, "location")
					}
				})
			}
		}
	},
})

var _ = register(Fault{
	Name:     "register-stands-still",
	Sentence: "The register of what was imported shows the same while energy flows.",
	Cases:    []string{"TC_J_09_CS", "TC_J_02_CS/local", "TC_J_10_CS/local"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "TransactionEvent") {
				m.samples(func(sample map[string]any) {
					if isImport(sample) {
						sample["value"] = 1000
					}
				})
			}
		}
	},
})

var _ = register(Fault{
	Name:     "no-values-of-the-second-evse",
	Sentence: "No MeterValues are sent of EVSE 2.",
	Cases:    []string{"TC_J_01_CS@full", "TC_J_02_CS/local@full", "TC_F_12_CS@full"},
	New:      func() Patch { return unmetered("2") },
})

var _ = register(Fault{
	Name:     "no-values-of-the-main-meter",
	Sentence: "No MeterValues are sent of the main power meter.",
	Cases:    []string{"TC_J_01_CS@full", "TC_J_02_CS/local@full"},
	New:      func() Patch { return unmetered("0") },
})

// unmetered keeps the MeterValues of an EVSE from the CSMS. The station does not know.
func unmetered(evse json.Number) Patch {
	return func(m *Message) {
		if m.Asks(Station, "MeterValues") && m.Get("evseId") == evse {
			m.Answer(map[string]any{})
		}
	}
}

var _ = register(Fault{
	Name:     "values-under-another-evse",
	Sentence: "The MeterValues of EVSE 2 are told as those of EVSE 1.",
	Cases:    []string{"TC_J_01_CS@full", "TC_J_02_CS/local@full", "TC_F_12_CS@full"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "MeterValues") && m.Get("evseId") == json.Number("2") {
				m.Set("evseId", 1)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "second-value-of-another-context",
	Sentence: "The second value in a MeterValues says that a transaction began.",
	Cases:    []string{"TC_J_01_CS", "TC_J_02_CS/local", "TC_J_06_CS/local"},
	New: func() Patch {
		return func(m *Message) {
			samples, ok := m.Get("meterValue[0].sampledValue").([]any)
			if ok && m.Asks(Station, "MeterValues") {
				m.Set("meterValue[0].sampledValue", append(samples, map[string]any{"value": 50, "measurand": "Frequency", "context": "Transaction.Begin"}))
			}
		}
	},
})

var _ = register(Fault{
	Name:     "triggered-values-of-nothing-configured",
	Sentence: "Triggered values are of a measurand that is not configured.",
	Cases:    []string{"TC_F_11_CS", "TC_F_12_CS@full", "TC_F_13_CS/local", "TC_F_14_CS/local@full"},
	New: func() Patch {
		return func(m *Message) {
			if m.From == Station && m.Text("meterValue[0].sampledValue[0].context") == "Trigger" {
				m.samples(func(sample map[string]any) { sample["measurand"] = "Power.Factor" })
			}
		}
	},
})

var _ = register(Fault{
	Name:     "clock-stands-still-in-a-transaction",
	Sentence: "Every message of a transaction has the timestamp of the first.",
	Cases:    []string{"TC_E_17_CS/local"},
	New: func() Patch {
		first := map[any]string{}
		return func(m *Message) {
			if !m.Asks(Station, "TransactionEvent") {
				return
			}
			id := m.Get("transactionInfo.transactionId")
			if first[id] == "" {
				first[id] = m.Text("timestamp")
			}
			m.Set("timestamp", first[id])
		}
	},
})

var _ = register(Fault{
	Name:     "transaction-state-never",
	Sentence: "No TransactionEvent tells a chargingState.",
	Cases:    []string{"TC_E_16_CS", "TC_E_43_CS", "TC_C_26_CS/local"},
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "TransactionEvent") {
				m.Delete("transactionInfo.chargingState")
			}
		}
	},
})
