// One card: a question, its field, hints and a verdict in place. Python decides everything; this file draws `view`
// and sends what is pressed. The skeleton is built once, so that focus stays where it was.

const LOADED = Math.random().toString(36).slice(2); // a page loads this file anew for each widget
let cards = 0;
const PRESSED = ["input", "button", "textarea", "summary"];

// a line does not end between a number and its percent sign
const together = (text) => text?.replace(/(\d) %/g, "$1\u00a0%");

const make = (tag, props = {}, ...inside) => {
  const node = document.createElement(tag);
  // without the attribute a key that is pressed on a control would be a command of the notebook
  if (PRESSED.includes(tag)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [name, value] of Object.entries(props)) {
    if (name === "text") node.textContent = together(value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...inside.filter(Boolean));
  return node;
};

const say = (node, text) => {
  const put = together(text);
  if (node.textContent !== put) node.textContent = put;
  node.hidden = !text;
};

function choices(view, name, id) {
  const inputs = view.options.map(({ mark, text }) => {
    const input = make("input", { type: "radio", name, value: mark });
    return make("label", { class: "bh-choice" }, input, make("b", { text: mark }), make("span", { text }));
  });
  const field = make("fieldset", {}, make("legend", { class: "bh-prompt", text: view.prompt }), ...inputs);
  const radios = inputs.map((label) => label.firstChild);
  return {
    node: field,
    get: () => radios.find((radio) => radio.checked)?.value ?? null,
    set: (answer) => radios.forEach((radio) => (radio.checked = radio.value === answer)),
    id,
  };
}

function number(view, name, id, send) {
  const input = make("input", {
    id, type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-read`,
  });
  const read = make("span", { id: `${id}-read`, class: "bh-read", role: "status" });
  let wait;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => send("read", { answer: input.value }), 200);
  });
  const unit = view.unit ? make("span", { class: "bh-unit", text: view.unit }) : null;
  const node = make(
    "div", {},
    make("label", { class: "bh-prompt", for: id, text: view.prompt }),
    make("div", { class: "bh-row" }, input, unit, read),
  );
  return {
    node,
    get: () => input.value,
    set: (answer) => (input.value = answer ?? ""),
    draw: (now) => (read.textContent = now.read),
    id,
  };
}

function order(view, name, id) {
  let taken = [];
  const buttons = view.options.map(({ mark, text }) => {
    const place = make("span", { class: "bh-place", "aria-hidden": "true" });
    const button = make("button", { type: "button", class: "bh-step" }, place, make("span", { text }));
    button.addEventListener("click", () => {
      taken = taken.includes(mark) ? taken.filter((one) => one !== mark) : [...taken, mark];
      draw();
    });
    return { mark, text, place, button };
  });
  const draw = () =>
    buttons.forEach(({ mark, text, place, button }) => {
      const at = taken.indexOf(mark) + 1;
      place.textContent = at || "";
      button.setAttribute("aria-pressed", at > 0);
      button.setAttribute("aria-label", at ? `${text}, place ${at} of ${buttons.length}` : `${text}, no place yet`);
    });
  draw();
  const help = make("p", { class: "bh-help", text: "Click the steps in turn; click one again to take it back." });
  const legend = make("legend", { class: "bh-prompt", text: view.prompt });
  return {
    node: make("fieldset", {}, legend, help, ...buttons.map(({ button }) => button)),
    get: () => taken,
    set: (answer) => {
      taken = [...(answer ?? [])];
      draw();
    },
    id,
  };
}

function words(view, name, id) {
  const area = make("textarea", { id, rows: 4 });
  const model = make("p", { class: "bh-model" });
  const points = make("fieldset", { class: "bh-points" });
  const beside = make("div", { class: "bh-beside", hidden: true }, make("p", { class: "bh-title", text: "A model answer" }), model, points);
  const node = make("div", {}, make("label", { class: "bh-prompt", for: id, text: view.prompt }), area, beside);
  const ticks = () => [...points.querySelectorAll("input")].flatMap((box, at) => (box.checked ? [at + 1] : []));
  return {
    node,
    get: () => area.value,
    extra: () => ({ ticks: ticks() }),
    set: (answer) => (area.value = answer ?? ""),
    draw: (now) => {
      beside.hidden = !now.points.length;
      say(model, now.model);
      if (now.points.length && !points.childElementCount) {
        points.append(make("legend", { text: "Tick what your own text says as well" }));
        now.points.forEach((text, at) => {
          const box = make("input", { type: "checkbox" });
          box.checked = now.ticks.includes(at + 1);
          points.append(make("label", { class: "bh-choice" }, box, make("span", { text })));
        });
      }
    },
    id,
  };
}

function code(view) {
  const node = make(
    "div", {},
    make("p", { class: "bh-prompt", text: view.prompt }),
    make("p", { class: "bh-help", text: `${view.wanted} Write it in the next cell, and end that cell with` }),
    make("code", { class: "bh-call", text: view.call }),
  );
  return { node, get: () => null, set: () => {} };
}

function sure(view, name) {
  const radios = view.sure.map(({ percent, word }) => {
    const input = make("input", { type: "radio", name: `${name}-sure`, value: percent });
    input.checked = percent === 50;
    return make("label", { class: "bh-sure" }, input, make("span", { text: word }));
  });
  const slider = make("input", { type: "range", min: 0, max: 100, step: 5, value: 50, "aria-label": "How sure, in percent" });
  const shown = make("output", { text: "50 %" });
  slider.addEventListener("input", () => (shown.textContent = `${slider.value} %`));
  const more = make("details", {}, make("summary", { text: "in percent" }), slider, shown);
  const field = make("fieldset", { class: "bh-row" }, make("legend", { text: "How sure are you?" }), ...radios, more);
  const chosen = () => radios.map((label) => label.firstChild).find((radio) => radio.checked);
  return { node: field, get: () => Number(more.open ? slider.value : chosen()?.value ?? 50) };
}

function lead(heading) {
  // to the section that explains, where it stands on this page
  const clean = (text) => text.replace(/¶/g, "").trim();
  const found = [...document.querySelectorAll(".jp-RenderedMarkdown :is(h1, h2, h3)")];
  found.find((one) => clean(one.textContent) === heading)?.scrollIntoView({ block: "start" });
}

function redraw({ map, before }) {
  // a map that stood here before the page was opened is known by its words; its links stay, as Lab listens to them
  const fresh = new DOMParser().parseFromString(map, "text/html").body.firstChild;
  for (const old of document.querySelectorAll(".jp-RenderedHTMLCommon > div")) {
    if (!before.includes(old.textContent)) continue;
    const made = fresh.cloneNode(true);
    const links = [...old.querySelectorAll("a")];
    made.querySelectorAll("a").forEach((link, at) => {
      if (!links[at]) return;
      for (const { name, value } of link.attributes) if (name !== "href") links[at].setAttribute(name, value);
      links[at].replaceChildren(...link.childNodes);
      link.replaceWith(links[at]);
    });
    old.replaceWith(made);
  }
}

async function render({ model, el }) {
  const first = model.get("view");
  const name = `bh-card-${LOADED}-${++cards}`;
  const predicting = first.kind === "predict";
  const send = (action, content = {}) => model.send({ action, ...content });
  const judge = (action, content) => {
    card.setAttribute("aria-busy", "true"); // until the kernel has answered
    send(action, content);
  };
  const kinds = { choice: choices, number, order, text: words, code };
  const shape = predicting ? (first.options.length ? choices : number) : kinds[first.kind];
  const field = shape(first, name, `${name}-field`, send);
  const how = predicting ? sure(first, name) : null;

  const main = make("button", { type: "submit", class: "bh-main" });
  const hint = make("button", { type: "button", class: "bh-quiet", onclick: () => send("hint") });
  const way = make("button", { type: "button", class: "bh-quiet", text: "Show the way", onclick: () => send("way") });
  const said = make("div", { class: "bh-said", role: "status" });
  const hints = make("ol", { class: "bh-hints" });
  const helped = make("div", { role: "status" }, hints);
  const shown = make("div", { class: "bh-way", role: "status" });
  const link = make("button", { type: "button", class: "bh-link" });
  const asleep = make("p", { class: "bh-asleep", role: "status" });
  const alert = make("p", { class: "bh-alert", role: "alert" });
  const label = make("p", { class: "bh-label", text: first.label });
  const form = make(
    "form", {}, field.node, how?.node,
    first.kind === "code" ? null : make("div", { class: "bh-buttons" }, main, hint, way),
    first.kind === "code" ? make("div", { class: "bh-buttons" }, hint, way) : null,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = field.get();
    const action = predicting ? "lock" : first.kind === "text" ? "compare" : "check";
    judge(action, { answer, ...(how ? { sure: how.get() } : {}), ...(field.extra?.() ?? {}) });
  });
  form.addEventListener("keydown", (event) => {
    // said explicitly, since not every notebook leaves it to the browser
    if (event.key !== "Enter" || event.shiftKey || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    form.requestSubmit();
  });
  link.addEventListener("click", () => lead(model.get("view").section));
  const card = make(
    "div", { class: "bh-card", role: "group", "aria-label": first.label },
    label, form, said, link, helped, shown, alert, asleep,
  );
  el.append(card);
  field.set(first.answer);

  let awake = true;
  let waiting;
  const verdict = (view) => {
    const { sign, word, text } = view.verdict;
    const told = text.toLowerCase().startsWith(word);
    said.replaceChildren(
      make("span", { class: "bh-sign", "aria-hidden": "true", text: sign }),
      ...(told ? [] : [make("span", { class: "bh-hidden", text: `${word}: ` })]),
      make("span", { text }),
    );
    said.dataset.sign = sign;
  };
  const reveal = (view) => {
    said.replaceChildren(make("span", { text: view.reveal }));
    said.dataset.sign = "reveal";
  };
  let before = "";
  let turn = first.turn;
  const draw = () => {
    const view = model.get("view");
    const locked = Boolean(view.reveal);
    const spoken = JSON.stringify([view.turn, view.verdict, view.reveal]);
    if (view.turn !== turn) card.removeAttribute("aria-busy");
    turn = view.turn;
    if (spoken !== before) {
      before = spoken;
      clearTimeout(waiting);
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (locked && view.wait && model.get("view") !== first && !still) {
        said.replaceChildren(make("span", { text: "Locked in. Watch what happens." }));
        waiting = setTimeout(() => reveal(view), view.wait * 1000);
      } else if (locked) reveal(view);
      else if (view.verdict) verdict(view);
      else said.replaceChildren();
    }
    said.hidden = !said.childElementCount;
    card.dataset.state = locked ? "locked" : view.passed ? "passed" : "open";
    main.textContent = predicting ? "Lock in and see" : first.kind !== "text" ? "Check" : view.points.length ? "Done" : "Compare";
    hint.hidden = !view.helps || view.hints.length >= view.count;
    hint.textContent = `Hint (${Math.min(view.hints.length + 1, view.count)} of ${view.count})`;
    way.hidden = !view.open || Boolean(view.way);
    if (hints.childElementCount !== view.hints.length)
      hints.append(...view.hints.slice(hints.childElementCount).map((text) => make("li", { text })));
    hints.hidden = !view.hints.length;
    say(shown, view.way);
    say(link, view.section ? `Read again: ${view.section}` : "");
    say(alert, view.alert);
    field.draw?.(view);
    card.querySelectorAll("input, textarea, button").forEach((one) => (one.disabled = !awake || locked));
    say(asleep, awake ? "" : "This card is asleep. Run All Cells wakes this page.");
  };
  const look = async () => {
    try {
      const whole = await model.widget_manager.get_model(model.get("me"));
      awake = whole.comm_live !== false;
    } catch {
      awake = true; // a place that keeps no such list
    }
    draw();
  };
  const told = (content) => content.map && redraw(content);
  model.on("msg:custom", told);
  model.on("change:view", draw);
  model.on("comm_live_update", look);
  draw();
  look();
  return () => {
    clearTimeout(waiting);
    model.off("msg:custom", told);
    model.off("change:view", draw);
    model.off("comm_live_update", look);
  };
}

export default { render };
