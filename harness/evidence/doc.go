// Package evidence is what a run leaves behind: plain records, the order of verdicts, the append-only recorder that
// chains every record to the one before, and the reader that proves nothing was altered. Documents are made from it;
// nothing in here makes documents.
package evidence
