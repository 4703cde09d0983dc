// Package chromium drives a browser in the tests of the pages that certbench writes and serves.
package chromium
