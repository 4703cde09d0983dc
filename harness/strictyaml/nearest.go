package strictyaml

import "slices"

// Nearest is the first of the words with the fewest letters to change, for what somebody misspelt. There must be a word.
func Nearest(word string, words []string) string {
	return slices.MinFunc(words, func(a, b string) int { return edits(word, a) - edits(word, b) })
}

// edits is the distance of Levenshtein; of long words only the beginning counts, so that foreign input costs nothing.
func edits(a, b string) int {
	const longest = 100
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
