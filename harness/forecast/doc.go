// Package forecast tells how long a run still takes: by how long its plays took before, here or on another station, and by how much
// quicker or slower than that those are which have ended.
package forecast
