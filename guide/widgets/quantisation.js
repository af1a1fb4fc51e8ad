// Forty numbers become steps and come back: how wide a step is, how far each number moves, and how far it may move at most.
(() => {
  "use strict";

  const COUNT = 40, LENGTH = 10, BITS = [2, 3, 4, 5, 6, 7, 8], CELLS = [1, 2, 4, 8];
  const LEFT = 44, RIGHT = 340, LINE = 34, BACK = 66, ZERO = 144, TALL = 52, WIDEST = LENGTH / 4;
  const BACKS = {middle: "the middle of the step", border: "its lower border"};

  const numbers = (() => {
    const made = [];
    for (let state = 1; made.length < COUNT;) {
      state = (1664525 * state + 1013904223) % 2 ** 32;
      made.push(LENGTH * state / 2 ** 32);
    }
    return made.sort((a, b) => a - b);
  })();

  (window.brrr ??= {}).quantisation = (box, kit) => {
    const {element, drawn, digits} = kit;
    const state = {bits: 3, cells: 1, back: "middle"};
    const said = kit.teller();
    const svg = kit.picture(360, 218);
    const facts = element("table", {class: "facts"}, element("tbody"));
    const across = x => LEFT + (RIGHT - LEFT) * x / LENGTH;
    const up = error => ZERO - TALL * error / WIDEST;

    function draw() {
      const steps = state.cells * 2 ** state.bits, width = LENGTH / steps, mm = metres => `${digits(1000 * metres)} mm`;
      const back = numbers.map(x => (Math.floor(x / width) + (state.back === "middle" ? 0.5 : 0)) * width);
      const errors = numbers.map((x, i) => back[i] - x);
      const worst = Math.max(...errors.map(Math.abs)), mean = errors.reduce((a, b) => a + b) / COUNT;
      const most = state.back === "middle" ? width / 2 : width;
      const borders = steps > 64 ? [] : Array.from({length: steps + 1}, (_, i) => i * width);
      const cells = Array.from({length: state.cells + 1}, (_, i) => i * LENGTH / state.cells);
      const ticks = [0, 2, 4, 6, 8, 10];
      svg.replaceChildren(
        drawn("path", {stroke: "var(--w-edge)", d: borders.map(x => `M${across(x)},${LINE - 8}V${BACK + 8}`).join("")}),
        drawn("path", {stroke: "var(--w-ink)", "stroke-width": 2, d: cells.map(x => `M${across(x)},${LINE - 14}V${BACK + 14}`).join("")}),
        drawn("path", {stroke: "var(--w-soft)", d: numbers.map((x, i) => `M${across(x)},${LINE}L${across(back[i])},${BACK}`).join("")}),
        ...numbers.map(x => drawn("circle", {cx: across(x), cy: LINE, r: 3, fill: "var(--w-one)"})),
        ...back.map(x => drawn("rect", {x: across(x) - 3, y: BACK - 3, width: 6, height: 6, fill: "var(--w-two)"})),
        drawn("text", {x: LEFT - 6, y: LINE + 4, "text-anchor": "end"}, "before"),
        drawn("text", {x: LEFT - 6, y: BACK + 4, "text-anchor": "end"}, "after"),
        drawn("path", {stroke: "var(--w-soft)", "stroke-dasharray": "6 4",
          d: `M${LEFT},${up(-most)}H${RIGHT}` + (state.back === "middle" ? `M${LEFT},${up(most)}H${RIGHT}` : "")}),
        drawn("path", {stroke: "var(--w-ink)", d: `M${LEFT},${ZERO}H${RIGHT}`}),
        ...errors.map((error, i) => drawn("rect", {x: LEFT + 4 + i * (RIGHT - LEFT - 4) / COUNT, width: 5,
          y: Math.min(ZERO, up(error)), height: Math.abs(up(error) - ZERO), fill: "var(--w-two)"})),
        drawn("text", {x: LEFT - 6, y: ZERO + 4, "text-anchor": "end"}, "error"),
        ...ticks.map(x => drawn("text", {x: across(x), y: 14, "text-anchor": "middle"}, `${x} m`)),
        drawn("text", {x: (LEFT + RIGHT) / 2, y: 212, "text-anchor": "middle"}, "the error of each number; dashed: the bound"));
      kit.describe(svg, `${COUNT} numbers from 0 to ${LENGTH} metres before and after, in ${steps} steps of ${mm(width)}. `
        + `The worst is off by ${mm(worst)}, and none can be off by more than ${mm(most)}.`);
      facts.tBodies[0].replaceChildren(...[
        ["steps from 0 to 10 m", String(steps)],
        ["width of a step", mm(width)],
        ["no error is above", mm(most)],
        [`the worst of these ${COUNT}`, mm(worst)],
        ["their mean, with its sign", mm(mean)],
      ].map(([words, value]) => element("tr", {}, element("td", {}, words), element("td", {class: "number"}, value))));
      const story = state.back === "border" ? "Everything comes back too small: the middle would halve the worst error."
        : state.cells > 1 ? `${kit.count(state.cells, "cell")} with ${kit.count(state.bits, "bit")} inside are as fine as `
          + `${state.bits + Math.log2(state.cells)} bits for the whole.`
        : "One bit more halves the step, and the bound.";
      said.textContent = `Steps of ${mm(width)}: the worst number is off by ${mm(worst)}, and none by more than `
        + `${mm(most)}. ${story}`;
    }

    const set = name => value => {
      state[name] = value;
      draw();
    };
    box.setAttribute("aria-label", "A step, and its error");
    box.append(
      element("p", {class: "title"}, "A step, and its error"),
      element("div", {class: "row"},
        kit.slider("bits for a step", BITS, state.bits, String, set("bits")),
        kit.slider("cells", CELLS, state.cells, String, set("cells")),
        kit.choice("what comes back", BACKS, state.back, set("back"))),
      said,
      element("div", {class: "panes"},
        element("div", {}, svg, element("p", {class: "note"}, "Each number falls into the step around it, and comes back as one place in it.")),
        facts));
    draw();
  };
})();
