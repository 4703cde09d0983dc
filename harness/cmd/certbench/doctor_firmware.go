package main

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

const firmwareImages = "firmware images"

// imageKinds are those that a bench file may name.
var imageKinds = []octt.FirmwareKind{octt.TestedFirmware, octt.OtherFirmware, octt.SpoiledFirmware}

// firmware says which images the bench has, whose signatures were verified when its file was read, and what is missing.
func firmware(file *bench.File) examined {
	images := file.Images()
	switch {
	case file.Station.Reference != nil:
		return well(firmwareImages, "the reference station brings its own along")
	case images == nil:
		return examined{What: firmwareImages, Verdict: evidence.Warning, Found: "none: cases that update the firmware are NOT RUN",
			Do: "add firmware: to the bench file, with the images of the product; certbench firmware --help says how they are signed"}
	}
	var has, lacks []string
	for _, kind := range imageKinds {
		if image, err := images.Image(kind); err == nil {
			has = append(has, fmt.Sprintf("%s (SHA-256 %s…)", image, image.SHA256[:12]))
		} else {
			lacks = append(lacks, "firmware."+string(kind))
		}
	}
	x := well(firmwareImages, strings.Join(has, ", "))
	if _, err := images.WrongCertificate(octt.ExpiredCertificate); err != nil {
		lacks = append(lacks, "firmware.manufacturer with its key, or firmware.expiredCertificate")
	}
	if len(lacks) > 0 {
		x.Verdict, x.Do = evidence.Warning, "add "+strings.Join(lacks, ", ")+" to the bench file: cases that need it are NOT RUN, or leave a row out"
	}
	return x
}

// runs holds the version that the station tells against those of the images.
func runs(running *bench.Running, file *bench.File) []examined {
	images, told := file.Images(), running.Identity().Firmware
	if images == nil || told == "" {
		return nil
	}
	tested, err := images.Image(octt.TestedFirmware)
	other, _ := images.Image(octt.OtherFirmware)
	const what = "firmware of the station"
	switch {
	case err != nil, tested.Version == "":
		return nil
	case tested.Version == told:
		return []examined{well(what, "the tested one, "+told)}
	case other.Version == told:
		return []examined{{What: what, Verdict: evidence.Warning, Found: fmt.Sprintf("%s, that of firmware.other", told),
			Do: "nothing: a run installs the tested firmware first"}}
	}
	return []examined{{What: what, Verdict: evidence.Warning, Found: fmt.Sprintf("%s, and firmware.tested is %s: cases that update the firmware are NOT RUN", told, tested.Version),
		Do: "correct firmware.tested in the bench file, or its version"}}
}
