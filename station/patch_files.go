package station

// filesPatches are the faults of logs and firmware.
var filesPatches []patch
