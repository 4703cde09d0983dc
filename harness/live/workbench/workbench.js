// The form of a request, made from its schema. The page works without this script: then the payload is written as JSON. Form and JSON
// say the same: what is filled in is written into the JSON, and JSON that was written by hand fills the form.
"use strict";
(() => {
  const form = document.getElementById("request");
  if (!form) return;
  const text = document.getElementById("payload"), fields = document.getElementById("fields"), refused = document.getElementById("refused");
  let definitions = {}, whole;

  const make = (name, attributes = {}, ...inside) => {
    const e = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) e.setAttribute(key, value === true ? "" : value);
    e.append(...inside);
    return e;
  };
  const button = (label, act) => { const b = make("button", { type: "button" }, label); b.addEventListener("click", act); return b; };
  const resolve = schema => schema.$ref ? { ...resolve(definitions[schema.$ref.replace("#/definitions/", "")] || {}), ...schema, $ref: undefined } : schema;
  let count = 0;

  // Each part of the form is an element and a function that returns its value, undefined where it is left out.
  const labelled = (name, required, input, hint) => {
    input.id = "field-" + ++count;
    input.required = required && input.type !== "checkbox";
    return make("div", { class: "field" }, make("label", { for: input.id }, name, required ? make("b", { class: "needed", title: "required" }, " *") : "", hint ? make("small", {}, " " + hint) : ""), input);
  };
  const choice = (name, words, required, value) => {
    const input = make("select");
    if (!required || value === undefined) input.append(make("option", { value: "" }, required ? "choose" : "left out"));
    for (const word of words) input.append(make("option", { value: JSON.stringify(word) }, String(word)));
    if (value !== undefined) {
      const written = JSON.stringify(value);
      if (![...input.options].some(o => o.value === written)) input.append(make("option", { value: written }, String(value)));
      input.value = written;
    }
    return { element: labelled(name, required, input), value: () => input.value === "" ? undefined : JSON.parse(input.value) };
  };
  const number = (name, schema, required, value) => {
    const input = make("input", { type: "number", step: schema.type === "integer" ? 1 : "any", min: schema.minimum, max: schema.maximum });
    if (value !== undefined) input.value = value;
    return { element: labelled(name, required, input, schema.type), value: () => input.value === "" ? undefined : Number(input.value) };
  };
  const words = (name, schema, required, value) => {
    const long = (schema.maxLength || 0) > 255;
    const input = make(long ? "textarea" : "input", { maxlength: schema.maxLength, autocomplete: "off", spellcheck: "false", class: "text" });
    if (value !== undefined) input.value = value;
    let filled = value !== undefined; // an empty text that was there stays one
    input.addEventListener("input", () => { filled = required; });
    const element = labelled(name, required, input, schema.format === "date-time" ? "date and time, RFC 3339" : schema.maxLength ? "at most " + schema.maxLength : "");
    input.required = false; // an empty text is one
    if (schema.format === "date-time") element.append(button("Now", () => { input.value = new Date().toISOString(); changed(); }));
    return { element, value: () => input.value === "" && !filled && !required ? undefined : input.value };
  };
  const anything = (name, required, value) => {
    const input = make("textarea", { class: "text", spellcheck: "false" });
    if (value !== undefined) input.value = JSON.stringify(value);
    return { element: labelled(name, required, input, "any JSON value"), value: () => { if (input.value.trim() === "") return undefined; try { return JSON.parse(input.value); } catch { return input.value; } } };
  };
  const object = (name, schema, required, value) => {
    const element = make("fieldset", {}, make("legend", {}, name, required ? make("b", { class: "needed", title: "required" }, " *") : ""));
    let parts;
    const fill = from => {
      parts = new Map();
      const needed = schema.required || [];
      const names = Object.keys(schema.properties || {}).sort((a, b) => needed.includes(b) - needed.includes(a) || (a === "customData") - (b === "customData"));
      for (const key of names) {
        const p = part(key, schema.properties[key], needed.includes(key), from[key]);
        parts.set(key, p);
        element.append(p.element);
      }
      for (const key of Object.keys(from)) if (!parts.has(key)) parts.set(key, { value: () => from[key] }); // which no schema knows: it is kept
    };
    const drop = () => { for (const e of [...element.children]) if (e.tagName !== "LEGEND") e.remove(); parts = undefined; };
    const offer = () => element.append(button("Add " + name, () => { drop(); fill({}); if (!required) element.append(button("Leave out " + name, () => { drop(); offer(); changed(); })); changed(); element.querySelector("input, select, textarea")?.focus(); }));
    if (required || value !== undefined) {
      fill(value && typeof value === "object" ? value : {});
      if (!required) element.append(button("Leave out " + name, () => { drop(); offer(); changed(); }));
    } else offer();
    return { element, value: () => {
      if (!parts) return undefined;
      const out = {};
      for (const [key, p] of parts) { const v = p.value(); if (v !== undefined) out[key] = v; }
      return out;
    } };
  };
  const list = (name, schema, required, value) => {
    const element = make("fieldset", {}, make("legend", {}, name, required ? make("b", { class: "needed", title: "required" }, " *") : "", make("small", {}, " list")));
    const items = [];
    const add = button("Add one to " + name, () => { put(undefined); changed(); });
    const bound = () => { add.disabled = schema.maxItems !== undefined && items.length >= schema.maxItems; };
    const put = from => {
      const item = part(name + " " + (items.length + 1), schema.items || {}, true, from), box = make("div", { class: "item" }, item.element);
      box.append(button("Remove", () => { items.splice(items.indexOf(item), 1); box.remove(); bound(); changed(); }));
      items.push(item);
      add.before(box);
      bound();
    };
    element.append(add);
    for (const one of Array.isArray(value) ? value : required ? [undefined] : []) put(one);
    return { element, value: () => items.length || Array.isArray(value) && required ? items.map(i => i.value() ?? null) : undefined };
  };
  const part = (name, given, required, value) => {
    const schema = resolve(given);
    if (schema.enum) return choice(name, schema.enum, required, value);
    switch (schema.type) {
      case "object": return object(name, schema, required, value);
      case "array": return list(name, schema, required, value);
      case "integer": case "number": return number(name, schema, required, value);
      case "boolean": return choice(name, [true, false], required, value);
      case "string": return words(name, schema, required, value);
    }
    return anything(name, required, value);
  };

  const changed = () => { text.value = JSON.stringify(whole.value(), null, 2); refused.textContent = ""; };
  const show = (schema, value) => {
    whole = object(form.elements.action.value, schema, true, value);
    fields.replaceChildren(whole.element);
  };
  const begin = async () => {
    try {
      const answer = await fetch(form.dataset.schema);
      if (!answer.ok) return; // the JSON is there
      const schema = await answer.json();
      definitions = schema.definitions || {};
      show(schema, JSON.parse(text.value));
      form.noValidate = true; // what is wrong is told by the schema, of which a browser knows little
      document.getElementById("raw").open = false;
      fields.addEventListener("input", changed);
      text.addEventListener("change", () => { try { show(schema, JSON.parse(text.value)); refused.textContent = ""; } catch (e) { refused.textContent = "The payload is no JSON: " + e.message; } });
      form.dataset.ready = "1";
    } catch { /* the JSON is there */ }
  };
  begin();

  form.addEventListener("submit", async event => {
    event.preventDefault();
    event.stopPropagation(); // live.js would empty the fields
    const send = event.submitter || form.querySelector("button.big");
    send.disabled = true;
    try {
      const answer = await fetch("/send", { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Certbench": "script" } });
      refused.textContent = answer.ok ? "" : await answer.text();
    } catch { refused.textContent = "The line is lost: it was not sent. Try again."; }
    finally { send.disabled = false; form.elements.once.value = crypto.getRandomValues(new Uint32Array(4)).join("-"); }
  });
})();
