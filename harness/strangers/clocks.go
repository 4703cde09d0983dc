package strangers

import "time"

// What a station tells at the wrong time, or with a wrong time.

// shifted moves the time at a path of a message, where there is one.
func (m *Message) shifted(path string, by time.Duration) {
	if at, err := time.Parse(time.RFC3339Nano, m.Text(path)); err == nil {
		m.Set(path, at.Add(by).UTC().Format(time.RFC3339Nano))
	}
}

var reports = []string{"TC_B_12_CS", "TC_B_13_CS", "TC_B_14_CS", "TC_B_53_CS"}

var _ = register(Fault{
	Name:     "report-generated-ten-seconds-ago",
	Sentence: "The generatedAt of a report is ten seconds before the report was asked for.",
	Cases:    reports,
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "NotifyReport") {
				m.shifted("generatedAt", -10*time.Second)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "report-generated-in-a-minute",
	Sentence: "The generatedAt of a report is a minute ahead.",
	Cases:    reports,
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "NotifyReport") {
				m.shifted("generatedAt", time.Minute)
			}
		}
	},
})

var _ = register(Fault{
	Name:     "clock-a-minute-ahead",
	Sentence: "The generatedAt of a report is a minute ahead, and so is the station's own clock.",
	Cases:    []string{"TC_B_12_CS"},
	New: func() Patch {
		return func(m *Message) {
			switch {
			case m.Asks(Station, "NotifyReport"):
				m.shifted("generatedAt", time.Minute)
			case m.Answers(Station, "GetVariables"):
				m.shifted("getVariableResult[0].attributeValue", time.Minute)
			}
		}
	},
})

var _ = register(Fault{
	Name:       "report-generated-three-seconds-ago",
	Sentence:   "The generatedAt of a report is three seconds before the report was asked for, which laboratories allow.",
	Cases:      reports,
	Conformant: true,
	New: func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "NotifyReport") {
				m.shifted("generatedAt", -3*time.Second)
			}
		}
	},
})

// sampledOff moves the times of the meter values of a message.
func sampledOff(action string, by time.Duration) func() Patch {
	return func() Patch {
		return func(m *Message) {
			if m.Asks(Station, action) {
				for i := range m.Count("meterValue") {
					m.shifted(index("meterValue", i)+".timestamp", by)
				}
			}
		}
	}
}

var (
	metered = []string{"TC_E_03_CS", "TC_J_02_CS/local", "TC_J_08_CS/remote", "TC_E_40_CS/local"}
	aligned = []string{"TC_J_01_CS"}
)

var _ = register(Fault{
	Name:     "meter-value-an-hour-old",
	Sentence: "The timestamps of the meter values of a transaction are an hour old.",
	Cases:    metered,
	New:      sampledOff("TransactionEvent", -time.Hour),
})

var _ = register(Fault{
	Name:     "meter-value-in-an-hour",
	Sentence: "The timestamps of the meter values of a transaction are an hour ahead.",
	Cases:    metered,
	New:      sampledOff("TransactionEvent", time.Hour),
})

var _ = register(Fault{
	Name:     "aligned-value-an-hour-old",
	Sentence: "The timestamps in MeterValues are an hour old.",
	Cases:    aligned,
	New:      sampledOff("MeterValues", -time.Hour),
})

var _ = register(Fault{
	Name:     "aligned-value-in-an-hour",
	Sentence: "The timestamps in MeterValues are an hour ahead.",
	Cases:    aligned,
	New:      sampledOff("MeterValues", time.Hour),
})

var _ = register(Fault{
	Name:       "meter-value-a-moment-old",
	Sentence:   "The timestamps of meter values are three seconds old, because the meter is read at intervals, which is allowed.",
	Cases:      metered,
	Conformant: true,
	New:        sampledOff("TransactionEvent", -3*time.Second),
})

func timeoutLate(by time.Duration) func() Patch {
	return func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "TransactionEvent") && m.Text("triggerReason") == "EVConnectTimeout" {
				m.shifted("timestamp", by)
				m.Late(by)
			}
		}
	}
}

var timeouts = []string{"TC_E_05_CS", "TC_F_04_CS", "TC_E_39_CS/local", "TC_E_39_CS/remote"}

var _ = register(Fault{
	Name:     "timeout-six-seconds-late",
	Sentence: "EVConnectTimeout comes six seconds after EVConnectionTimeOut is over.",
	Cases:    timeouts,
	New:      timeoutLate(6 * time.Second),
})

var _ = register(Fault{
	Name:       "timeout-three-seconds-late",
	Sentence:   "EVConnectTimeout comes three seconds after EVConnectionTimeOut is over, which laboratories allow.",
	Cases:      timeouts,
	Conformant: true,
	New:        timeoutLate(3 * time.Second),
})

// stateOff moves the times of the states of connectors.
func stateOff(by time.Duration) func() Patch {
	return func() Patch {
		return func(m *Message) {
			if m.Asks(Station, "StatusNotification") {
				m.shifted("timestamp", by)
			}
		}
	}
}

var stated = []string{"TC_G_01_CS", "TC_G_02_CS"}

var _ = register(Fault{
	Name:     "state-two-hours-back",
	Sentence: "The timestamps of StatusNotifications are two hours back: a local time that is called UTC.",
	Cases:    stated,
	New:      stateOff(-2 * time.Hour),
})

var _ = register(Fault{
	Name:     "state-two-hours-ahead",
	Sentence: "The timestamps of StatusNotifications are two hours ahead: a local time that is called UTC.",
	Cases:    stated,
	New:      stateOff(2 * time.Hour),
})

var _ = register(Fault{
	Name:       "state-since-two-hours",
	Sentence:   "A StatusNotification that tells a state again has the time of two hours ago, since when it is so.",
	Cases:      []string{"TC_G_01_CS", "TC_G_02_CS", "TC_F_23_CS", "TC_B_20_CS"},
	Conformant: true,
	New: func() Patch {
		told := map[string]string{}
		return func(m *Message) {
			if !m.Asks(Station, "StatusNotification") {
				return
			}
			at, is := m.Number("evseId")+"/"+m.Number("connectorId"), m.Text("connectorStatus")
			if told[at] == is {
				m.shifted("timestamp", -2*time.Hour)
			}
			told[at] = is
		}
	},
})

var _ = bring(Immature{
	Name:     "states-two-hours-back",
	Sentence: "The timestamps of StatusNotifications are two hours back: a local time that is called UTC.",
	Shows:    []string{`^TC_G_01_CS\tWARNING\talways/`, `^TC_G_02_CS\tWARNING\talways/`},
	About:    `timestamp of a connector's state`,
	New:      stateOff(-2 * time.Hour),
})
