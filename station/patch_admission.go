package station

// admissionPatches are the faults of who is let charge, and of what becomes of him.
var admissionPatches []patch
