package ocpp201

import "sort"

// Request is any of the 64 request types; P is the type of its response.
// A function with parameters (Q Request[P], P any) infers P from the request it is given.
type Request[P any] interface {
	// Action is the name that a CALL carries.
	Action() string
	// Response is the response's zero value.
	Response() P
}

// Message makes values of an action's two types, for those who know the action only at run time.
type Message struct {
	Action      string
	NewRequest  func() any // a pointer to a zero request
	NewResponse func() any // a pointer to a zero response
}

// Lookup finds an action by its name, which is case-sensitive (part 4, section 4.2.1).
func Lookup(action string) (Message, bool) {
	i := sort.Search(len(messages), func(i int) bool { return messages[i].Action >= action })
	if i == len(messages) || messages[i].Action != action {
		return Message{}, false
	}
	return messages[i], true
}

// Actions lists the 64 actions in alphabetical order.
func Actions() []string {
	names := make([]string, len(messages))
	for i, message := range messages {
		names[i] = message.Action
	}
	return names
}
