package panel

import (
	"errors"
	"fmt"
)

// longestCustomer is how many characters of an identifier a CustomerInformationRequest can name (part 2).
const longestCustomer = 64

// StoreCustomer gives the station a customer to keep, by an identifier of 1 to 64 characters, as its maker's service tool would.
func (p *Panel) StoreCustomer(identifier string) error {
	return p.act(func() error {
		switch {
		case identifier == "" || len([]rune(identifier)) > longestCustomer:
			return fmt.Errorf("customer identifier %q: %w: give 1 to %d characters", identifier, ErrValue, longestCustomer)
		case !p.mains:
			return errors.New("the mains are off, and the station keeps nothing new")
		}
		p.push(Input{Kind: CustomerStored, Customer: identifier})
		return nil
	})
}
