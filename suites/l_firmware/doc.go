// Package l_firmware holds the cases of functional block L, Firmware Management: what a station makes of an UpdateFirmwareRequest
// with a signing certificate (L01), and of one without (TC_L_18_CS).
package l_firmware
