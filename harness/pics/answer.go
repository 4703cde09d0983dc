package pics

// Answer is what a declaration says about an item or a condition.
type Answer int

const (
	Undeclared Answer = iota // the file does not say: an error of the file, never a no
	No
	Yes
)

func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case No:
		return "no"
	default:
		return "undeclared"
	}
}

func answerOf(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

// not, and, or are Kleene's strong three-valued connectives: an undeclared operand leaves the result undeclared unless the
// other operands decide it alone.
func (a Answer) not() Answer {
	switch a {
	case Yes:
		return No
	case No:
		return Yes
	default:
		return Undeclared
	}
}

func and(answers ...Answer) Answer {
	result := Yes
	for _, a := range answers {
		switch {
		case a == No:
			return No
		case a == Undeclared:
			result = Undeclared
		}
	}
	return result
}

func or(answers ...Answer) Answer {
	result := No
	for _, a := range answers {
		switch {
		case a == Yes:
			return Yes
		case a == Undeclared:
			result = Undeclared
		}
	}
	return result
}
