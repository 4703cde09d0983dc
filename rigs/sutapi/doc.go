// Package sutapi is the rig on the other side of the OCTT SUT API: the HTTP calls with which the official tool has its
// manual actions done by a machine. One protocol thereby serves our reference station, other people's stations and
// test rigs that were built for the official tool.
//
// The API has no call that looks at a display. Where the read-back of a server has a display, as that of our reference station, it is read
// there. Any other is asked by POST /display to watch it, with the text of a rigs.Sight, the longer text that does not count (without), and for
// how many seconds; it answers {"shown": true or false, "observed": "what it has seen"}. A text that moves over the display, or comes page by
// page, is shown. Where the display has room for a part of it only, and never shows the rest, the answer has "cut": true beside that: then it
// proves nothing. With stays=true it is to be watched for all of that time: shown is whether the display went on to show the text, with nothing in
// turns with it, cut that nobody can tell, and the answer has "stays": true beside that; one without tells nothing of it. A server that answers 404 or 405 has no rig for it.
package sutapi
