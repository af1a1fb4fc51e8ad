// A small cache in front of a matrix: walk through the numbers in some order, and see which lines stay and which are thrown out.
(() => {
  "use strict";

  const ROWS = 16, COLUMNS = 16, NUMBERS = ROWS * COLUMNS;
  const HIT = 4, MISS = 200;  // cycles: about what a first-level cache and memory take
  const CELL = 13, BEGIN = 26, PLACE = 40;  // units of the pictures
  const WALKS = {columns: "column by column", rows: "row by row", tiles: "down the columns of 4 by 4 tiles",
    stride: "every k-th number", random: "at random", writers: "two cores, a counter each"};

  // The numbers 0 … 255 in the order of a walk; for two writers, the counters in turn.
  function order(walk, apart) {
    const all = Array.from({length: NUMBERS}, (_, i) => i);
    switch (walk) {
      case "columns": return all.map(i => COLUMNS * (i % ROWS) + Math.floor(i / ROWS));
      case "tiles": return all.map(i => {
        const tile = i >> 4;
        return COLUMNS * (4 * (tile >> 2) + (i & 3)) + 4 * (tile & 3) + (i >> 2 & 3);
      });
      case "stride": return Array.from({length: apart}, (_, first) => all.filter(i => i % apart === first)).flat();
      case "random": return shuffled(all);
      case "writers": return all.slice(0, 64).map(i => (i % 2 ? apart : 0));
      default: return all;
    }
  }

  // The same disorder every time, so that two caches can be compared (Fisher and Yates; Numerical Recipes' generator).
  function shuffled(all) {
    let seed = 1;
    for (let last = all.length - 1; last > 0; last--) {
      seed = (Math.imul(1664525, seed) + 1013904223) >>> 0;
      const other = Math.floor(seed / 2 ** 32 * (last + 1));
      [all[last], all[other]] = [all[other], all[last]];
    }
    return all;
  }

  // A line goes into the drawer that its number says; where that is full, the line not used for longest leaves it.
  class Cache {
    constructor(sets, ways) {
      this.drawers = Array.from({length: sets}, () => Array(ways).fill(null));
      this.thrown = Array(sets).fill(0);
    }
    drawer(line) {
      return line % this.drawers.length;
    }
    has(line) {
      return this.drawers[this.drawer(line)].some(place => place?.line === line);
    }
    // Uses the line, fetched if need be; returns the line thrown out for it, if any.
    use(line, time) {
      const drawer = this.drawers[this.drawer(line)];
      const found = drawer.find(place => place?.line === line);
      if (found) {
        found.time = time;
        return undefined;
      }
      const age = drawer.map(place => place?.time ?? -1), at = age.indexOf(Math.min(...age)), old = drawer[at];
      drawer[at] = {line, time};
      this.thrown[this.drawer(line)] += old ? 1 : 0;
      return old?.line;
    }
    drop(line) {
      const drawer = this.drawers[this.drawer(line)];
      this.drawers[this.drawer(line)] = drawer.map(place => (place?.line === line ? null : place));
    }
  }

  (window.brrr ??= {}).cache_lines = (box, kit) => {
    const {element, drawn, count} = kit;
    const state = {walk: "columns", apart: 2, spare: 0, length: 4, sets: 8, ways: 2};
    const run = {};
    const said = kit.teller();
    const memory = kit.picture(BEGIN + 24 * CELL + 2, ROWS * CELL + 16), shelves = element("div");
    const counts = element("p", {class: "counts"});
    const heads = ["walk", "cache", "misses", "cycles"].map(words => element("th", {scope: "col"}, words));
    const finished = element("table", {class: "facts", hidden: true}, element("caption", {}, "Done so far; a cache as drawers × places × line"),
      element("thead", {}, element("tr", {}, ...heads)), element("tbody"));

    // Where a number lies, counted in numbers from the beginning of memory.
    const address = i => (COLUMNS + state.spare) * Math.floor(i / COLUMNS) + i % COLUMNS;
    const lineOf = i => Math.floor(address(i) / state.length);
    const place = spot => `${Math.floor(spot / (COLUMNS + state.spare))}:${spot % (COLUMNS + state.spare)}`;
    const name = line => place(line * state.length);
    const ended = () => run.at === run.order.length;

    function restart() {
      playing.stop();
      const cores = state.walk === "writers" ? 2 : 1;
      Object.assign(run, {at: 0, hits: 0, misses: 0, marks: Array(NUMBERS).fill(""), order: order(state.walk, state.apart),
        caches: Array.from({length: cores}, () => new Cache(state.sets, state.ways))});
      apart.hidden = !["stride", "writers"].includes(state.walk);
      said.textContent = `${run.order.length} ${cores === 2 ? "writes" : "reads"} lie ahead. Guess first: how many misses?`;
      draw();
    }

    // One read or write; whether there is another.
    function step() {
      const i = run.order[run.at], line = lineOf(i), who = run.at % run.caches.length;
      const mine = run.caches[who], other = run.caches[1 - who];
      const hit = mine.has(line), taken = Boolean(other?.has(line)), out = mine.use(line, run.at);
      other?.drop(line);  // who writes to a line has to have it alone
      run.at += 1;
      run[hit ? "hits" : "misses"] += 1;
      run.marks[i] = hit ? "hit" : "miss";
      const whom = other ? `Core ${"AB"[who]} writes ${place(address(i))}` : `Number ${place(address(i))} (row:column)`;
      const fate = taken ? "the line is taken from the other core" : out === undefined ? "the line is fetched" : `the line of ${name(out)} has to go`;
      said.textContent = `${whom}, drawer ${mine.drawer(line)}: ${hit ? "hit" : `miss, ${fate}`}.`;
      if (ended()) {
        finish();
      }
      return !ended();
    }

    function finish() {
      const cells = [WALKS[state.walk] + (apart.hidden ? "" : `, ${state.apart} apart`) + (state.spare ? `, ${state.spare} spare` : ""),
        `${state.sets} × ${state.ways} × ${state.length}`, `${run.misses} of ${run.at}`, cycles()];
      finished.tBodies[0].prepend(element("tr", {}, ...cells.map(words => element("td", {}, words))));
      finished.tBodies[0].rows[5]?.remove();
      finished.hidden = false;
      said.textContent = `Done: ${run.hits} hits, ${run.misses} misses, ${cycles()} cycles each.`;
    }

    const cycles = () => kit.digits((HIT * run.hits + MISS * run.misses) / Math.max(1, run.at));

    function draw() {
      const width = COLUMNS + state.spare, here = run.at ? run.order[run.at - 1] : -1;
      const d = {grid: "", spare: "", shade: "", lines: "", hit: "", miss: "", here: ""};
      for (let spot = 0; spot < ROWS * width; spot++) {
        const x = BEGIN + CELL * (spot % width), y = 14 + CELL * Math.floor(spot / width), column = spot % width;
        const square = `M${x},${y}h${CELL}v${CELL}h-${CELL}z`;
        const i = COLUMNS * Math.floor(spot / width) + column;
        d[column < COLUMNS ? "grid" : "spare"] += square;
        d.shade += run.caches.some(cache => cache.has(Math.floor(spot / state.length))) ? square : "";
        d.lines += spot % state.length === 0 ? `M${x},${y}v${CELL}` : "";
        if (column < COLUMNS && run.marks[i]) {
          const dot = `M${x + 6.5},${y + 4.5}a2,2 0 1 1 -.1,0z`, cross = `M${x + 3.5},${y + 3.5}l6,6m0,-6l-6,6`;
          d[run.marks[i]] += run.marks[i] === "hit" ? dot : cross;
        }
        d.here += column < COLUMNS && i === here ? square : "";
      }
      const path = (d, looks) => drawn("path", {d, ...looks});
      memory.replaceChildren(
        path(d.shade, {fill: "var(--w-faint)"}), path(d.grid, {stroke: "var(--w-edge)", "stroke-width": .4}),
        path(d.spare, {stroke: "var(--w-edge)", "stroke-width": .6, "stroke-dasharray": "1 3"}),
        path(d.lines, {stroke: "var(--w-ink)", "stroke-width": 1.4}), path(d.hit, {fill: "var(--w-three)"}),
        path(d.miss, {stroke: "var(--w-two)", "stroke-width": 1.8}), path(d.here, {stroke: "var(--w-ink)", "stroke-width": 2.6}),
        ...[0, 4, 8, 12].flatMap(each => [drawn("text", {x: BEGIN - 4, y: 25 + CELL * each, "text-anchor": "end"}, String(each)),
          drawn("text", {x: BEGIN + CELL * (each + .5), y: 10, "text-anchor": "middle"}, String(each))]));
      kit.describe(memory, `Matrix of ${ROWS} rows and ${COLUMNS} columns, ${run.at} of ${run.order.length} steps done`);
      const heading = who => element("p", {class: "note"}, run.caches.length > 1 ? `Cache of core ${"AB"[who]}` : "The cache, by drawer");
      shelves.replaceChildren(...run.caches.flatMap((cache, who) => [heading(who), shelf(cache, who, here)]));
      const percent = run.at ? ` (${Math.round(100 * run.misses / run.at)} %), ${cycles()} cycles each` : "";
      counts.replaceChildren(...[`${run.at} of ${run.order.length}`, `• ${count(run.hits, "hit")}`,
        `× ${run.misses} ${run.misses === 1 ? "miss" : "misses"}${percent}`].map(words => element("span", {}, words)));
    }

    function shelf(cache, who, here) {
      const mine = here >= 0 && (run.at - 1) % run.caches.length === who, wanted = mine ? cache.drawer(lineOf(here)) : -1;
      const svg = kit.picture(8 * PLACE + 2, 40 + 20 * state.ways);
      cache.drawers.forEach((drawer, at) => {
        const x = 1 + PLACE * at;
        const label = (y, words, looks) => drawn("text", {x: x + PLACE / 2, y, "text-anchor": "middle", ...looks}, words);
        svg.append(label(12, at === wanted ? `▾ ${at}` : String(at), {"font-weight": at === wanted ? 700 : 400}));
        drawer.forEach((each, way) => {
          const used = at === wanted && each?.line === lineOf(here);
          svg.append(drawn("rect", {x: x + 1.5, y: 18 + 20 * way, width: PLACE - 3, height: 18, fill: each ? "var(--w-faint)" : "none",
            stroke: used ? "var(--w-ink)" : "var(--w-edge)", "stroke-width": used ? 2.4 : .8}), label(31 + 20 * way, each ? name(each.line) : "–"));
        });
        svg.append(label(33 + 20 * state.ways, cache.thrown[at] ? `${cache.thrown[at]} out` : "", {class: "soft"}));
      });
      const held = drawer => drawer.filter(Boolean).map(each => name(each.line)).join(" and ") || "empty";
      kit.describe(svg, cache.drawers.map((drawer, at) => `drawer ${at}: ${held(drawer)}`).join("; "));
      return svg;
    }

    // Several steps at once; what each of them says is worth hearing only where there is one.
    function steps(number) {
      for (let more = !ended(); more && number > 0; number--) {
        more = step();
      }
      draw();
      return !ended();
    }

    const put = key => value => {
      state[key] = key === "walk" ? value : Number(value);
      restart();
    };
    const choose = (words, key, noun) =>
      kit.choice(words, Object.fromEntries([1, 2, 4, 8].map(each => [each, count(each, noun)])), state[key], put(key));
    const slide = (words, key, values) => kit.slider(words, values, state[key], String, put(key));
    const apart = slide("numbers apart", "apart", [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 17, 32, 64]);
    // Who wants no motion gets a row a second instead. While it plays, nothing is read out.
    const read = on => said.setAttribute("aria-live", on ? "off" : "polite");
    const playing = kit.player(() => steps(kit.calm() ? COLUMNS : 1), 60, 1000, read);
    const go = number => () => {
      playing.stop();
      steps(number);
    };
    box.setAttribute("aria-label", "A cache, a matrix and a walk");
    box.append(
      element("p", {class: "title"}, "A cache, a matrix and a walk"),
      element("div", {class: "row"}, kit.choice("walk", WALKS, state.walk, put("walk")), apart,
        slide("spare numbers behind a row", "spare", [0, 1, 2, 3, 4, 5, 6, 7, 8])),
      element("div", {class: "row"}, choose("line", "length", "number"), choose("drawers (sets)", "sets", "drawer"),
        choose("places in each (ways)", "ways", "place")),
      element("div", {class: "row"}, kit.button("step", go(1)), playing, kit.button("to the end", go(NUMBERS)), kit.button("start over", restart)),
      said, counts,
      element("div", {class: "panes"}, element("div", {}, memory), shelves),
      element("p", {class: "note"}, "× had to be fetched, • was in the cache, shaded: is there now. Heavy strokes begin a line. A place shows "
        + `row:column of its line's first number. Say a hit costs ${HIT} cycles, a miss ${MISS}.`),
      finished);
    restart();
    steps(2 * ROWS);
    const used = run.caches[0].drawers.filter(drawer => drawer.some(Boolean)).length;
    said.textContent = "Two columns are read, and nothing was ever still there: all lines of a column want the same "
      + `${count(used, "drawer")} of ${state.sets}. Play to the end; then try a few spare numbers.`;
  };
})();
