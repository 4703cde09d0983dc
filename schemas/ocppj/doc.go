// Package ocppj frames messages for the wire: CALL, CALLRESULT and CALLERROR of part 4, section 4.2.
package ocppj
