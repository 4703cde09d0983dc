// Package i_tariff_cost holds the cases of functional block I, TariffAndCost: what the driver is told of the price, during the
// transaction (I02) and after it (I03).
//
// Their tables validate messages only, and their purpose is that the cost is displayed "correctly": where a rig, or a person, can look at
// the display it is looked at. A bench without one plays the messages.
package i_tariff_cost
