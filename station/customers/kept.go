package customers

import (
	"fmt"
	"time"
)

// Record is the name under which customers are kept.
const Record = "customers"

// Customer is what is kept of one besides his identifier.
type Customer struct {
	Stored time.Time
}

// Restore takes over the customers of an earlier life.
func (cu *Customers) Restore() { cu.kernel.Load(Record, &cu.Kept) }

// Store keeps a customer whom a service tool has named. A product that keeps none by an identifier takes no notice (C-14).
func (cu *Customers) Store(identifier string) {
	if !cu.product.Capabilities.CustomerIdentifiers {
		return
	}
	cu.Kept[identifier] = Customer{Stored: cu.kernel.Now()}
	cu.kernel.Save(Record, cu.Kept)
}

// kept is what is told of a customer.
func (cu *Customers) kept(identifier string) []string {
	c, known := cu.Kept[identifier]
	if !known {
		return nil
	}
	return []string{fmt.Sprintf("Customer %s is kept since %s.", identifier, c.Stored.UTC().Format(time.RFC3339))}
}

func (cu *Customers) remove(identifier string) {
	if _, known := cu.Kept[identifier]; known {
		delete(cu.Kept, identifier)
		cu.kernel.Save(Record, cu.Kept)
	}
}
