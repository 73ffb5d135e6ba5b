// What all explorers share: controls, mask, answer, replies and the spoken sentence. Each explorer
// adds a function draw(svg, data, at, shown). Every number and text was computed in Python.
const state = JSON.parse(document.getElementById("state").textContent);
const { controls, data, task } = state;
const at = controls.map((control) => control.start); // one stop for each control
const firstAnswers = new Map(), solved = new Set(), open = new Set();
const part = () => (task.part === null ? 0 : at[task.part]);
const parts = task.part === null ? 1 : controls[task.part].stops.length;
const index = () => at.reduce((sum, stop, n) => sum * controls[n].stops.length + stop, 0);
const fill = (text) => text.replace(/\{(\d)\}/g, (_, n) => controls[n].stops[at[n]]);

function add(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" || parent.namespaceURI.endsWith("svg") ? "http://www.w3.org/2000/svg" : parent.namespaceURI;
  const node = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  return parent.appendChild(node);
}

const SHAPES = {
  circle: (x, y, r) => `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0z`,
  square: (x, y, r) => `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
  up: (x, y, r) => `M${x},${y - r}l${r},${1.8 * r}h${-2 * r}z`,
  down: (x, y, r) => `M${x},${y + r}l${r},${-1.8 * r}h${-2 * r}z`,
  diamond: (x, y, r) => `M${x},${y - r}l${r},${r}l${-r},${r}l${-r},${-r}z`,
};
const mark = (svg, shape, x, y, r, look) => add(svg, "path", { d: SHAPES[shape](x, y, r), class: look });
const line = (svg, x1, y1, x2, y2, look) => add(svg, "line", { x1, y1, x2, y2, class: look });
const write = (svg, x, y, text, look = "") => add(svg, "text", { x, y, class: look }, text);

const main = document.querySelector("main");
add(main, "h1", {}, task.title);
add(main, "p", {}, task.ask);
const inputs = controls.map((control, n) => (control.stride ? slider(control, n) : buttons(control, n)));

function buttons(control, n) {
  const box = add(main, "fieldset");
  add(box, "legend", {}, control.label);
  return control.stops.map((stop, place) => {
    const label = add(box, "label");
    const input = add(label, "input", { type: "radio", name: `control${n}`, value: place });
    label.append(stop);
    input.addEventListener("input", () => move(n, place));
    return input;
  });
}

function slider(control, n) {
  const row = add(main, "div");
  const label = add(row, "label", {}, control.label);
  const input = add(label, "input", { type: "range", min: 0, max: control.stops.length - 1 });
  add(row, "output");
  input.addEventListener("input", () => move(n, Number(input.value)));
  input.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!way) return;
    event.preventDefault(); // an arrow is a step, shift and arrow a small one
    const stop = at[n] + way * (event.shiftKey ? 1 : control.stride);
    move(n, Math.min(Math.max(stop, 0), control.stops.length - 1));
  });
  return input;
}

const row = add(main, "p");
const answer = add(row, "button", { type: "button" }, "Answer");
const show = add(row, "button", { type: "button" }, "Show me");
const reply = add(main, "p", { class: "reply", role: "status" });
const svg = add(main, "svg", { viewBox: `0 0 ${data.size.join(" ")}`, role: "img" });
const sentence = add(main, "p", { class: "sentence" });
const first = add(main, "p");
const keep = add(main, "p", { class: "keep" });
const spoken = add(main, "p", { class: "spoken", role: "status" });
let waiting = 0;

function move(n, stop) {
  at[n] = stop;
  reply.textContent = "";
  reply.className = "reply";
  update();
  clearTimeout(waiting);
  waiting = setTimeout(() => (spoken.textContent = sentence.textContent), 400);
}

function update() {
  const shown = open.has(part());
  sentence.textContent = fill(shown ? state.said[state.saidAt[index()]] : state.hidden);
  inputs.forEach((input, n) => {
    if (!controls[n].stride) return input.forEach((one, place) => (one.checked = place === at[n]));
    input.value = at[n];
    input.setAttribute("aria-valuetext", sentence.textContent);
    input.closest("div").querySelector("output").textContent = controls[n].stops[at[n]];
  });
  svg.replaceChildren();
  svg.setAttribute("aria-label", sentence.textContent);
  draw(svg, data, at, shown);
}

function judge() {
  const [right, text] = task.replies[task.replyAt[index()]];
  open.add(part());
  if (right) solved.add(part());
  reply.textContent = fill(text);
  reply.className = `reply ${right ? "right" : "wrong"}`;
  first.textContent = firstAnswers.size ? `Your first answer${parts > 1 ? "s" : ""}: ${[...firstAnswers.values()].join("; ")}.` : "";
  if (solved.size === parts) keep.textContent = `Keep this: ${task.keep}`;
  update();
}

answer.addEventListener("click", () => {
  const said = controls.map((control, n) => control.stops[at[n]]);
  if (!firstAnswers.has(part())) firstAnswers.set(part(), said.join(", "));
  judge();
});

show.addEventListener("click", () => {
  const here = part();
  const right = [...task.replyAt.keys()].filter((place) => task.replies[task.replyAt[place]][0] && partOf(place) === here);
  for (let n = controls.length - 1, rest = right[right.length >> 1]; n >= 0; n--) {
    at[n] = rest % controls[n].stops.length;
    rest = Math.floor(rest / controls[n].stops.length);
  }
  judge();
});

function partOf(place) {
  if (task.part === null) return 0;
  const after = controls.slice(task.part + 1).reduce((product, control) => product * control.stops.length, 1);
  return Math.floor(place / after) % parts;
}

update();
const frame = window.frameElement;
if (frame) {
  // The form that needs no script steps back; the frame is as tall as what it holds.
  frame.parentElement.querySelector("details").open = false;
  new ResizeObserver(() => (frame.style.height = `${Math.ceil(main.getBoundingClientRect().height) + 2}px`)).observe(main);
}
