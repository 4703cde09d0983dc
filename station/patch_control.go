package station

// controlPatches are the faults of remote control and resets.
var controlPatches []patch
