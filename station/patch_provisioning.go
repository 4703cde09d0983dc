package station

// provisioningPatches are the faults of registration, variables and reports.
var provisioningPatches []patch
