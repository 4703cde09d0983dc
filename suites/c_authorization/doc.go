// Package c_authorization holds the cases of functional block C, Authorization (part 6, section 2.4).
package c_authorization
