package evidence

// Words keeps each of the strings once that a run says over and over, such as names and ids.
type Words map[string]string

// Keep returns a string that is kept once, however often the evidence says it.
func (w Words) Keep(s string) string {
	known, is := w[s]
	if !is {
		w[s], known = s, s
	}
	return known
}
