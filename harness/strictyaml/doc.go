// Package strictyaml walks the files that people write for the bench: YAML in which nothing is overlooked. What is
// unknown, stands twice or is of the wrong kind is an error with its place and with what to write instead, and one
// reading names them all.
package strictyaml
