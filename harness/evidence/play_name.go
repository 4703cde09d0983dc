package evidence

// PlayName names the play of a case in a mode, as --cases does: TC_E_03_CS, TC_E_06_CS/remote.
func PlayName(id, mode string) string {
	if mode == "" {
		return id
	}
	return id + "/" + mode
}
