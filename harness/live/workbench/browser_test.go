package workbench_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/live/chromium"
)

func TestAFormMadeFromASchemaIsFilledInAndSent(t *testing.T) {
	b := newBench(t)
	b.answer = func(id string) (string, string, []string, error) {
		return fmt.Sprintf(`[3,%q,{"getVariableResult":[]}]`, id), "CALLRESULT", []string{"/getVariableResult: too short"}, nil
	}
	ctx := chromium.Start(t)
	chromium.Narrow(t, ctx)
	chromium.Steps(t, ctx, chromedp.Navigate(b.address+"/enter"), chromedp.SendKeys(chromedp.CSS("#name"), "Anna"), chromedp.Click(chromedp.CSS("button")),
		chromedp.WaitVisible(chromedp.CSS("#benches")), chromedp.Navigate(b.address+"/request/GetVariables"), chromedp.WaitVisible(chromedp.CSS("#request[data-ready]")))
	type field struct {
		Legend, Label, Kind string
		Needed              bool
	}
	const fields = `[...document.querySelectorAll("#fields .field")].map(f => ({Legend: f.closest("fieldset").querySelector("legend").textContent, Label: f.querySelector("label").firstChild.textContent,
		Kind: f.querySelector("input, select, textarea").tagName, Needed: !!f.querySelector(".needed")}))`
	var got []string
	for _, f := range chromium.Eval[[]field](t, ctx, fields) {
		got = append(got, fmt.Sprintf("%s%s:%s:%t", strings.Fields(f.Legend)[0], f.Label, f.Kind, f.Needed))
	}
	for _, want := range []string{"component" + "name:INPUT:true", "componentinstance:INPUT:false", "variablename:INPUT:true", "getVariableDataattributeType:SELECT:false"} {
		if !strings.Contains(strings.Join(got, " "), want) {
			t.Errorf("the form lacks %s and has %v", want, got)
		}
	}
	const fill = `(() => {
		const press = (within, label) => [...within.querySelectorAll("button")].find(b => b.textContent === label).click();
		const put = (input, value) => { input.value = value; input.dispatchEvent(new Event("input", {bubbles: true})); };
		const form = document.getElementById("fields");
		press(form, "Add one to getVariableData");
		press(form, "Add one to getVariableData");
		form.querySelectorAll(".item")[2].querySelector(":scope > button").click();
		const items = [...form.querySelectorAll(".item")];
		const named = (item, legend) => [...item.querySelectorAll("fieldset")].find(f => f.querySelector("legend").textContent.startsWith(legend));
		items.forEach((item, i) => {
			for (const [legend, text] of [["component", "OCPPCommCtrlr"], ["variable", ["HeartbeatInterval", "MessageTimeout"][i]]])
				put([...named(item, legend).querySelectorAll(":scope > .field")].find(f => f.querySelector("label").firstChild.textContent === "name").querySelector("input"), text);
		});
		const evse = [...items[1].querySelectorAll("button")].find(b => b.textContent === "Add evse");
		evse.click();
		put([...named(items[1], "evse").querySelectorAll(".field")].find(f => f.querySelector("label").firstChild.textContent === "id").querySelector("input"), "2");
		put(items[0].querySelector("select"), '"Target"');
		return JSON.stringify(JSON.parse(document.getElementById("payload").value));
	})()`
	const want = `{"getVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"HeartbeatInterval"},"attributeType":"Target"},{"component":{"name":"OCPPCommCtrlr","evse":{"id":2}},"variable":{"name":"MessageTimeout"}}]}`
	if got := chromium.Eval[string](t, ctx, fill); got != want {
		t.Errorf("the form says\n%s\nexpected\n%s", got, want)
	}
	chromium.Steps(t, ctx, chromedp.Click(chromedp.CSS("#request button.big")))
	chromium.Sees(t, ctx, "the answer, judged", chromium.Holds("[data-exchange='1']", "breaks its schema"))
	chromium.Sees(t, ctx, "what is wrong with it", chromium.Holds("[data-exchange='1'] .trouble", "too short"))
	chromium.Sees(t, ctx, "the traffic", `document.querySelectorAll(".wire > li").length === 2`)
	if kept := chromium.Eval[string](t, ctx, `JSON.stringify(JSON.parse(document.getElementById("payload").value))`); kept != want {
		t.Errorf("sending has changed the form: %s", kept)
	}
	if over := chromium.Eval[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at 360 px the page is %d px too wide", over)
	}
}

func TestWhatTheSchemaRefusesIsToldBesideTheForm(t *testing.T) {
	b := newBench(t)
	b.answer = func(string) (string, string, []string, error) { t.Error("it was sent"); return "", "", nil, nil }
	ctx := chromium.Start(t)
	chromium.Steps(t, ctx, chromedp.Navigate(b.address+"/enter"), chromedp.SendKeys(chromedp.CSS("#name"), "Anna"), chromedp.Click(chromedp.CSS("button")),
		chromedp.WaitVisible(chromedp.CSS("#benches")), chromedp.Navigate(b.address+"/request/Reset"), chromedp.WaitVisible(chromedp.CSS("#request[data-ready]")))
	const byHand = `(() => { const t = document.getElementById("payload"); t.value = '{"type":"Soon","vendor":1}'; t.dispatchEvent(new Event("change")); return document.querySelector("#fields select").value; })()`
	if got := chromium.Eval[string](t, ctx, byHand); got != `"Soon"` {
		t.Errorf("JSON written by hand fills the form with %s", got)
	}
	chromium.Steps(t, ctx, chromedp.Click(chromedp.CSS("#request button.big")))
	chromium.Sees(t, ctx, "the refusal", chromium.Holds("#refused", "/type"))
}

func TestEveryRequestHasItsForm(t *testing.T) {
	b := newBench(t)
	ctx := chromium.Start(t)
	chromium.Steps(t, ctx, chromedp.Navigate(b.address+"/"), chromedp.WaitVisible(chromedp.CSS(".actions a")))
	paths := chromium.Eval[[]string](t, ctx, `[...document.querySelectorAll(".actions a")].map(a => a.getAttribute("href"))`)
	if len(paths) != 40 {
		t.Errorf("the page leads to %d requests, expected 40", len(paths))
	}
	for _, path := range paths {
		chromium.Steps(t, ctx, chromedp.Navigate(b.address+path), chromedp.WaitVisible(chromedp.CSS("#request[data-ready]")))
		// the blank, and what the form makes of it, say the same
		const same = `(() => { const t = document.getElementById("payload"), sorted = v => JSON.stringify(v, (k, x) => x && x.constructor === Object ? Object.fromEntries(Object.entries(x).sort()) : x), was = sorted(JSON.parse(t.value));
			document.getElementById("fields").dispatchEvent(new Event("input")); const is = sorted(JSON.parse(t.value)); return was === is ? "" : was + " became " + is; })()`
		if changed := chromium.Eval[string](t, ctx, same); changed != "" {
			t.Errorf("%s: %s", path, changed)
		}
	}
}
