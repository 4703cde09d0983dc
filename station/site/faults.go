package site

// anotherToken is no token that was presented.
const AnotherToken = "ANOTHER-TOKEN"
