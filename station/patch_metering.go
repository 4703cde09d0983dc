package station

// meteringPatches are the faults of meters and of meter values.
var meteringPatches []patch
