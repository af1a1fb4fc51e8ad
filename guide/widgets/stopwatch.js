// Time it badly: two programs on a machine that is never quite quiet, and a verdict that hangs on how they are timed.
(() => {
  "use strict";

  // Nanoseconds of a call; B is the faster one, and that is all there is to find out.
  const TRUE = {A: 1000, B: 950}, FACTOR = TRUE.A / TRUE.B, NEAR = 0.03;
  const GRAIN = 100, LOOK = 40;  // of the clock: its smallest step, and what it takes to look at it, in nanoseconds
  const SAMPLES = 20, REPEATED = 200;
  const BATCHES = [1, 10, 100, 1000];
  const MACHINES = {
    quiet: "is quiet", warm: "gets warm and slower", busy: "is busy in the second half", boost: "is boosted now and then",
  };
  const LEFT = 44, RIGHT = 350, TOP = 14, BOTTOM = 190, LOWEST = 800, HIGHEST = 1500;

  // The same numbers for the same seed, on every machine.
  function chance(seed) {
    let state = seed;
    return () => {
      state = (1664525 * state + 1013904223) % 2 ** 32;
      return state / 2 ** 32;
    };
  }

  // By how much the machine is slower at that moment, from 0 to 1, of the measurement.
  function pace(machine, moment, draw) {
    const lucky = draw() < 0.04;
    return machine === "warm" ? 1 + 0.15 * moment : machine === "busy" && moment >= 0.5 ? 1.3
      : machine === "boost" && lucky ? 0.85 : 1;
  }

  // Samples in the order in which they are taken: [{who, seems}], in nanoseconds for a call, as the clock says.
  function measured({machine, batch, order}, seed) {
    const draw = chance(seed);
    return Array.from({length: 2 * SAMPLES}, (_, at) => {
      const who = order === "turns" ? "AB"[at % 2] : "AB"[Math.floor(at / SAMPLES)];
      let taken = batch * TRUE[who] * pace(machine, at / (2 * SAMPLES), draw) * (1 + 0.02 * draw());
      const visited = draw() < Math.min(0.25, 0.02 + 0.0005 * batch), visit = 5000 + 45000 * draw();
      taken += visited ? visit : 0;
      return {who, seems: GRAIN * Math.floor((taken + LOOK) / GRAIN) / batch};
    });
  }

  const median = values => {
    const sorted = [...values].sort((a, b) => a - b);
    return (sorted[SAMPLES / 2 - 1] + sorted[SAMPLES / 2]) / 2;
  };
  const FIGURES = {
    first: values => values[0],
    mean: values => values.reduce((a, b) => a + b) / values.length,
    minimum: values => Math.min(...values),
    median,
    pairs: median,
  };
  const NAMED = {
    first: "one sample", mean: "mean", minimum: "minimum", median: "median", pairs: "median of the ratios, pair by pair",
  };

  const of = (samples, who) => samples.filter(each => each.who === who).map(each => each.seems);

  // How many times as fast as A is B, by these samples.
  function ratio(samples, kind) {
    const [a, b] = [of(samples, "A"), of(samples, "B")];
    return kind === "pairs" ? median(a.map((each, at) => each / b[at])) : FIGURES[kind](a) / FIGURES[kind](b);
  }
  const isRight = ratio => Math.abs(ratio - FACTOR) <= NEAR;

  (window.brrr ??= {}).stopwatch = (box, kit) => {
    const {element, drawn, digits} = kit;
    const state = {figure: "mean", batch: 1, order: "blocks", machine: "warm", seed: 1};
    const said = kit.teller();
    const svg = kit.picture(360, 226);
    const facts = element("table", {class: "facts"}, element("tbody"));
    const across = at => LEFT + (RIGHT - LEFT) * (at + 0.5) / (2 * SAMPLES);
    const up = ns => BOTTOM - (BOTTOM - TOP) * (Math.min(HIGHEST, Math.max(LOWEST, ns)) - LOWEST) / (HIGHEST - LOWEST);

    function picture(samples, seems) {
      const parts = [];
      for (const ns of [800, 1000, 1200, 1400]) {
        parts.push(drawn("path", {d: `M${LEFT},${up(ns)}H${RIGHT}`, stroke: "var(--w-faint)"}),
          drawn("text", {x: LEFT - 5, y: up(ns) + 4, "text-anchor": "end"}, String(ns)));
      }
      for (const [who, colour] of [["A", "one"], ["B", "two"]]) {
        parts.push(drawn("path", {d: `M${LEFT},${up(seems[who])}H${RIGHT}`, stroke: `var(--w-${colour})`, "stroke-width": 1.5,
          "stroke-dasharray": who === "A" ? "" : "7 4"}));
      }
      samples.forEach(({who, seems: ns}, at) => {
        const x = across(at), y = up(ns), fill = `var(--w-${who === "A" ? "one" : "two"})`;
        // What is off the scale points there.
        parts.push(ns > HIGHEST ? drawn("path", {d: `M${x - 4},${y}l4,-7l4,7z`, fill})
          : who === "A" ? drawn("circle", {cx: x, cy: y, r: 3, fill}) : drawn("path", {d: `M${x},${y - 4}l4,4l-4,4l-4,-4z`, fill}));
      });
      svg.replaceChildren(...parts,
        drawn("text", {x: LEFT, y: TOP - 4}, "ns for a call"),
        drawn("text", {x: (LEFT + RIGHT) / 2, y: BOTTOM + 18, "text-anchor": "middle"}, "samples, as they are taken"),
        drawn("text", {x: LEFT, y: BOTTOM + 33}, "● A   ◆ B   ▲ off the scale   lines: what counts"));
      kit.describe(svg, `${2 * SAMPLES} samples: A seems to take ${digits(seems.A)} ns, B ${digits(seems.B)} ns`);
    }

    function draw() {
      const samples = measured(state, state.seed);
      const seems = {A: FIGURES[state.figure](of(samples, "A")), B: FIGURES[state.figure](of(samples, "B"))};
      const found = ratio(samples, state.figure), right = isRight(found);
      let wrong = 0;
      for (let seed = 1; seed <= REPEATED; seed++) {
        wrong += !isRight(ratio(measured(state, seed), state.figure));
      }
      picture(samples, seems);
      facts.tBodies[0].replaceChildren(...[
        ["●", "one", "A seems to take", `${digits(seems.A)} ns`],
        ["◆", "two", "B seems to take", `${digits(seems.B)} ns`],
        ["", "", "so B is as fast as A, times", found.toFixed(2)],
        ["", "", "in truth", FACTOR.toFixed(2)],
        ["", "", `wrong, of ${REPEATED} measurements like this`, `${digits(100 * wrong / REPEATED)} %`],
      ].map(([sign, colour, words, value]) => element("tr", {},
        element("td", {}, element("span", {class: colour}, sign), ` ${words}`), element("td", {class: "number"}, value))));
      const verdict = Math.abs(found - 1) < 0.005 ? "no difference"
        : found > 1 ? `B is ${found.toFixed(2)}x as fast` : `A is ${(1 / found).toFixed(2)}x as fast`;
      said.textContent = `Verdict: ${verdict}. ${right ? "✓ Near the truth" : "✗ Wrong"}; of ${REPEATED} measurements like this, `
        + `${wrong} are wrong.`;
    }

    const set = changed => {
      Object.assign(state, changed);
      draw();
    };
    box.setAttribute("aria-label", "Time it badly");
    box.append(
      element("p", {class: "title"}, "Time it badly"),
      element("div", {class: "row"},
        kit.choice("what counts", NAMED, state.figure, value => set({figure: value})),
        kit.choice("order", {blocks: "all of A, then all of B", turns: "A and B in turn"}, state.order, value => set({order: value})),
        kit.choice("the machine", MACHINES, state.machine, value => set({machine: value})),
        kit.slider("calls in a sample", BATCHES, state.batch, String, value => set({batch: value})),
        kit.button("measure again", () => set({seed: state.seed % REPEATED + 1}))),
      said,
      element("div", {class: "panes"}, element("div", {}, svg),
        element("div", {}, facts, element("p", {class: "note"},
          `A takes ${TRUE.A} ns, B ${TRUE.B}. The clock goes in steps of ${GRAIN} ns. Wrong is what is off by more than ${NEAR}.`))));
    draw();
  };
})();
