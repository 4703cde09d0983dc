package wire

import "github.com/certbench/certbench/schemas/ocpp201"

// longestReason is what a statusInfo has room for (part 2, StatusInfoType).
const longestReason = 512

// Reason is a statusInfo, nil for a product that gives none: it is optional in every schema.
func (w *Wire) Reason(code, why string) *ocpp201.StatusInfo {
	if w.product.Capabilities.NoReasons {
		return nil
	}
	return &ocpp201.StatusInfo{ReasonCode: code, AdditionalInfo: new(why[:min(len(why), longestReason)])}
}
