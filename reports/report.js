// Filter, search, and frames on demand. The page reads without this script; what it adds is kept in the address:
// #v=FAIL,ERROR&q=cable&case=TC_E_03_CS
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const search = document.getElementById("q"), found = document.getElementById("found"), toggle = document.getElementById("toggle");
  const cases = all(".case"), chips = all(".chip");
  const usual = chips.filter(c => c.getAttribute("aria-pressed") === "true").map(c => c.dataset.v).join();

  const pressed = () => chips.filter(c => c.getAttribute("aria-pressed") === "true").map(c => c.dataset.v);
  const press = (chip, on) => chip.setAttribute("aria-pressed", on);

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean), verdicts = pressed();
    let shown = 0;
    const hidden = new Map(); // by the filter alone: verdict to number of cases
    for (const c of cases) {
      const found = words.every(w => c.dataset.s.includes(w)), on = found && verdicts.includes(c.dataset.v);
      c.classList.toggle("off", !on);
      shown += on;
      if (found && !on) hidden.set(c.dataset.v, (hidden.get(c.dataset.v) ?? 0) + 1);
    }
    for (const b of all(".block")) b.classList.toggle("off", !b.querySelector(".case:not(.off)"));
    found.textContent = `${shown} of ${cases.length} shown`;
    const more = [...hidden.values()].reduce((a, b) => a + b, 0);
    if (words.length && more) found.textContent += `; ${more} more ${more === 1 ? "is" : "are"} hidden by the filter: ${[...hidden.keys()].join(", ")}`;
  }

  function remember() {
    const state = new URLSearchParams();
    if (pressed().join() !== usual) state.set("v", pressed().join());
    if (search.value) state.set("q", search.value);
    const open = all("details.case[open]").map(c => c.id);
    if (open.length && open.length <= 8) state.set("case", open.join());
    history.replaceState(null, "", "#" + state.toString().replaceAll("%2C", ","));
  }

  function recall() {
    const hash = decodeURIComponent(location.hash.slice(1)), target = hash && document.getElementById(hash);
    if (target) return reveal(target);
    const state = new URLSearchParams(location.hash.slice(1));
    const verdicts = (state.has("v") ? state.get("v") : usual).split(",");
    chips.forEach(c => press(c, verdicts.includes(c.dataset.v)));
    search.value = state.get("q") ?? "";
    apply();
    const open = (state.get("case") ?? "").split(",").map(id => id && document.getElementById(id)).filter(Boolean);
    open.forEach(c => { c.open = true; });
    if (open.length) open[0].scrollIntoView();
  }

  function reveal(target) {
    const holder = target.closest(".case");
    if (holder && holder.classList.contains("off")) {
      search.value = "";
      chips.forEach(c => press(c, pressed().includes(c.dataset.v) || c.dataset.v === holder.dataset.v));
      apply();
    }
    if (target.matches("details")) target.querySelector("summary").focus({ preventScroll: true });
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    target.scrollIntoView({ block: target.matches(".case") ? "start" : "center" });
    if (!target.matches(".case")) {
      all(".lit").forEach(e => e.classList.remove("lit"));
      target.classList.add("lit");
    }
  }

  // step moves the focus to the next or the previous case that is shown.
  function step(by) {
    const heads = all("details.case:not(.off) > summary");
    const at = heads.findLastIndex(h => h === document.activeElement || h.parentElement.contains(document.activeElement));
    const next = heads[at < 0 ? (by > 0 ? 0 : heads.length - 1) : at + by];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.parentElement.scrollIntoView({ block: "nearest" });
  }

  const frames = new WeakMap();
  function framesOf(c) {
    if (!frames.has(c)) frames.set(c, new Map(JSON.parse(c.querySelector("script").textContent)));
    return frames.get(c);
  }

  // print writes a value of a frame as indented JSON, and marks the fields of its payload that a failed check names.
  function print(out, value, indent, path, marked) {
    const within = marked.includes(path) ? out.appendChild(document.createElement("mark")) : out;
    if (value === null || typeof value !== "object") return within.append(JSON.stringify(value));
    const list = Array.isArray(value), keys = Object.keys(value), [first, last] = list ? "[]" : "{}";
    if (!keys.length) return within.append(first + last);
    within.append(first);
    keys.forEach((key, n) => {
      within.append(`${n ? "," : ""}\n${indent}  ${list ? "" : JSON.stringify(key) + ": "}`);
      print(within, value[key], indent + "  ", list ? `${path}[${key}]` : path ? `${path}.${key}` : key, marked);
    });
    within.append(`\n${indent}${last}`);
  }
  function block(raw, marked = []) {
    const pre = document.createElement("pre");
    pre.tabIndex = 0;
    let frame;
    try { frame = JSON.parse(raw); } catch { pre.textContent = raw; return pre; }
    if (!Array.isArray(frame)) { pre.textContent = raw; return pre; }
    const payload = frame[0] === 2 ? 3 : 2;
    pre.append("[");
    frame.forEach((part, n) => {
      pre.append(`${n ? "," : ""}\n  `);
      print(pre, part, "  ", "", n === payload ? marked : []);
    });
    pre.append("\n]");
    return pre;
  }
  function unfold(button) {
    const line = button.parentElement, old = line.querySelector("pre");
    if (old) old.remove();
    else line.append(block(framesOf(button.closest(".case")).get(Number(line.id.slice(1))), (line.dataset.paths ?? "").split("\n").filter(Boolean)));
    button.setAttribute("aria-expanded", !old);
  }
  function unfoldRaw(details) {
    if (!details.open || details.childElementCount > 1) return;
    for (const [seq, raw] of framesOf(details.closest(".case"))) {
      const line = document.getElementById("s" + seq), head = document.createElement("h5");
      head.textContent = `${seq}  ${line.querySelector("time").title}  ${line.classList.contains("in") ? "station → CSMS" : "CSMS → station"}`;
      details.append(head, block(raw));
    }
  }

  // Opening all cases makes an event for each: the address and the button follow once.
  let settling = 0;
  function settle() {
    settling = 0;
    remember();
    toggle.textContent = all("details.case:not(.off)").some(c => !c.open) ? "Open all" : "Close all";
  }

  search.addEventListener("input", () => { apply(); remember(); });
  chips.forEach(c => c.addEventListener("click", () => {
    press(c, c.getAttribute("aria-pressed") !== "true");
    apply();
    remember();
  }));
  toggle.addEventListener("click", () => {
    const visible = all("details.case:not(.off)"), open = !visible.every(c => c.open);
    document.body.classList.toggle("many", open && visible.length > 12); // what is out of sight is laid out later
    visible.forEach(c => { c.open = open; });
  });
  document.addEventListener("click", e => {
    const frame = e.target.closest("button.wire"), link = e.target.closest("a[href^='#']");
    if (frame) unfold(frame);
    if (link) {
      const target = document.getElementById(link.getAttribute("href").slice(1));
      if (target) { e.preventDefault(); reveal(target); }
      const wire = "unfold" in link.dataset && target?.querySelector("button.wire[aria-expanded=false]");
      if (wire) unfold(wire);
    }
  });
  document.addEventListener("toggle", e => {
    if (e.target.matches(".raw")) unfoldRaw(e.target);
    if (e.target.matches(".case") && !settling) settling = requestAnimationFrame(settle);
  }, true);
  document.addEventListener("keydown", e => {
    if (e.key === "/" && !e.target.matches("input")) { e.preventDefault(); search.focus(); search.select(); }
    if ((e.key === "n" || e.key === "p") && !e.target.matches("input") && !e.ctrlKey && !e.metaKey && !e.altKey) step(e.key === "n" ? 1 : -1);
    if (e.key === "Escape" && e.target === search) { search.value = ""; apply(); remember(); }
  });
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = all("details.case:not([open])");
    shut.forEach(d => { d.open = true; });
  });
  addEventListener("afterprint", () => shut.forEach(d => { d.open = false; }));
  addEventListener("hashchange", recall);
  recall();
})();
