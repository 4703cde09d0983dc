package station

// driversPatches are the faults of judging idTokens, and of the Authorization Cache.
var driversPatches []patch
