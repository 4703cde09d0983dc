// The page is whole without this script. It keeps the page up to date, counts times down, opens records in place, and sends forms
// without leaving the page. What comes is markup that the server has made, with every foreign text escaped.
"use strict";
(() => {
  const body = document.body, line = document.getElementById("line");
  const most = Number(body.dataset.shown) || 300;
  let ahead = 0; // by how many milliseconds the server's clock is ahead of this one's
  const setClock = now => { ahead = Number(now) - Date.now(); };
  if (body.dataset.now) setClock(body.dataset.now);

  const span = ms => {
    const s = Math.max(0, Math.round(ms / 1000)), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    return (h ? h + " h " : "") + (h || m ? m + " min " : "") + (s % 60) + " s";
  };
  const tick = () => {
    const now = Date.now() + ahead;
    for (const e of document.querySelectorAll("[data-until]")) e.textContent = span(e.dataset.until - now);
    for (const e of document.querySelectorAll("[data-since]")) e.textContent = span(now - e.dataset.since);
  };
  tick();
  setInterval(tick, 1000);

  const say = text => { if (line && line.textContent !== text) line.textContent = text; };

  // Somebody is asked: a sound and a vibration, for who looks elsewhere. A browser makes a sound only once it has been touched.
  const asked = new Set([...document.querySelectorAll("[data-prompt]")].map(e => e.dataset.prompt));
  let sound;
  addEventListener("pointerdown", () => { try { sound ||= new AudioContext(); sound.resume(); } catch { } });
  const call = () => {
    navigator.vibrate?.([300, 150, 300]);
    if (!sound || sound.state !== "running") return;
    for (const [at, tone] of [[0, 880], [0.25, 1175]]) {
      const o = sound.createOscillator(), g = sound.createGain();
      o.frequency.value = tone; g.gain.value = 0.2;
      o.connect(g).connect(sound.destination);
      o.start(sound.currentTime + at); o.stop(sound.currentTime + at + 0.2);
    }
  };

  const fragment = html => { const t = document.createElement("template"); t.innerHTML = html; return t.content; };

  // The table of a case is shown where it is played: with what is to come below.
  const follow = table => {
    const ahead = table.querySelector(".ahead");
    const end = ahead ? Math.min(ahead.offsetTop + ahead.offsetHeight * 3, table.scrollHeight) : table.scrollHeight;
    table.scrollTop = end - table.clientHeight;
  };

  // A panel is replaced, but not under the hands of somebody who writes in it.
  const late = new Map();
  const place = (name, html) => {
    const panel = document.querySelector(`[data-panel="${CSS.escape(name)}"]`);
    if (!panel) return false;
    const at = document.activeElement;
    const typing = panel.contains(at) && at.matches("input") && at.value !== "";
    const fresh = fragment(html);
    if (typing && name === "desk") {
      const now = [...fresh.querySelectorAll("[data-prompt]")].map(e => e.dataset.prompt).join();
      const was = [...panel.querySelectorAll("[data-prompt]")].map(e => e.dataset.prompt).join();
      if (now === was) { late.set(name, html); return true; }
    }
    late.delete(name);
    const where = at && panel.contains(at) && at.getAttribute("href");
    const closed = [...panel.querySelectorAll("details")].map(d => d.open);
    panel.replaceChildren(fresh);
    [...panel.querySelectorAll("details")].forEach((d, i) => { if (closed[i] !== undefined && name === "plan") d.open = closed[i]; });
    const table = panel.querySelector(".scroll");
    if (table) follow(table);
    if (where) panel.querySelector(`[href="${CSS.escape(where)}"]`)?.focus();
    if (name === "desk") {
      const prompts = [...panel.querySelectorAll("[data-prompt]")].map(e => e.dataset.prompt);
      if (prompts.some(p => !asked.has(p))) { call(); panel.scrollIntoView({ block: "nearest" }); }
      prompts.forEach(p => asked.add(p));
    }
    return true;
  };
  addEventListener("focusout", () => setTimeout(() => { for (const [name, html] of late) place(name, html); }));

  const extend = wire => {
    const list = document.querySelector(`[data-bench="${wire.bench}"] .wire`);
    if (!list) return false;
    const low = list.scrollTop + list.clientHeight >= list.scrollHeight - 40;
    const keep = list.dataset.older ? most * 4 : most;
    let gone = wire.anew && wire.entries.length >= most; // there is more before than the list shows
    if (wire.anew) list.replaceChildren();
    list.append(fragment(wire.entries.join("")));
    for (; list.children.length > keep; gone = true) list.firstElementChild.remove();
    if (low) list.scrollTop = list.scrollHeight;
    const older = list.parentElement.querySelector("[data-older]"), first = list.firstElementChild;
    if (older && first) older.href = `/older?bench=${wire.bench}&before=${first.id.slice(1)}`;
    if (older && gone) older.parentElement.hidden = false;
    return true;
  };

  let seen = Number(body.dataset.seq) || 0, heard = Date.now(), stream, over = false;
  const take = event => {
    heard = Date.now();
    say("");
    const b = JSON.parse(event.data);
    setClock(b.now);
    seen = Number(event.lastEventId) || seen;
    let known = true;
    if (b.desk !== undefined) place("desk", b.desk);
    for (const [name, html] of Object.entries(b.panels || {})) known = place(name, html) && known;
    for (const wire of b.wires || []) known = extend(wire) && known;
    body.dataset.seq = seen;
    tick();
    if (!known) { location.reload(); return; } // a bench that the page was made without
    if (b.over) { over = true; stream.close(); }
  };
  const open = () => {
    stream?.close();
    stream = new EventSource("/events?since=" + seen);
    stream.onmessage = take;
    stream.onopen = () => { heard = Date.now(); };
    stream.onerror = () => { if (!over) say("The line is lost; trying again."); };
  };
  if (document.getElementById("benches")) {
    open();
    for (const list of document.querySelectorAll(".wire")) list.scrollTop = list.scrollHeight;
    for (const table of document.querySelectorAll(".scroll")) follow(table);
    // A stream whose other end is gone may look alive for minutes, and one that was refused is not opened again by the browser.
    setInterval(() => {
      if (!over && (stream.readyState === EventSource.CLOSED || Date.now() - heard > 15000)) { say("The line is lost; trying again."); heard = Date.now(); open(); }
    }, 3000);
    addEventListener("online", open);
    document.addEventListener("visibilitychange", () => { if (!document.hidden && !over && Date.now() - heard > 7000) open(); });
  }

  document.addEventListener("click", async event => {
    const link = event.target.closest("a[data-record], a[data-older]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      if (link.dataset.record) {
        const item = link.closest("li"), shown = item.querySelector(".inside");
        if (shown) { shown.remove(); return; }
        const answer = await fetch(`/record/${link.dataset.record}?part`);
        if (answer.ok) item.append(fragment(await answer.text()));
        return;
      }
      const answer = await fetch(link.href);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = link.closest("section").querySelector(".wire"), next = page.querySelector("[data-older]");
      const height = list.scrollHeight;
      list.dataset.older = "1";
      list.prepend(...page.querySelectorAll(".wire > li"));
      list.scrollTop += list.scrollHeight - height;
      if (next) link.href = next.getAttribute("href"); else link.parentElement.hidden = true;
    } catch { say("The line is lost; trying again."); }
  });

  document.addEventListener("submit", async event => {
    const form = event.target;
    if (form.method !== "post" || form.getAttribute("action") === "/enter") return;
    event.preventDefault();
    if (form.dataset.ask && !confirm(form.dataset.ask)) return;
    const sent = new URLSearchParams(new FormData(form, event.submitter));
    const reason = form.querySelector("[name=reason]");
    if (sent.get("result") === "not-possible" && reason && !reason.value.trim()) { reason.focus(); reason.setAttribute("aria-invalid", "true"); reason.placeholder = "Write why it is not possible"; return; }
    for (const b of form.querySelectorAll("button")) b.disabled = true;
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent, headers: { "X-Certbench": "script" } });
      say(answer.ok ? "" : await answer.text());
      if (answer.ok) { for (const i of form.querySelectorAll("input:not([type=hidden]):not([data-keep])")) i.value = ""; document.activeElement?.blur(); }
    } catch { say("The line is lost: it was not sent. Try again."); }
    finally {
      for (const b of form.querySelectorAll("button")) b.disabled = false;
      const once = form.querySelector("[name=once]"); // the next is another form
      if (once) once.value = crypto.getRandomValues(new Uint32Array(4)).join("-");
    }
  });
})();
