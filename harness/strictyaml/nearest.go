package strictyaml

import (
	"fmt"
	"slices"
	"strings"
)

// Near is the nearest of the words, and whether it is near enough to be what somebody meant: at most one letter in three is to be
// changed, one of a short word, or two that changed places. Letters count alike, big or small. There must be a word.
func Near(word string, words []string) (near string, is bool) {
	near = nearest(word, words)
	a, b := folded(word), folded(near)
	changes := edits(a, b)
	return near, changes <= max(1, min(len(a), len(b))/3) || changes == 2 && letters(a) == letters(b)
}

// Known is the end of a sentence on a word that is none of the known ones: what was meant where one is near, and all of them.
func Known(word string, words []string) string {
	all := strings.Join(words, ", ")
	if near, is := Near(word, words); is {
		return fmt.Sprintf("did you mean %q? It knows %s", near, all)
	}
	return "it knows " + all
}

// nearest is the first of the words with the fewest letters to change.
func nearest(word string, words []string) string {
	word = folded(word)
	return slices.MinFunc(words, func(a, b string) int { return edits(word, folded(a)) - edits(word, folded(b)) })
}

// longest is how much of a word counts, so that foreign input costs nothing.
const longest = 100

func folded(word string) string { return strings.ToLower(word[:min(len(word), longest)]) }

// letters are those of a word, sorted.
func letters(word string) string {
	all := []byte(word)
	slices.Sort(all)
	return string(all)
}

// edits is the distance of Levenshtein.
func edits(a, b string) int {
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
