package paper

// colour is red, green and blue, each to 255.
type colour [3]int

func (c colour) rgb() (r, g, b int) { return c[0], c[1], c[2] }

func (p *Pages) color(c colour) { p.pdf.SetTextColor(c.rgb()) }

// What stands on white reads at a contrast of 4.5 at least, as on the pages for browsers.
var (
	ink   = colour{27, 31, 36}
	muted = colour{87, 96, 106}
	line  = colour{208, 215, 222}
	tint  = colour{243, 245, 248}
)

// tones are the colour of the letters and of what is behind them.
var tones = map[Tone]struct{ ink, tint colour }{
	Plain: {ink, tint},
	Muted: {muted, tint},
	Good:  {colour{17, 99, 41}, colour{230, 245, 233}},
	Bad:   {colour{164, 14, 38}, colour{253, 234, 234}},
	Doubt: {colour{125, 78, 0}, colour{255, 245, 220}},
}
