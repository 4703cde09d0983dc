// Package d_local_list holds the cases of functional block D, Local Authorization List Management (part 6, section 2.5).
package d_local_list
