// Package workbook reads and writes a PICS as the spreadsheet that vendors and laboratories exchange. It says of every cell
// that it looked at what it took of it, or why it took nothing; what people cannot see in a sheet declares nothing.
package workbook
