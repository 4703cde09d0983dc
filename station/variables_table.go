package station

import (
	"reflect"
	"sync"

	"github.com/certbench/certbench/station/certificates"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/display"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/locallist"
	"github.com/certbench/certbench/station/meters"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/monitoring"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// newTable makes the whole device model of a product: the controllers of Core and what is needed under a condition, from
// part 2 "Referenced Components and Variables" and part 4 chapter 8 with the errata of 2025-01, then the physical
// components.
func newTable(t *product.Type, layout panel.Layout) *model.Table {
	return model.NewTable(monitoring.Watchable(t,
		wire.CommunicationRows(t), charging.TransactionRows(t), drivers.AuthorizationRows(t), drivers.CacheRows(t), locallist.Rows(t), reservations.Rows(t),
		charging.MeteringRows(t), meters.SignedRows(t), wire.DeviceRows(t), provisioning.ClockRows(t), provisioning.FirmwareRows(), wire.SecurityRows(t),
		certificates.Rows(t), display.Rows(t), wire.PasswordRows(), site.PhysicalRows(t, layout, meters.PowerRow(t)), monitoring.Rows(t))...)
}

// tables are those of the products that stations were last made of: to make one takes longer than to boot.
var tables struct {
	sync.Mutex
	made []madeTable
}

// mostTables is how many are kept.
const mostTables = 32

type madeTable struct {
	of     product.Type
	layout panel.Layout
	table  *model.Table
}

// tableOf is the device model of a product, the same one for all stations of it.
func tableOf(t *product.Type, layout panel.Layout) *model.Table {
	tables.Lock()
	defer tables.Unlock()
	for i := range tables.made {
		if known := &tables.made[i]; reflect.DeepEqual(&known.of, t) && reflect.DeepEqual(known.layout, layout) {
			tables.made[0], tables.made[i] = tables.made[i], tables.made[0] // the next station is most likely one of the same
			return tables.made[0].table
		}
	}
	if len(tables.made) == mostTables {
		tables.made = tables.made[:mostTables-1]
	}
	table := newTable(t, layout)
	tables.made = append(tables.made, madeTable{*t, layout, table})
	return table
}
