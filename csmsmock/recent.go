package csmsmock

// recent is a map that remembers its newest max keys.
type recent[K comparable, V any] struct {
	max    int
	values map[K]V
	order  []K // a ring once it is max long
	oldest int
}

// usual is room for as many as most connections come to.
const usual = 32

func newRecent[K comparable, V any](max int) *recent[K, V] {
	return &recent[K, V]{max: max, values: make(map[K]V, usual)}
}

func (r *recent[K, V]) get(key K) (V, bool) {
	v, ok := r.values[key]
	return v, ok
}

func (r *recent[K, V]) set(key K, value V) {
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
