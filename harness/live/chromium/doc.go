// Package chromium drives a browser in the tests of the pages that certbench serves.
package chromium
