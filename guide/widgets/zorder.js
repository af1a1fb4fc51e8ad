// A walk over a grid along a curve, with a small cache behind it: how often must a line be fetched?
(() => {
  "use strict";

  const SIDE = 16, CELLS = SIDE * SIDE, LENGTH = 4;  // cells along a side; in all; in a line
  const CELL = 14, BEGIN = 2;  // units of the picture
  const CURVES = {rows: "row after row", columns: "column after column", z: "Z curve", hilbert: "Hilbert's curve"};
  const LAYOUTS = {rows: "row after row", z: "along the Z curve", hilbert: "along Hilbert's curve"};
  const LOOKS = {alone: "the cell alone", cross: "it and its four neighbours"};
  const CROSS = [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1]];

  // Which number a cell has along a curve: for the Z curve its bits in turn, x first.
  function number(curve, x, y) {
    switch (curve) {
      case "columns": return SIDE * x + y;
      case "z": return [0, 1, 2, 3].reduce((code, bit) => code | (x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1, 0);
      case "hilbert": return hilbert(x, y);
      default: return SIDE * y + x;
    }
  }

  // From the largest square down: which quarter, in the order of a U, and how the smaller U in it is turned.
  function hilbert(x, y) {
    let code = 0;
    for (let half = SIDE / 2; half; half /= 2) {
      const right = x & half ? 1 : 0, down = y & half ? 1 : 0;
      code += half * half * (3 * right ^ down);
      if (!down) {
        [x, y] = right ? [SIDE - 1 - y, SIDE - 1 - x] : [y, x];
      }
    }
    return code;
  }

  const orders = {};
  function order(curve) {
    if (!orders[curve]) {
      orders[curve] = Array(CELLS);
      for (let cell = 0; cell < CELLS; cell++) {
        orders[curve][number(curve, cell % SIDE, Math.floor(cell / SIDE))] = cell;
      }
    }
    return orders[curve];
  }

  (window.brrr ??= {}).zorder = (box, kit) => {
    const {element, drawn, count} = kit;
    const state = {walk: "rows", layout: "rows", looks: "cross", lines: 8};
    const run = {};
    const said = kit.teller(), counts = element("p", {class: "counts"});
    const grid = kit.picture(BEGIN + SIDE * CELL + 2, BEGIN + SIDE * CELL + 2);
    const heads = ["walk", "in memory", "lines kept", "misses"].map(words => element("th", {scope: "col"}, words));
    const finished = element("table", {class: "facts", hidden: true}, element("caption", {}, "Done so far"),
      element("thead", {}, element("tr", {}, ...heads)), element("tbody"));

    const lineOf = cell => Math.floor(number(state.layout, cell % SIDE, Math.floor(cell / SIDE)) / LENGTH);
    const ended = () => run.at === CELLS;

    function restart() {
      playing.stop();
      Object.assign(run, {at: 0, reads: 0, misses: 0, kept: [], fetched: Array(CELLS).fill(0)});
      said.textContent = `${CELLS} cells lie ahead. Guess first: how many misses?`;
      draw();
    }

    // Lines kept, the one used last at the end; where there is no room the first has to go.
    function read(cell) {
      const line = lineOf(cell), at = run.kept.indexOf(line);
      run.reads += 1;
      if (at >= 0) {
        run.kept.splice(at, 1);
      } else {
        run.misses += 1;
        run.kept.splice(0, run.kept.length - state.lines + 1);
      }
      run.kept.push(line);
      return at < 0;
    }

    // One cell further; whether there is another.
    function step() {
      const cell = order(state.walk)[run.at], x = cell % SIDE, y = Math.floor(cell / SIDE);
      const seen = (state.looks === "cross" ? CROSS : CROSS.slice(0, 1)).map(([dx, dy]) => [x + dx, y + dy])
        .filter(([u, v]) => u >= 0 && v >= 0 && u < SIDE && v < SIDE);
      const missed = seen.filter(([u, v]) => read(SIDE * v + u)).length;
      run.at += 1;
      run.fetched[cell] = missed;
      said.textContent = `Column ${x}, row ${y}: ${count(seen.length, "read")}, ${missed ? count(missed, "line") + " fetched" : "nothing fetched"}.`;
      if (ended()) {
        const cells = [CURVES[state.walk], LAYOUTS[state.layout], String(state.lines), `${run.misses} of ${run.reads}`];
        finished.tBodies[0].prepend(element("tr", {}, ...cells.map(words => element("td", {}, words))));
        finished.tBodies[0].rows[5]?.remove();
        finished.hidden = false;
        said.textContent = `Done: ${run.reads} reads, ${run.misses} misses, ${kit.digits(run.misses / CELLS)} for each cell.`;
      }
      return !ended();
    }

    function draw() {
      const middle = cell => `${BEGIN + CELL * (cell % SIDE + .5)},${BEGIN + CELL * (Math.floor(cell / SIDE) + .5)}`;
      const square = cell => `M${BEGIN + CELL * (cell % SIDE)},${BEGIN + CELL * Math.floor(cell / SIDE)}h${CELL}v${CELL}h-${CELL}z`;
      const all = Array.from({length: CELLS}, (_, cell) => cell), done = order(state.walk).slice(0, run.at), here = done.at(-1);
      const path = (d, looks) => drawn("path", {d, ...looks});
      const cross = cell => `M${middle(cell)}m-3,-3l6,6m0,-6l-6,6`;
      grid.replaceChildren(
        path(all.filter(cell => run.kept.includes(lineOf(cell))).map(square).join(""), {fill: "var(--w-faint)"}),
        path(all.map(square).join(""), {stroke: "var(--w-edge)", "stroke-width": .4}),
        path(done.map((cell, at) => (at ? "L" : "M") + middle(cell)).join(""), {stroke: "var(--w-one)", "stroke-width": 1.6}),
        path(done.filter(cell => run.fetched[cell]).map(cross).join(""), {stroke: "var(--w-two)", "stroke-width": 1.8}),
        path(here === undefined ? "" : square(here), {stroke: "var(--w-ink)", "stroke-width": 2.6}));
      kit.describe(grid, `Grid of ${SIDE} by ${SIDE} cells, walked ${CURVES[state.walk]}: ${run.at} of ${CELLS} cells done, `
        + `${count(run.kept.length, "line")} kept`);
      counts.replaceChildren(...[`${run.at} of ${CELLS} cells`, count(run.reads, "read"),
        `× ${run.misses} ${run.misses === 1 ? "miss" : "misses"}`].map(words => element("span", {}, words)));
    }

    function steps(number) {
      for (let more = !ended(); more && number > 0; number--) {
        more = step();
      }
      draw();
      return !ended();
    }

    const put = (key, value) => {
      state[key] = value;
      restart();
    };
    const choose = (words, key, options) => kit.choice(words, options, state[key], value => put(key, value));
    const playing = kit.player(() => steps(kit.calm() ? SIDE : 1), 60, 1000, on => said.setAttribute("aria-live", on ? "off" : "polite"));
    const go = number => () => {
      playing.stop();
      steps(number);
    };
    box.setAttribute("aria-label", "A walk along a curve, and a small cache");
    box.append(
      element("p", {class: "title"}, "A walk along a curve, and a small cache"),
      element("div", {class: "row"}, choose("walk", "walk", CURVES), choose("in memory", "layout", LAYOUTS), choose("looks at", "looks", LOOKS),
        kit.slider("lines kept", [1, 2, 4, 6, 8, 12, 16, 24, 32, 64], state.lines, String, value => put("lines", value))),
      element("div", {class: "row"}, kit.button("step", go(1)), playing, kit.button("to the end", go(CELLS)), kit.button("start over", restart)),
      said, counts, grid,
      element("p", {class: "note"}, `A line holds ${LENGTH} cells that are neighbours in memory. The cache keeps the lines that were used last, `
        + "wherever they come from. Shaded: kept now. × marks cells where something had to be fetched."),
      finished);
    restart();
    steps(3 * SIDE);
    said.textContent = `Three rows are done: ${run.misses} misses for the 16 lines that they look at. When the walk comes to a row, its lines `
      + "are gone again. Play to the end; then let the grid lie along the Z curve in memory, and walk along it.";
  };
})();
