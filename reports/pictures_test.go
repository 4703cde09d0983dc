package reports

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// pictureWidth is that of the window when a picture is taken.
const pictureWidth = 1120

// TestTheREADMEsPicturesCanBeTaken takes them: the head of a report, and of a failed case the table and the message sequence. They are thrown away unless CERTBENCH_PICTURES names a folder to keep them in. They show the run folder that
// CERTBENCH_RUN names, otherwise the synthetic run of these tests. make pictures sets both.
func TestTheREADMEsPicturesCanBeTaken(t *testing.T) {
	ctx := browser(t)
	url := reportURL(t, "report.html")
	if dir := os.Getenv("CERTBENCH_RUN"); dir != "" {
		if _, err := WriteAll(dir); err != nil {
			t.Fatal(err)
		}
		url = "file://" + filepath.Join(dir, "report.html")
	}
	window := emulation.SetDeviceMetricsOverrideParams{Width: pictureWidth, Height: 900, DeviceScaleFactor: 1}
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, window); err != nil {
		t.Fatal(err)
	}
	media(t, ctx, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}}})
	do(t, ctx, chromedp.Navigate(url), visible("#q"))
	picture(t, ctx, "overview", image.Rect(0, 0, pictureWidth, eval[int](t, ctx, `document.getElementById("performance").offsetTop - 20`)))

	// The shortest case that failed by a message after somebody did something, with that message unfolded.
	id := eval[string](t, ctx, `[...document.querySelectorAll("details.case[data-v=FAIL]")].filter(c => c.querySelector(".seq .act") && c.querySelector("[data-unfold]"))
		.sort((a, b) => a.querySelectorAll("tr, .seq li").length - b.querySelectorAll("tr, .seq li").length)[0].id`)
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(url+"#v=FAIL&case="+id), visible(fmt.Sprintf("[id=%q] .seq", id)),
		click(fmt.Sprintf("[id=%q] [data-unfold]", id)), visible(fmt.Sprintf("[id=%q] .seq pre", id)))
	eval[chromedp.Void](t, ctx, `document.querySelectorAll(".lit").forEach(e => e.classList.remove("lit")); scrollTo(0, 0)`)
	head, table, diagram := box(t, ctx, id, "summary"), box(t, ctx, id, ".steps"), box(t, ctx, id, ".diagram")
	picture(t, ctx, "case", image.Rect(head.Min.X, head.Min.Y, head.Max.X, table.Max.Y+16))
	picture(t, ctx, "sequence", diagram.Inset(-16))
}

// box is where an element of a case stands on the page.
func box(t *testing.T, ctx context.Context, id, selector string) image.Rectangle {
	t.Helper()
	b := eval[[4]int](t, ctx, fmt.Sprintf(`(b => [b.left, b.top, b.right, b.bottom].map(Math.round))(document.querySelector('[id=%q] %s').getBoundingClientRect())`, id, selector))
	return image.Rect(b[0], b[1], b[2], b[3])
}

// picture takes a screenshot of an area of the page.
func picture(t *testing.T, ctx context.Context, name string, area image.Rectangle) {
	t.Helper()
	shot, err := png.Decode(bytes.NewReader(run(t, ctx, chromedp.FullScreenshot(100))))
	if err != nil {
		t.Fatal(err)
	}
	if !area.In(shot.Bounds()) || area.Dy() < 400 {
		t.Fatalf("the picture %s shows %v of a page of %v; want all of a part that is worth showing", name, area, shot.Bounds())
	}
	cut := image.NewPaletted(image.Rectangle{Max: area.Size()}, commonColors(shot, area))
	draw.Draw(cut, cut.Rect, shot, area.Min, draw.Src)
	var file bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&file, cut); err != nil {
		t.Fatal(err)
	}
	if most := 300_000; file.Len() > most {
		t.Errorf("the picture %s has %d bytes, more than the %d that a README may load", name, file.Len(), most)
	}
	dir := os.Getenv("CERTBENCH_PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), file.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// commonColors are the 128 most frequent colours of an area, and up to 128 that stand for the rest: a page of text needs
// no more, and a palette makes its picture small.
func commonColors(shot image.Image, area image.Rectangle) color.Palette {
	count := map[color.NRGBA]int{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			count[color.NRGBAModel.Convert(shot.At(x, y)).(color.NRGBA)]++
		}
	}
	var palette color.Palette
	stood := map[color.NRGBA]bool{} // for what differs from it by little
	for _, c := range slices.SortedFunc(maps.Keys(count), func(a, b color.NRGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	}) {
		rough := color.NRGBA{c.R >> 4, c.G >> 4, c.B >> 4, 255}
		if len(palette) < 128 || len(palette) < 256 && !stood[rough] {
			palette, stood[rough] = append(palette, c), true
		}
	}
	return palette
}
