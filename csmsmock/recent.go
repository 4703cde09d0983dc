package csmsmock

// recent is a map that remembers its newest max keys.
type recent[V any] struct {
	max    int
	values map[string]V
	order  []string // a ring once it is max long
	oldest int
}

// usual is room for as many as most connections come to.
const usual = 32

func newRecent[V any](max int) *recent[V] {
	return &recent[V]{max: max, values: make(map[string]V, usual)}
}

func (r *recent[V]) get(key string) (V, bool) {
	v, ok := r.values[key]
	return v, ok
}

func (r *recent[V]) set(key string, value V) {
	if _, known := r.values[key]; !known {
		if len(r.order) < r.max {
			r.order = append(r.order, key)
		} else {
			delete(r.values, r.order[r.oldest])
			r.order[r.oldest] = key
			r.oldest = (r.oldest + 1) % r.max
		}
	}
	r.values[key] = value
}
