// Package catalogue holds the official test cases for charging stations as facts: ids, names, profiles, conditions, use
// cases, requirement ids and errata. It says which cases a declaration calls for, and keeps the ledger of those that the
// suites do not play.
package catalogue
