package panel

import (
	"net/http"
	"testing"
)

func TestAShutKeepsAnEVOut(t *testing.T) {
	p := New(layout)
	must(t, p.SetShutter(1, 1, true))
	must(t, p.SetShutter(3, 1, true))
	if c, _ := p.Read().At(1, 1); !c.Shut {
		t.Errorf("read %+v, expected it shut", c)
	}
	must(t, p.PlugInEV(1, 1)) // the far end of a loose cable
	refused(t, p.PlugIn(1, 1, false), "until a driver is authorized")
	refused(t, p.PlugIn(1, 1, true), "until a driver is authorized")
	refused(t, p.PlugIn(3, 1, false), "until a driver is authorized")
	refused(t, p.PlugInEV(3, 1), "until a driver is authorized")
	if code, a := request(p, http.MethodPost, "/ev/api/v1/plugin?evse_id=3"); code != 409 {
		t.Errorf("the EV emulator's call answered %d %+v, expected 409", code, a)
	}
	expectInputs(t, p)
	must(t, p.SetShutter(1, 1, false))
	must(t, p.SetShutter(3, 1, false))
	must(t, p.PlugIn(1, 1, false))
	must(t, p.PlugIn(3, 1, false))
}

func TestAShutterClosesBehindAPlug(t *testing.T) {
	p := New(layout)
	must(t, p.PlugIn(1, 1, false))
	must(t, p.SetShutter(1, 1, true))
	must(t, p.PlugOutEV(1, 1))
	must(t, p.PlugIn(1, 1, false))
	must(t, p.PlugOut(1, 1))
	refused(t, p.PlugIn(1, 1, false), "until a driver is authorized")
	must(t, p.PowerOff())
	refused(t, p.SetShutter(1, 1, false), "mains are off")
	refused(t, p.PlugIn(1, 1, false), "until a driver is authorized")
}
