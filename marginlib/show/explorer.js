// An explorer as one widget: the picture, the browser's own inputs under it, words and goals. Everything that is shown
// comes from Python; this file asks for it, with at most two questions on their way, and never moves the focus.

const SLOTS = 2;
const ASLEEP = "asleep: Run All Cells wakes this page";
const FREE = "choose for yourself";
const KEYED = new Set(["input", "select", "button", "summary"]); // arrows and Enter are theirs, not the notebook's
const LOADED = Math.random().toString(36).slice(2); // a page loads this file anew for each widget
let views = 0;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (name in made && name !== "list" && name !== "type") made[name] = value;
    else made.setAttribute(name, value);
  }
  if (KEYED.has(tag) || attributes.tabIndex === 0) made.setAttribute("data-lm-suppress-shortcuts", "true");
  made.append(...children);
  return made;
}

function dataUrl(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let text = "";
  for (let from = 0; from < bytes.length; from += 32768) {
    text += String.fromCharCode.apply(null, bytes.subarray(from, from + 32768));
  }
  return `data:image/png;base64,${btoa(text)}`;
}

// ---- questions to Python: the newest of those that wait, put together, goes out when there is room

function asking(model, name) {
  let count = 0;
  let waiting = null;
  const flying = [];
  const send = (content) => {
    const question = `${name}.${++count}`;
    flying.push(question);
    model.send({ ...content, question });
  };
  return {
    get room() { return flying.length < SLOTS && !waiting; },
    get quiet() { return flying.length === 0 && !waiting; },
    ask(content) {
      if (flying.length < (content.playing ? SLOTS : 1)) send(content);
      else if (!waiting || content.preset) waiting = { ...waiting, values: {}, ...content };
      else waiting = { ...waiting, ...content, values: { ...waiting.values, ...content.values } };
    },
    answered(question) {
      const place = flying.indexOf(question);
      if (place < 0) return;
      flying.splice(0, place + 1);
      if (waiting && flying.length === 0) {
        const next = waiting;
        waiting = null;
        send(next);
      }
    },
  };
}

// ---- one input for each control

function slider(id, looks, moved) {
  const input = element("input", { type: "range", id, min: looks.min, max: looks.max, step: looks.step });
  input.addEventListener("input", () => moved(Number(input.value)));
  return {
    whole: [input],
    set(value, words) {
      if (Number(input.value) !== value) input.value = value;
      input.style.setProperty("--share", (value - looks.min) / (looks.max - looks.min || 1));
      input.setAttribute("aria-valuetext", words);
    },
  };
}

function list(id, looks, moved) {
  const input = element("select", { id }, ...looks.options.map((text, value) => element("option", { value, text })));
  input.addEventListener("change", () => moved(Number(input.value)));
  return { whole: [input], set(value) { input.value = value; } };
}

function radios(id, looks, moved) {
  const inputs = looks.options.map((_, value) => {
    const input = element("input", { type: "radio", name: id, id: `${id}.${value}` });
    input.addEventListener("change", () => moved(value));
    return input;
  });
  const labels = looks.options.map((text, value) => element("label", { htmlFor: `${id}.${value}` }, inputs[value], text));
  return { whole: inputs, labels, set(value) { inputs[value].checked = true; } };
}

function box(id, looks, moved) {
  const input = element("input", { type: "checkbox", id });
  input.addEventListener("change", () => moved(input.checked));
  return { whole: [input], set(value) { input.checked = value; } };
}

const KINDS = { slider, list, radios, switch: box };

function knob(id, looks, moved) {
  const { whole, labels, set } = KINDS[looks.kind](id, looks, moved);
  const readout = element("span", { className: "bh-readout", "aria-hidden": "true" });
  const row = labels
    ? element("fieldset", { className: "bh-knob" }, element("legend", { text: looks.label }), ...labels)
    : element("div", { className: "bh-knob" }, element("label", { htmlFor: id, text: looks.label }), ...whole, readout);
  return {
    row,
    inputs: whole,
    show(value, words, off) {
      set(value, words);
      readout.textContent = words;
      whole.forEach((input) => { input.disabled = off; });
      row.classList.toggle("bh-off", off);
    },
  };
}

