// Package workbench is a page on which an engineer sends requests to a station by hand, by forms made from the schemas, and sees all
// that goes over the wire. Each message is judged by its schema; there is no case there, and no verdict.
package workbench
