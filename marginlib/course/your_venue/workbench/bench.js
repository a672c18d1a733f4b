
// The workbench: the explorer above, under four chips. What is brought comes by messages, which no notebook saves; this
// part listens for them, and gives the explorer what they hold in place of the state that is saved.

const CHIPS = { venue: "2 Which venue?", kind: "3 Positions or trades?", mode: "4 Which mode?" };
const READINGS = {
  kind: ["This file holds", { "": "as found", positions: "positions", trades: "trades", candles: "candles", tiers: "tiers" }],
  day_first: ["03/12 is", { "": "as found", day: "the third of December", month: "the twelfth of March" }],
  decimal: ["Decimals after", { "": "as found", ".": "a point", ",": "a comma" }],
};
const TYPED = { zone: "Zone of times without one", unit: "Coins in a contract", hours: "Hours of a funding rate" };

function listening(model) {
  const brought = {};
  const heard = [];
  const tell = () => heard.forEach((one) => one());
  model.on("msg:custom", (content, buffers) => {
    if (content.view) {
      brought._view = content.view;
      brought._picture = buffers[0];
      tell();
    }
    if (content.sample) {
      delete brought._view;
      delete brought._picture;
      tell();
    }
  });
  return {
    get: (name) => brought[name] ?? model.get(name),
    on(name, call) {
      if (name === "change:_view") heard.push(call);
      model.on(name, call);
    },
    off: (name, call) => model.off(name, call),
    send: (content) => model.send(content),
    widget_manager: model.widget_manager,
  };
}

function labelled(id, text, input) {
  input.id = id;
  return element("label", { className: "bh-field", htmlFor: id }, element("span", { text }), input);
}