function render({ model, el }) {
  const parts = model.get("_parts");
  const name = `bh-${LOADED}-${++views}`;
  const questions = asking(model, name);
  const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  let asleep = false;
  let playing = null; // the frames still to come
  let due = 0;
  let timer = 0;
  let scale = 1;
  let preset = ""; // the one that was shown last
  el.classList.add("bulkheads-explorer");

  // ---- what there is to see
  const image = element("img", { className: "bh-picture", decoding: "sync" });
  const stage = element("div", { className: "bh-stage" }, image);
  stage.style.setProperty("--width", `${parts.width}px`);
  const notice = element("p", { className: "bh-asleep", role: "status" });
  const alert = element("p", { className: "bh-alert", role: "alert" });
  const knobs = element("div", { className: "bh-knobs" });
  const more = element("div", { className: "bh-knobs" });
  const folded = element("details", { className: "bh-more" }, element("summary", { text: "More" }), more);
  const chips = element("ul", { className: "bh-chips", "aria-label": "Goals" });
  const aims = element("div", { className: "bh-aims" }, chips);
  const said = element("p", { className: "bh-said", role: "status" });
  const caption = element("p", { className: "bh-caption", "aria-live": "polite" });
  const table = element("div", { className: "bh-table", tabIndex: 0, role: "region", ariaLabel: "Numbers of the picture" });
  const numbers = element("details", { className: "bh-numbers" }, element("summary", { text: "Numbers" }), table);

  const shown = {};
  for (const [key, looks] of Object.entries(parts.controls)) {
    if (key === parts.time) continue;
    shown[key] = knob(`${name}.${key}`, looks, (value) => { stop(); move(key, value); });
    (parts.hidden.includes(key) ? more : knobs).append(shown[key].row);
  }
  if (parts.presets.length) {
    const presets = element("select", { id: `${name}.presets` },
      ...[FREE, ...parts.presets].map((text, place) => element("option", { value: place ? text : "", text })));
    presets.addEventListener("change", () => {
      stop();
      if (presets.value) questions.ask({ preset: presets.value });
    });
    // beside the chips, where there are any: a row of its own would push the caption below the fold
    (parts.goals.length ? aims : knobs).append(element("div", { className: "bh-knob bh-try" },
      element("label", { htmlFor: presets.id, text: "Try" }), presets));
    shown.presets = { inputs: [presets], show(value) { presets.value = value; } };
  }
  const goals = parts.goals.map(({ chip }) => {
    const item = element("li", { className: "bh-chip" });
    chips.append(item);
    return { item, chip };
  });

  // ---- time: a button, and a slider that lies under the axis of the picture
  let time = null;
  if (parts.time) {
    const looks = parts.controls[parts.time];
    const id = `${name}.${parts.time}`;
    const button = element("button", { type: "button", className: "bh-play" });
    const { whole: [input], set } = slider(id, looks, (value) => {
      stop();
      const limit = model.get("_view").limit ?? looks.max;
      if (value > limit) input.value = limit;
      move(parts.time, Math.min(value, limit));
    });
    input.classList.add("bh-time-slider");
    input.setAttribute("aria-label", looks.label);
    const readout = element("span", { className: "bh-readout", "aria-hidden": "true" });
    const row = element("div", { className: "bh-time" }, button, input, readout);
    const [left, right] = parts.axis ?? [60, parts.width - 110];
    row.style.setProperty("--left", left / parts.width);
    row.style.setProperty("--right", right / parts.width);
    stage.append(row);
    button.addEventListener("click", () => (playing ? stop() : play()));
    time = { looks, button, input };
    shown[parts.time] = {
      inputs: [input, button],
      show(value, words, off) {
        set(value, words);
        readout.textContent = words;
        input.disabled = off;
        input.dataset.limit = model.get("_view").limit ?? looks.max; // how far a story may be moved
      },
    };
  }
  folded.hidden = !more.children.length;
  aims.append(folded); // in their row as well
  said.hidden = !goals.length;
  el.append(notice, alert, element("div", { className: "bh-scroll" }, stage), knobs, aims, said, caption, numbers);

  // ---- moving and playing
  function move(key, value) {
    if (!asleep) questions.ask({ values: { [key]: value }, scale });
  }

  function* frames(from, to) {
    const { step } = time.looks;
    const rests = new Map(model.get("_view").rests);
    for (let count = 1; from + (count - 1) * step < to - step / 1e6; count += 1) {
      const at = Number(Math.min(from + count * step, to).toFixed(9));
      const rest = Math.round((rests.get(at) ?? 0) * parts.rate);
      yield { at, phase: rest ? 0 : 1 };
      for (let frame = 1; frame <= rest; frame += 1) yield { at, phase: Math.min(1, (1.6 * frame) / rest) };
    }
  }

  function play() {
    if (asleep || !time) return;
    const view = model.get("_view");
    const to = view.limit ?? time.looks.max;
    const now = view.values[parts.time];
    const from = now >= to ? time.looks.min : now;
    playing = motion.matches ? [{ at: to, phase: 1 }][Symbol.iterator]() : frames(from, to);
    if (from !== now && !motion.matches) questions.ask({ values: { [parts.time]: from }, scale, playing: true });
    due = performance.now();
    looksLikePlaying();
    next();
  }

  function next() {
    clearTimeout(timer);
    if (!playing) return;
    const now = performance.now();
    if (now >= due - 1 && questions.room) {
      const { value, done } = playing.next();
      if (done) {
        stop();
        questions.ask({ values: {}, scale }); // the table of the last picture
        return;
      }
      questions.ask({ values: { [parts.time]: value.at }, phase: value.phase, scale, playing: true });
      due = Math.max(due + 1000 / parts.rate, now - 1000 / parts.rate);
    }
    if (questions.room) timer = setTimeout(next, Math.max(due - performance.now(), 0)); // else an answer goes on
  }

  function stop() {
    playing = null;
    clearTimeout(timer);
    looksLikePlaying();
  }

  function looksLikePlaying() {
    if (!time) return;
    time.button.setAttribute("aria-label", playing ? "Pause" : "Play");
    time.button.title = playing ? "Pause" : "Play";
    time.button.classList.toggle("bh-playing", Boolean(playing));
    caption.setAttribute("aria-live", playing ? "off" : "polite");
  }

  // ---- showing
  function paint() {
    const view = model.get("_view");
    questions.answered(view.answer);
    image.src = dataUrl(model.get("_picture"));
    image.alt = view.alt;
    if (caption.textContent !== view.caption) caption.textContent = view.caption;
    if (view.table && table.innerHTML !== view.table) table.innerHTML = view.table;
    goals.forEach(({ item, chip }, place) => {
      const met = view.met.includes(parts.goals[place].key);
      item.classList.toggle("bh-met", met);
      const text = `${met ? "✓" : "○"} ${chip}`;
      if (item.textContent !== text) item.textContent = text;
    });
    if (said.textContent !== view.said) said.textContent = view.said;
    if (questions.quiet || playing) { // else a hand is further than the answer
      for (const [key, control] of Object.entries(shown)) {
        const off = asleep || view.disabled.includes(key);
        if (key === "presets") control.show(view.preset);
        else if (!playing || key === parts.time) control.show(view.values[key], view.readouts[key], off);
      }
    }
    if (view.preset && view.preset !== preset && view.opened.length) folded.open = true;
    preset = view.preset;
    next();
  }

  function warn() {
    const text = model.get("_alert");
    if (alert.textContent !== text) alert.textContent = text;
    if (text) stop();
  }

  function fit() {
    const width = image.clientWidth;
    if (!width || asleep) return;
    const wanted = Math.round((width * Math.min(window.devicePixelRatio || 1, 2) * 64) / parts.width) / 64;
    const kept = Math.min(Math.max(wanted, 0.75), 2);
    if (kept === scale) return;
    scale = kept;
    questions.ask({ values: {}, scale });
  }

  async function alive() {
    let live = false;
    try {
      live = (await model.widget_manager.get_model(parts.id)).comm_live !== false;
    } catch {
      live = false;
    }
    asleep = !live;
    el.classList.toggle("bh-sleeps", asleep);
    notice.textContent = asleep ? ASLEEP : "";
    if (asleep) {
      stop();
      for (const { inputs } of Object.values(shown)) inputs.forEach((input) => { input.disabled = true; });
    }
  }

  function told(content) {
    if (!content.play) return;
    // whoever locked in an answer below the picture is to see it move
    el.scrollIntoView({ block: "nearest", behavior: motion.matches ? "auto" : "smooth" });
    play();
  }

  looksLikePlaying();
  paint();
  warn();
  alive();
  model.on("change:_view", paint);
  model.on("change:_alert", warn);
  model.on("comm_live_update", alive);
  model.on("msg:custom", told);
  const width = new ResizeObserver(() => { clearTimeout(width.timer); width.timer = setTimeout(fit, 100); });
  width.observe(stage);
  return () => {
    stop();
    width.disconnect();
    model.off("change:_view", paint);
    model.off("change:_alert", warn);
    model.off("comm_live_update", alive);
    model.off("msg:custom", told);
  };
}

export default { render };
