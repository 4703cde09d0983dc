// Package locallist is the room of the Local Authorization List (block D): what the CSMS has sent of idTokens ahead of time.
//
// It promises that nothing but a SendLocalListRequest changes the list (D01.FR.09), that the list is saved before the request is
// answered and so survives a reboot (D01.FR.10), and that it tells nothing of an idToken while it is switched off. Who may charge
// by what it tells is not its matter.
package locallist
