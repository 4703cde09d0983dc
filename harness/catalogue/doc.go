// Package catalogue holds the official test cases for charging stations as facts: ids, names, profiles, conditions, use
// cases, requirement ids and errata. It says which cases a declaration calls for, and keeps the ledger of those that the
// suites do not play. cited.tsv accounts for every requirement of part 2 that a played case cites: it is checked, or the table
// says why it is not; the self-test holds that against the evidence of the good station.
package catalogue
