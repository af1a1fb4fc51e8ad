// Filtering, sorting and the charts of the class page. All state is in the controls of the form.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const form = document.getElementById("filter");
const controls = Object.fromEntries(["words", "points", "line", "state", "kind"].map(name => [name, form.elements[name]]));
const rows = [...document.querySelectorAll("tr[data-s]")];
const cases = rows.filter(row => row.dataset.kind);
const cells = data.charts.lines;
const views = [];

// For every student, whether the controls let them through.
function chosen() {
  const wanted = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
  const column = name => cells.columns.indexOf(name);
  const onLine = new Set(cells.values
    .filter(cell => (!wanted.line || cell[column("line")] === wanted.line) && (!wanted.state || cell[column("state")] === wanted.state))
    .map(cell => cell[0]));
  const ofKind = new Set(cases.filter(row => wanted.kind === "any" || row.dataset.kind === wanted.kind).map(row => +row.dataset.s));
  const words = wanted.words.trim().toLowerCase();
  return data.students.map((student, s) =>
    (!words || student.words.includes(words) || student.student.toLowerCase() === words) &&
    (!wanted.points || student.points === wanted.points) &&
    (!(wanted.line || wanted.state) || onLine.has(s)) &&
    (!wanted.kind || ofKind.has(s)));
}

function apply() {
  const on = chosen();
  const kind = controls.kind.value;
  for (const row of rows) {
    row.hidden = !on[row.dataset.s] || Boolean(row.dataset.kind && kind && kind !== "any" && kind !== row.dataset.kind);
  }
  for (const button of document.querySelectorAll("button[data-controls]")) {
    button.setAttribute("aria-pressed", String(isSet(JSON.parse(button.dataset.controls))));
  }
  const number = on.filter(Boolean).length;
  document.getElementById("number").textContent = `${number} of ${on.length} students`;
  form.elements.clear.disabled = Object.values(controls).every(control => !control.value);
  return Promise.all(views.map(({view, values}) => view.data("rows", marked(values, on)).runAsync()));
}

function marked(values, on) {
  return values.map(value => ({...value, on: on[value.s]}));
}

function isSet(wanted) {
  return Object.entries(wanted).every(([name, value]) => controls[name].value === value);
}

// Choose this; the second time, no longer.
function pick(wanted) {
  const again = isSet(wanted);
  for (const [name, value] of Object.entries(wanted)) {
    controls[name].value = again ? "" : value;
  }
  apply();
}

function sort(head) {
  const place = [...head.parentNode.children].indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentNode.children) {
    other.removeAttribute("aria-sort");
  }
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = row => row.children[place].textContent.trim().replace("−", "-");
  const compare = (a, b) => parseFloat(a) - parseFloat(b) || a.localeCompare(b, "en", {numeric: true});
  for (const body of head.closest("table").tBodies) {
    const sorted = [...body.rows].filter(row => row.dataset.s).map(row => [key(row), row]);
    sorted.sort(([a], [b]) => (down ? -1 : 1) * compare(a, b));
    body.append(...sorted.map(([, row]) => row));
  }
}

// Vega's tooltip as text: nothing in it is ever read as HTML.
function tooltip(handler, event, item, value) {
  const box = document.getElementById("tooltip");
  box.hidden = !value;
  if (value) {
    box.textContent = Object.entries(value).map(([name, text]) => `${name}: ${text}`).join("\n");
    box.style.left = `${Math.max(4, Math.min(event.clientX + 12, innerWidth - box.offsetWidth - 4))}px`;
    box.style.top = `${Math.max(4, Math.min(event.clientY + 12, innerHeight - box.offsetHeight - 4))}px`;
  }
}

async function draw(name, chart) {
  const values = chart.values.map(value => {
    const named = Object.fromEntries(chart.columns.map((column, at) => [column, value[at]]));
    return {...named, student: data.students[named.s].student};
  });
  const everybody = data.students.map(() => true);
  const spec = {...chart.spec, datasets: {...chart.spec.datasets, rows: marked(values, everybody)}};
  const place = document.getElementById(`chart-${name}`);
  const options = {ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip};
  const {view} = await vegaEmbed(place, spec, options);
  view.addEventListener("click", (event, item) => {
    const found = Object.entries(chart.picks).map(([control, field]) => [control, item?.datum?.[field]]);
    if (found.every(([, value]) => value !== undefined)) {
      pick(Object.fromEntries(found));
    }
  });
  views.push({view, values});
}

form.addEventListener("input", apply);
form.addEventListener("submit", event => event.preventDefault());
form.elements.clear.addEventListener("click", () => {
  form.reset();
  form.elements.words.focus();
  apply();
});
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button?.dataset.controls) {
    pick(JSON.parse(button.dataset.controls));
  } else if (button?.closest("th[data-sort]")) {
    sort(button.closest("th"));
  }
});

Promise.all(Object.entries(data.charts).map(([name, chart]) => draw(name, chart)))
  .then(apply)
  .then(() => { document.documentElement.dataset.drawn = String(Math.round(performance.now())); });
