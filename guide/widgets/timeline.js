// A network on a card, as a trace shows it: take forgotten copies out of it, or make its kernels short, and look who waits.
(() => {
  "use strict";

  // The rules of assignments/m5/given_e3.py: a processor that asks, a card that does, a queue between; whole microseconds.
  const STEPS = 2, LAYERS = 12, BYTES = 4194304, KERNELS = [160, 80, 40, 20, 10, 5];
  const CALLS = {4: ".item() after layer 4", 8: ".item() after layer 8", 12: ".cpu() after layer 12"};
  const LEFT = 8, RIGHT = 352, HIGH = 22, ROWS = {processor: 34, 7: 78, 20: 122}, FOOT = 160;
  const VIEWS = {all: "both steps", near: "the first 0.4 ms"}, UNTIL = {all: 12000, near: 400};

  function trace(forgotten, kernel) {
    const rows = [], done = {7: 1000, 20: 1000};
    let now = 1000;
    const row = (where, kind, begin, end, more = {}) => rows.push({where, kind, begin, end, ...more});
    const operation = inside => {
      const begin = now;
      now += 2;
      inside();
      now += 1;
      return begin;
    };
    const ask = (kind, lasts, stream = 7, more = {}) => {
      const begin = Math.max(now + 4, done[stream]);
      done[stream] = begin + lasts;
      row(stream, kind, begin, done[stream], more);
      now += 6;
      return done[stream];
    };
    const wait = until => {
      const end = Math.max(now, until) + 2;
      row("processor", "wait", now, end);
      now = end;
    };
    const asked = inside => {
      const waited = rows.length, begin = operation(inside);
      // Where it waits in between, the asking is what comes before and after.
      const gap = rows.slice(waited).find(each => each.kind === "wait");
      row("processor", "ask", begin, gap ? gap.begin : now);
      if (gap) row("processor", "ask", gap.end, now);
    };
    const steps = [];
    for (let step = 0; step < STEPS; step++) {
      const begin = now;
      let until = 0;
      asked(() => operation(() => ask("in", 300, 20)));
      for (let layer = 1; layer <= LAYERS; layer++) {
        asked(() => operation(() => ask("kernel", kernel)));
        asked(() => (until = ask("kernel", Math.max(1, Math.floor(25 * kernel / 160)))));
        if (forgotten.includes(layer)) {
          const lasts = layer === LAYERS ? 850 : 650, name = layer === LAYERS ? "aten::to" : "aten::item";
          asked(() => operation(() => {
            until = ask("out", lasts, 7, {name, bytes: BYTES - layer});
            wait(until);
          }));
          row("processor", "own", now, now + 400);
          now += 400;
        }
      }
      wait(until);
      steps.push([begin, now]);
      now += 15;
    }
    return {rows, steps};
  }

  // How much of the time between the two is covered by at least one of the rows.
  function covered(rows, begin, end) {
    let sum = 0, until = begin;
    for (const each of [...rows].sort((a, b) => a.begin - b.begin)) {
      const stop = Math.min(each.end, end);
      sum += Math.max(0, stop - Math.max(each.begin, until));
      until = Math.max(until, stop);
    }
    return sum / (end - begin);
  }

  function facts({rows, steps}) {
    const begin = steps[0][0], end = steps[STEPS - 1][1], card = rows.filter(each => each.where !== "processor");
    const out = card.filter(each => each.kind === "out"), took = out.reduce((sum, each) => sum + each.end - each.begin, 0);
    const by = {};
    for (const each of out) {
      by[each.name] = (by[each.name] ?? 0) + each.end - each.begin;
    }
    return {
      step: steps.reduce((sum, [from, to]) => sum + to - from, 0) / STEPS / 1000,
      busy: covered(card, begin, end),
      kernels: covered(card.filter(each => each.kind === "kernel"), begin, end),
      copies: out.length / STEPS,
      took: took / STEPS / 1000,
      rate: took ? out.reduce((sum, each) => sum + each.bytes, 0) / took / 1000 : 0,
      suspect: Object.keys(by).sort((a, b) => by[b] - by[a])[0] ?? "nobody",
    };
  }

  (window.brrr ??= {}).timeline = (box, kit) => {
    const {element, drawn, digits} = kit;
    const state = {forgotten: [4, 8, 12], kernel: 160, view: "all"};
    const said = kit.teller();
    const svg = kit.picture(360, 218);
    const table = element("table", {class: "facts"}, element("tbody"));
    const COLOURS = {ask: "one", own: "four", kernel: "three", out: "two", in: "soft"};

    // A row of the picture: all bars of one kind are one path, so a kind that waits is an outline.
    function bars(rows, kind, across) {
      const d = rows.filter(each => each.kind === kind && across(each.begin) < RIGHT).map(each => {
        const x = across(each.begin), wide = Math.max(0.6, Math.min(RIGHT, across(each.end)) - x);
        return `M${x.toFixed(2)},${ROWS[each.where]}h${wide.toFixed(2)}v${HIGH}h${(-wide).toFixed(2)}z`;
      }).join("");
      const looks = kind === "wait" ? {stroke: "var(--w-edge)", fill: "var(--w-faint)"} : {fill: `var(--w-${COLOURS[kind]})`};
      return drawn("path", {d, ...looks});
    }

    function legend(x, y, kind, words) {
      const looks = kind === "wait" ? {stroke: "var(--w-edge)", fill: "var(--w-faint)"} : {fill: `var(--w-${COLOURS[kind]})`};
      return [drawn("rect", {x, y: y - 9, width: 10, height: 10, ...looks}), drawn("text", {x: x + 14, y}, words)];
    }

    function draw() {
      const {rows, steps} = trace(state.forgotten, state.kernel), found = facts({rows, steps});
      const until = UNTIL[state.view], across = at => LEFT + (RIGHT - LEFT) * (at - 1000) / until;
      const ticks = Array.from({length: 5}, (_, i) => i * until / 4);
      const borders = steps.map(([begin]) => across(begin)).filter(x => x < RIGHT);
      svg.replaceChildren(
        drawn("path", {stroke: "var(--w-edge)", "stroke-dasharray": "3 3", d: borders.map(x => `M${x},4v10${
          Object.values(ROWS).map(y => `M${x},${y - 3}v${HIGH + 6}`).join("")}`).join("")}),
        ...borders.map((x, at) => drawn("text", {x: x + 3, y: 13, class: "soft"}, `step ${at + 1}`)),
        drawn("text", {x: LEFT, y: ROWS.processor - 5}, "processor"),
        drawn("text", {x: LEFT, y: ROWS[7] - 5}, "card: kernels, and copies out of it"),
        drawn("text", {x: LEFT, y: ROWS[20] - 5}, "card: copies into it"),
        ...["wait", "ask", "own", "kernel", "out", "in"].map(kind => bars(rows, kind, across)),
        ...ticks.flatMap((at, i) => [
          drawn("path", {stroke: "var(--w-soft)", d: `M${across(1000 + at)},${FOOT - 10}v4`}),
          drawn("text", {x: across(1000 + at), y: FOOT + 4, "text-anchor": ["start", "middle", "middle", "middle", "end"][i]},
            `${digits(at / 1000)} ms`)]),
        ...legend(LEFT, 187, "ask", "torch asks"), ...legend(LEFT + 88, 187, "wait", "waits"),
        ...legend(LEFT + 150, 187, "own", "does something with the number"),
        ...legend(LEFT, 207, "kernel", "kernel"), ...legend(LEFT + 88, 207, "out", "Memcpy DtoH"),
        ...legend(LEFT + 192, 207, "in", "Memcpy HtoD"));
      kit.describe(svg, `Two steps of ${digits(found.step)} ms each; kernels fill ${digits(100 * found.kernels)} % of the time, `
        + `and there are ${kit.count(found.copies, "copy").replace("copys", "copies")} from the card in each.`);
      table.tBodies[0].replaceChildren(...[
        ["a step takes", `${digits(found.step)} ms`],
        ["the card does something", `${digits(100 * found.busy)} %`],
        ["a kernel runs", `${digits(100 * found.kernels)} %`],
        ["copies from the card, in a step", digits(found.copies)],
        ["they take, in a step", `${digits(found.took)} ms`],
        ["they move", `${digits(found.rate)} GB/s`],
        ["who asks for most of it", found.suspect],
      ].map(([words, value]) => element("tr", {}, element("td", {}, words), element("td", {class: "number"}, value))));
      const without = facts(trace([], state.kernel)), many = state.forgotten.length;
      const story = many ? `Without ${many === 1 ? "it" : "them"} ${digits(without.step)}. Each empties the queue: then the card `
        + "waits until it is asked again."
        : found.kernels > 0.9 ? "The processor runs ahead and only waits at the end of a step; the card never waits."
        : "To ask takes longer than to do: now the card waits for the processor. Fewer and larger kernels would help.";
      said.textContent = `${many === 0 ? "No copies" : many === 1 ? "1 copy" : `${many} copies`} in a step, which takes `
        + `${digits(found.step)} ms. ${story}`;
    }

    function set(changed) {
      Object.assign(state, changed);
      draw();
    }

    const ticks = Object.entries(CALLS).map(([layer, words]) => kit.tick(words, true, on => set({
      forgotten: Object.keys(CALLS).map(Number).filter(each => each === Number(layer) ? on : state.forgotten.includes(each)),
    })));
    box.setAttribute("aria-label", "Two steps on a card, and the copies in them");
    box.append(
      element("p", {class: "title"}, "Two steps on a card, and the copies in them"),
      element("div", {class: "row"}, ...ticks),
      element("div", {class: "row"},
        kit.slider("a large kernel lasts", KERNELS, state.kernel, value => `${value} µs`, value => set({kernel: value})),
        kit.choice("show", VIEWS, state.view, value => set({view: value}))),
      said,
      element("div", {class: "panes"},
        element("div", {}, svg, element("p", {class: "note"}, "Made by rules, not recorded: the trace maker of m5.e3, without its dice.")),
        table));
    draw();
  };
})();
