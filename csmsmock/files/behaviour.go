package files

import "time"

// Behaviour is what goes wrong with the transfers that begin from now on; the zero value is a good server. What is not zero
// goes wrong in all protocols, each in its own words. Hold and Release are apart, because they reach what is under way.
type Behaviour struct {
	Refuse   bool          // no transfer begins: the server is busy
	Deny     bool          // no transfer begins: the client may not
	Rate     int64         // bytes a second of each transfer
	Cut      int64         // every connection of the transfer breaks after so many bytes of the file
	Full     int64         // an upload finds room for so many bytes, then none
	Spoil    bool          // one bit in the middle of a download is another
	Truncate int64         // a download is so many bytes short, as if the file were
	Slow     time.Duration // how long every answer takes
}
