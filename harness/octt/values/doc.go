// Package values reads the values of a message by the document's paths, such as "transactionInfo.chargingState", from the raw
// payload, and writes them as a report shows them. It knows no message and no rule.
package values
