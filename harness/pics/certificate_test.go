package pics

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// specKit finds the folder of tables drawn from the official documents, which lies beside the repository on a
// developer's machine: shared/spec in one of the folders above. It is "" elsewhere.
func specKit(t *testing.T) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if kit := filepath.Join(dir, "shared", "spec"); isDir(kit) {
			return kit
		}
	}
	return ""
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// transcribed prints an item as the certificate does: its value, and for measurands what the vendor supports.
func transcribed(d *Declaration, f Feature) (value, vendor string) {
	v, answered := d.Features[f]
	switch {
	case !answered:
		return "", ""
	case v.Kind == MeasurandLists:
		return strings.Join(v.Measurands.Tested, " "), strings.Join(v.Measurands.Supported, " ")
	case v.Kind == Number:
		return strconv.Itoa(v.Number), ""
	case v.Kind == Text:
		return v.Text, ""
	case v.Kind == List && len(v.Items) > 0 && f == HFS_9:
		return strings.Join(v.Items, ", "), ""
	case v.Kind == List && len(v.Items) > 0:
		return strings.Join(v.Items, " "), ""
	}
	return map[Answer]string{Yes: "Yes", No: "No"}[v.Answer()], ""
}

func TestTheExampleSaysWhatTheCertificateSays(t *testing.T) {
	d := readExample(t)
	answered, absent := 0, 0
	for _, info := range featureTable {
		switch {
		case info.Kind == Choice:
		case d.Answer(info.ID) == Undeclared:
			absent++
		default:
			answered++
		}
	}
	// The certificate prints 118 items, of which 7 are choices without a value; the features of the profiles that were not
	// tested are absent.
	if answered != 111 || absent != 17 {
		t.Errorf("expected 111 items answered and 17 absent, got %d and %d", answered, absent)
	}
	kit := specKit(t)
	if kit == "" {
		t.Log("the tables of the official documents are not beside the repository; only the counts were compared")
		return
	}
	for _, row := range readTable(t, filepath.Join(kit, "pics-features.csv")) {
		value, vendor := transcribed(d, Feature(row["id"]))
		if value != row["certificate_value"] || vendor != row["certificate_vendor_value"] {
			t.Errorf("%s: expected %q and %q as on the certificate, got %q and %q", row["id"], row["certificate_value"], row["certificate_vendor_value"], value, vendor)
		}
		if _, known := Info(Feature(row["id"])); !known && retired[Feature(row["id"])] == "" {
			t.Errorf("%s is an official item that the table of features lacks", row["id"])
		}
	}
}

func readTable(t *testing.T, path string) []map[string]string {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[all[0][i]] = cell
		}
		out = append(out, row)
	}
	return out
}
