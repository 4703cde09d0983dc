// Package station is the reference charging station: real firmware with its device model, transactions and memory,
// written from the requirements of part 2 and part 4, not from the test cases. It meets a CSMS only on the wire and the
// world only through package panel, takes its clock from package time and its network from Config.Dial, and so runs the
// same in real time and in a testing/synctest bubble. Deliberate faults are named in package station/defects.
package station