function bench({ model, el }) {
  const name = `bench-${LOADED}-${++views}`;
  const press = (action, content = {}) => model.send({ bench: action, ...content });
  const button = (text, call) => {
    const made = element("button", { type: "button", className: "bh-press", text });
    made.addEventListener("click", call);
    return made;
  };
  const top = element("div", { className: "bh-bench" });
  el.append(top);
  const end = render({ model: listening(model), el });

  let brought = false;

  // ---- four chips, of which three hold a control of the explorer
  const chip = (text, ...inside) => {
    const made = element("div", { className: "bh-tank" }, element("div", { className: "bh-step", text }), ...inside);
    made.fill = (share) => made.style.setProperty("--fill", `${share}%`);
    return made;
  };
  const what = element("strong", { className: "bh-what" });
  const open = button("Bring your own", () => {
    unfold(panel.hidden);
    if (!panel.hidden) path.focus();
  });
  open.setAttribute("aria-expanded", "false");
  const back = button("Back to the sample", () => press("sample"));
  const chips = { what: chip("1 What do you have?", element("div", { className: "bh-row" }, what, open, back)) };
  for (const [key, text] of Object.entries(CHIPS)) {
    const knob = el.querySelector(`[id$=".${key}"], [id$=".${key}.0"]`).closest(".bh-knob");
    chips[key] = chip(text, knob);
    knob.addEventListener("change", () => chips[key].fill(100));
  }
  const row = element("div", { className: "bh-tanks" }, ...Object.values(chips));

  // ---- what is read, and how
  const path = element("input", { type: "text", autocomplete: "off", spellcheck: false });
  const money = element("input", { type: "number", step: "any", min: 0 });
  const read = button("Read", () => press("read", { path: path.value, ...chosen() }));
  const halt = button("Stop", () => press("stop"));
  const bar = element("progress", { max: 1, ariaLabel: "Read so far" });
  const count = element("span", { className: "bh-count" });
  const busy = element("span", { className: "bh-busy" }, bar, count, halt);
  const list = element("span", { className: "bh-list" });
  const again = button("", () => { path.value = again.path; press("read", { path: path.value, ...chosen() }); });
  const keep = button("Remember", () => press("remember"));
  const drop = button("Forget", () => press("forget"));
  const kept = element("span", { role: "status" });
  const choices = {};
  for (const [key, [text, options]] of Object.entries(READINGS)) {
    choices[key] = element("select", {}, ...Object.entries(options).map(([value, words]) => element("option", { value, text: words })));
    choices[key].row = labelled(`${name}.${key}`, text, choices[key]);
  }
  for (const [key, text] of Object.entries(TYPED)) {
    choices[key] = element("input", { type: key === "zone" ? "text" : "number", step: "any" });
    choices[key].row = labelled(`${name}.${key}`, text, choices[key]);
  }
  choices.widen = element("input", { type: "checkbox" });
  choices.widen.row = labelled(`${name}.widen`, "Widen low and high, fill empty minutes", choices.widen);
  for (const input of Object.values(choices)) input.addEventListener("change", () => path.value && press("read", { path: path.value, ...chosen() }));
  money.addEventListener("change", () => path.value && press("read", { path: path.value, ...chosen() }));
  path.addEventListener("keydown", (event) => { if (event.key === "Enter") read.click(); });
  const another = element("details", { className: "bh-more" }, element("summary", { text: "Read it another way" }),
    element("div", { className: "bh-fields" }, ...Object.values(choices).map((input) => input.row)));
  const panel = element("div", { className: "bh-panel", hidden: true },
    element("div", { className: "bh-row" }, labelled(`${name}.path`, "File or folder on this machine", path), read, busy, again),
    list);

  const refused = element("p", { className: "bh-refused", role: "alert" });
  const lines = element("div", { className: "bh-lines", role: "status" });
  const rows = element("pre", { tabIndex: 0, ariaLabel: "Rows as written, and as understood" });
  const three = element("details", { className: "bh-more" }, element("summary", { text: "Show me three rows" }), rows);
  const ways = element("div", { className: "bh-row" }, labelled(`${name}.money`, "Money posted to nothing", money),
    keep, drop, kept, three, another);
  const said = element("div", { className: "bh-told", role: "status" });
  const rules = button("Try other rules", () => press("rules"));
  const told = element("div", { className: "bh-row" }, said, rules);
  const secret = element("p", { className: "bh-secret", text: "Nothing leaves this machine. The page reads your file where it is and keeps nothing unless you press Remember, and the notebook that you save shows the sample and not you." });
  top.append(secret, row, panel, refused, lines, told, ways);

  // ---- every number as CSV
  const folder = element("input", { type: "text", autocomplete: "off", spellcheck: false });
  const saved = element("span", { role: "status" });
  const save = button("Save as CSV", () => press("save", { folder: folder.value }));
  el.append(element("div", { className: "bh-row bh-save" }, labelled(`${name}.folder`, "Every number into a folder", folder), save, saved));

  function chosen() {
    const found = { money: money.value === "" ? null : Number(money.value), widen: choices.widen.checked };
    for (const key of ["kind", "decimal", "zone"]) found[key] = choices[key].value;
    for (const key of ["unit", "hours"]) found[key] = choices[key].value === "" ? null : Number(choices[key].value);
    found.day_first = { "": null, day: true, month: false }[choices.day_first.value];
    return found;
  }

  const put = (node, text) => { if (node.textContent !== text) node.textContent = text; node.hidden = !text; };

  function unfold(there) {
    panel.hidden = !there;
    open.setAttribute("aria-expanded", String(there));
    ways.hidden = panel.hidden && !brought;
  }

  function show(front) {
    if (front.brought && front.took.length && !front.busy && !brought) unfold(false);
    brought = front.brought;
    ways.hidden = panel.hidden && !brought;
    what.textContent = front.brought ? front.name : "the sample (invented)";
    back.hidden = !front.brought;
    chips.what.fill(front.brought ? 100 : 35);
    const titles = { "Took it for": front.took, "And repaired": front.repairs.slice(0, 3), "Missing": front.missing, "Supposed": front.notes };
    lines.replaceChildren(...Object.entries(titles).filter(([, all]) => all.length).map(([title, all]) =>
      element("p", {}, element("b", { text: `${title}: ` }), all.slice(0, 6).join(". "))));
    lines.hidden = !lines.children.length;
    three.hidden = !front.written.length;
    rows.textContent = `as written\n${front.written.join("\n")}\n\nas understood\n${front.understood.join("\n")}`;
    busy.hidden = !front.busy;
    read.hidden = Boolean(front.busy);
    if (front.busy) {
      bar.value = front.busy.share;
      count.textContent = `${Math.round(100 * front.busy.share)} %, ${front.busy.rows.toLocaleString("en")} rows, ${front.busy.seconds} s`;
    }
    put(refused, front.refused);
    said.replaceChildren(...front.told.map((text) => element("p", { text })), ...(front.rules ? [element("p", { text: front.rules })] : []));
    told.hidden = !front.told.length;
    put(saved, front.saved);
    put(kept, front.kept);
    list.hidden = !front.listed.length;
    list.replaceChildren("In bring/: ", ...front.listed.map((file) =>
      button(file.replace(/^.*[\\/]/, ""), () => { path.value = file; press("read", { path: file, ...chosen() }); })));
    again.path = front.remembered;
    again.textContent = `Open again: ${front.remembered}`;
    again.hidden = !front.remembered || front.brought;
    drop.hidden = !front.remembered;
    keep.hidden = !front.brought;
    if (front.refused && front.focus) {
      unfold(true);
      if (choices[front.focus]) another.open = true;
      (choices[front.focus] ?? path).focus();
    }
  }

  const sleeping = new MutationObserver(() => { top.inert = el.classList.contains("bh-sleeps"); });
  sleeping.observe(el, { attributes: true, attributeFilter: ["class"] });
  const heard = (content) => { if (content.front) show(content.front); };
  model.on("msg:custom", heard);
  Object.values(chips).forEach((one) => one.fill(35));
  show({ took: [], repairs: [], missing: [], notes: [], written: [], understood: [], told: [], listed: [], busy: null,
    brought: false, remembered: "", refused: "", rules: "", saved: "", kept: "", focus: "" });
  press("hello");
  return () => {
    sleeping.disconnect();
    model.off("msg:custom", heard);
    end();
  };
}

export default { render: bench };
