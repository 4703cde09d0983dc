// Package paper sets documents of headings, sentences and tables on pages of A4, as a PDF whose text can be searched and whose
// bytes are the same whenever it is made again. It knows nothing of stations or runs. What stands on every page, where a page
// ends and what is repeated on the next one is decided here.
package paper
