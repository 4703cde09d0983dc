package site

import "github.com/certbench/certbench/station/panel"

// WatchPanel hands the inputs of the panel to the loop until the life is over: those of one act together, whatever the loop does meanwhile.
func (st *Site) WatchPanel() {
	for {
		first, err := st.panel.Next(st.kernel.Context())
		if err != nil {
			return
		}
		inputs := append([]panel.Input{first}, st.panel.Waiting()...)
		if !st.kernel.Post(func() { st.noticedAll(inputs) }) {
			return
		}
	}
}

// noticedAll takes in what came at one moment before anything else is done, up to the end of this life.
func (st *Site) noticedAll(inputs []panel.Input) {
	for _, in := range inputs {
		if !st.kernel.Ended() {
			st.noticed(in)
		}
	}
}

// Record is the name under which it is kept what the CSMS has made Inoperative.
const Record = "availability"

// Hardware reports an output that the panel refused. The usual cause, mains that were cut, is on its way as an input.
func (st *Site) Hardware(err error) {
	if err != nil {
		st.kernel.Log.Warn("an output was refused", "error", err)
	}
}
