package charging

// Measurands lists what the station's meters can show. State of charge is not among them: an AC station knows it only
// from an EV that tells it by ISO 15118.
func Measurands() []string {
	names := make([]string, len(measurands))
	for i, m := range measurands {
		names[i] = string(m.name)
	}
	return names
}
