// Package drivers knows who may charge (block C): it judges idTokens by the Local Authorization List, by the Authorization Cache,
// by the CSMS and by what the station may do offline, and tells tokens, groups and the Master Pass apart.
//
// It promises one judgement for each token that is presented, at once or when the CSMS has answered, and that what the CSMS
// says of a token is in the cache before anything follows from it. What a driver does with his right is not its matter.
package drivers
