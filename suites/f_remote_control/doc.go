// Package f_remote_control holds the cases of functional block F, Remote Control (part 6, section 2.7).
package f_remote_control
