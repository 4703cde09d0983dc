package strictyaml

import "slices"

// Nearest is the first of the words with the fewest letters to change, for what somebody misspelt. There must be a word.
func Nearest(word string, words []string) string {
	return slices.MinFunc(words, func(a, b string) int { return edits(word, a) - edits(word, b) })
}

// Near is the nearest of the words, and whether it is near enough to be what somebody meant: at most one letter in three is to be
// changed, one of a short word, or two that changed places. There must be a word.
func Near(word string, words []string) (nearest string, near bool) {
	nearest = Nearest(word, words)
	changes := edits(word, nearest)
	return nearest, changes <= max(1, min(len(word), len(nearest))/3) || changes == 2 && letters(word) == letters(nearest)
}

// letters are those of a word, sorted.
func letters(word string) string {
	all := []byte(word)
	slices.Sort(all)
	return string(all)
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
