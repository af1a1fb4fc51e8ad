// Additions in one chain or several, drawn as bars in time: who waits for whom, and when the core itself is busy.
(() => {
  "use strict";

  const CHAINS = [1, 2, 3, 4, 6, 8], LATENCIES = [1, 2, 3, 4, 5, 6], WIDTHS = [1, 2, 4], COUNT = 12;
  const LEFT = 52, RIGHT = 354, TOP = 8, ROW = 18, LONGEST = COUNT * LATENCIES.at(-1);

  // When each addition begins: the result before it on its chain is there, and the core has begun fewer than `width` in that cycle.
  function begins(chains, latency, width) {
    const ready = Array(chains).fill(0), begun = {}, starts = [];
    for (let i = 0; i < COUNT; i++) {
      let cycle = ready[i % chains];
      while ((begun[cycle] ?? 0) === width) {
        cycle += 1;
      }
      begun[cycle] = (begun[cycle] ?? 0) + 1;
      ready[i % chains] = cycle + latency;
      starts.push(cycle);
    }
    return starts;
  }

  (window.brrr ??= {}).chains = (box, kit) => {
    const {element, drawn, digits} = kit;
    const state = {chains: 1, latency: 4, width: 2};
    const said = kit.teller();
    const svg = kit.picture(360, TOP + ROW * CHAINS.at(-1) + 34);
    const facts = element("table", {class: "facts"}, element("tbody"));
    const across = cycle => LEFT + (RIGHT - LEFT) * cycle / LONGEST;

    function draw() {
      const {chains, latency, width} = state;
      const starts = begins(chains, latency, width), all = Math.max(...starts) + latency;
      const bottom = TOP + ROW * CHAINS.at(-1);
      const ticks = [0, 12, 24, 36, 48, 60, 72];
      svg.replaceChildren(
        drawn("path", {stroke: "var(--w-faint)", d: ticks.map(each => `M${across(each)},${TOP}V${bottom}`).join("")}),
        ...ticks.map(each => drawn("text", {x: across(each), y: bottom + 14, "text-anchor": "middle"}, String(each))),
        drawn("text", {x: (LEFT + RIGHT) / 2, y: bottom + 28, "text-anchor": "middle"}, "cycles"),
        ...Array.from({length: chains}, (_, row) =>
          drawn("text", {x: LEFT - 5, y: TOP + ROW * row + 13, "text-anchor": "end"}, `sum ${row + 1}`)),
        ...starts.map((cycle, i) => drawn("rect", {x: across(cycle), y: TOP + ROW * (i % chains) + 2, height: ROW - 4,
          width: across(cycle + latency) - across(cycle), fill: `var(--w-${i % chains % 2 ? "two" : "one"})`,
          stroke: "var(--w-paper)", "stroke-width": 1})));
      kit.describe(svg, `${COUNT} additions in ${kit.count(chains, "chain")}: they begin in cycles ${starts.join(", ")}, `
        + `and the last result is there after ${all}.`);
      const chain = latency / chains, core = 1 / width;
      facts.tBodies[0].replaceChildren(...[
        [`these ${COUNT} additions`, kit.count(all, "cycle")],
        ["a long loop: cycles per addition", digits(Math.max(chain, core))],
        ["latency / chains", digits(chain)],
        ["1 / additions begun per cycle", digits(core)],
      ].map(([words, value]) => element("tr", {}, element("td", {}, words), element("td", {class: "number"}, value))));
      const why = chain > core ? "The chains wait for themselves: another one would be free."
        : chain < core ? "The core is busy: more chains gain nothing." : "Just enough: the core is busy, and no chain waits longer than it must.";
      said.textContent = `${kit.count(chains, "chain")}: ${kit.count(all, "cycle")} for ${COUNT} additions. ${why}`;
    }

    const set = name => value => {
      state[name] = value;
      draw();
    };
    box.setAttribute("aria-label", "Who waits for whom?");
    box.append(
      element("p", {class: "title"}, "Who waits for whom?"),
      element("div", {class: "row"},
        kit.slider("chains", CHAINS, state.chains, String, set("chains")),
        kit.slider("latency", LATENCIES, state.latency, value => kit.count(value, "cycle"), set("latency")),
        kit.slider("begun per cycle", WIDTHS, state.width, String, set("width"))),
      said,
      element("div", {class: "panes"},
        element("div", {}, svg, element("p", {class: "note"}, "Each bar is one addition, from its beginning to its result.")),
        facts));
    draw();
  };
})();
