// Package image is the form of the reference station's firmware files: who makes such a file and the station that
// installs it meet in it, and nowhere else.
//
// It promises that a file of which any byte was changed is not read as an image. Who has made it, it does not tell: the
// signature stands outside the file (use case L01), and in a file of use case L02 there is none.
package image
