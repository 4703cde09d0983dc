package reports

import (
	"io"
)

// Abstract is to come.
func Abstract(w io.Writer, s *Source) error { _, err := io.WriteString(w, ""); return err }
