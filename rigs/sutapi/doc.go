// Package sutapi is the rig on the other side of the OCTT SUT API: the HTTP calls with which the official tool has its
// manual actions done by a machine. One protocol thereby serves our reference station, other people's stations and
// test rigs that were built for the official tool.
package sutapi
