// Package e_transactions holds the cases of functional block E, Transactions (part 6, section 2.6).
package e_transactions
