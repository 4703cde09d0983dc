// Package inventory says what a station's own inventory (part 2, B07: GetBaseReport FullInventory) shows of its PICS: which answers a
// variable is, which ones it only suggests by being there, and the message that shows it. It asks nothing.
package inventory
