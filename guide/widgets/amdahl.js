// The laws of Amdahl and Gustafson: two curves, a point to drag along, and what all the workers cost together.
(() => {
  "use strict";

  const WORKERS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];
  const PARTS = [...Array.from({length: 19}, (_, i) => 5 * i), 91, 92, 93, 94, 95, 96, 97, 98, 99, 99.5, 99.9, 100];
  const COSTS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
  const LEFT = 42, RIGHT = 342, TOP = 12, BOTTOM = 214, LOWEST = -1, HIGHEST = 10;

  // Time with n workers, where one alone takes 1: what cannot be shared, what can, and what the others cost to start.
  const time = (part, cost, n) => 1 - part + part / n + cost * (n - 1);
  const amdahl = (part, cost, n) => 1 / time(part, cost, n);
  // Gustafson: the shared part grows with the workers; how much more is done in the same time.
  const gustafson = (part, cost, n) => (1 - part + part * n) / (1 + cost * (n - 1));

  const across = n => LEFT + (RIGHT - LEFT) * Math.log2(n) / 10;
  const up = speed => BOTTOM - (BOTTOM - TOP) * (Math.log2(speed) - LOWEST) / (HIGHEST - LOWEST);
  const nearest = (values, wanted) => values.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a));

  function curve(law) {
    const points = Array.from({length: 101}, (_, i) => 2 ** (i / 10)).map(n => [n, law(n)]);
    const inside = points.filter(([, speed]) => speed >= 2 ** LOWEST && speed <= 1.001 * 2 ** HIGHEST);
    return `M${inside.map(([n, speed]) => `${across(n).toFixed(1)},${up(speed).toFixed(1)}`).join("L")}`;
  }

  (window.brrr ??= {}).amdahl = (box, kit) => {
    const {element, drawn, digits} = kit;
    const state = {part: 95, workers: 16, costs: false, cost: 0.2};
    const said = kit.teller();
    const line = (colour, width, dashes = "") =>
      drawn("path", {stroke: `var(--w-${colour})`, "stroke-width": width, "stroke-dasharray": dashes});
    const curves = {
      ideal: line("soft", 1, "2 3"), limit: line("soft", 1, "8 4"), gustafson: line("two", 2, "7 4"), amdahl: line("one", 2.5),
    };
    const limitWords = drawn("text", {"text-anchor": "end", x: RIGHT, class: "soft"});
    const square = drawn("path", {fill: "var(--w-two)"});
    const point = drawn("g", {class: "point", tabindex: 0, role: "slider", "aria-valuemin": 1, "aria-valuemax": 1024,
      "aria-label": "point on Amdahl's curve: left and right for workers, up and down for the parallel part"},
      drawn("circle", {r: 22, fill: "transparent"}),
      drawn("circle", {r: 7, fill: "var(--w-one)", stroke: "var(--w-paper)", "stroke-width": 2}));
    // A picture with something to move in it is no single image.
    const svg = kit.picture(360, 250, ...axes(), ...Object.values(curves), limitWords, square, point);
    svg.setAttribute("role", "group");
    const strips = kit.picture(360, 64);
    const facts = element("table", {class: "facts"}, element("tbody"));

    function axes() {
      const grid = drawn("path", {stroke: "var(--w-faint)"});
      const marks = [];
      let d = "";
      for (const power of [0, 2, 4, 6, 8, 10]) {
        d += `M${across(2 ** power)},${TOP}V${BOTTOM}M${LEFT},${up(2 ** power)}H${RIGHT}`;
        marks.push(drawn("text", {x: across(2 ** power), y: BOTTOM + 14, "text-anchor": "middle"}, String(2 ** power)));
        marks.push(drawn("text", {x: LEFT - 5, y: up(2 ** power) + 4, "text-anchor": "end"}, `${2 ** power}x`));
      }
      grid.setAttribute("d", d);
      return [grid, ...marks, drawn("text", {x: (LEFT + RIGHT) / 2, y: BOTTOM + 30, "text-anchor": "middle"}, "workers")];
    }

    // A bar of pieces one behind the other: [length, colour].
    function strip(y, words, pieces) {
      let x = LEFT;
      const bars = pieces.map(([length, colour]) => {
        const bar = drawn("rect", {x, y, width: Math.max(0, (RIGHT - LEFT) * length), height: 14, fill: `var(--w-${colour})`,
          stroke: "var(--w-paper)", "stroke-width": 1});
        x += (RIGHT - LEFT) * length;
        return bar;
      });
      return [drawn("text", {x: LEFT - 5, y: y + 11, "text-anchor": "end"}, words), ...bars];
    }

    function draw(silently) {
      const {workers: n, costs} = state, part = state.part / 100, cost = costs ? state.cost / 100 : 0;
      const fast = amdahl(part, cost, n), more = gustafson(part, cost, n), taken = time(part, cost, n);
      // Without costs the most there ever is; with them the best number of workers, where the curve turns down.
      const best = cost ? Math.max(1, Math.round(Math.sqrt(part / cost))) : 0;
      const most = cost ? amdahl(part, cost, best) : 1 / (1 - part);
      curves.ideal.setAttribute("d", curve(each => each));
      curves.amdahl.setAttribute("d", curve(each => amdahl(part, cost, each)));
      curves.gustafson.setAttribute("d", curve(each => gustafson(part, cost, each)));
      curves.limit.setAttribute("d", most < 1000 ? `M${LEFT},${up(most)}H${RIGHT}` : "");
      limitWords.textContent = most < 1000 ? `never more than ${digits(most)}x` : "";
      limitWords.setAttribute("y", up(most < 1000 ? most : 1) - 4);
      square.setAttribute("d", `M${across(n)},${up(more) - 6}l6,6l-6,6l-6,-6z`);
      const low = Math.max(fast, 2 ** LOWEST);
      point.setAttribute("transform", `translate(${across(n)},${up(low)})`);
      point.setAttribute("aria-valuenow", n);
      point.setAttribute("aria-valuetext", `${kit.count(n, "worker")}, ${state.part} % parallel: ${digits(fast)}x`);
      kit.describe(svg, `Speed-up over workers: Amdahl ${digits(fast)}x, Gustafson ${digits(more)}x with ${n}`);
      const scale = 1 / Math.max(1, taken);
      strips.replaceChildren(
        ...strip(2, "1", [[(1 - part) * scale, "soft"], [part * scale, "one"]]),
        ...strip(20, String(n), [[(1 - part) * scale, "soft"], [part / n * scale, "one"], [cost * (n - 1) * scale, "four"]]),
        drawn("text", {x: LEFT, y: 50}, "time"), drawn("path", {d: `M${LEFT + 28},46H${RIGHT}m-5,-3l5,3l-5,3`, stroke: "var(--w-soft)"}));
      kit.describe(strips, `Time: alone 1, of which ${digits(1 - part)} cannot be shared; ${n} together ${digits(taken)}.`);
      facts.tBodies[0].replaceChildren(...[
        ["●", "one", "speed-up, the same work (Amdahl)", `${digits(fast)}x`],
        ["◆", "two", "speed-up, more work (Gustafson)", `${digits(more)}x`],
        ["", "", "efficiency: speed-up per worker", `${digits(100 * fast / n)} %`],
        ["", "", "core time paid (alone: 1)", digits(n * taken)],
        ["", "", "of it spent waiting or starting others", `${digits(100 * Math.max(0, 1 - fast / n))} %`],
      ].map(([sign, colour, words, value]) => element("tr", {},
        element("td", {}, element("span", {class: colour}, sign), ` ${words}`), element("td", {class: "number"}, value))));
      const sum = `1 / (${digits(1 - part)} + ${digits(part)} / ${n}${cost ? ` + ${digits(cost)} · ${n - 1}` : ""}) = ${digits(fast)}`;
      const turn = cost ? `The best is ${kit.count(best, "worker")}: ${digits(most)}x; more of them make it slower.`
        : part === 1 ? "Everything is shared, so nothing sets a limit." : `However many workers: never more than ${digits(most)}x.`;
      said.textContent = silently ? said.textContent : `${kit.count(n, "worker")}, ${state.part} % parallel: ${sum}. ${turn}`;
    }

    const parts = kit.slider("parallel part", PARTS, state.part, value => `${value} %`, value => set({part: value}));
    const workers = kit.slider("workers", WORKERS, state.workers, String, value => set({workers: value}));
    const cost = kit.slider("each costs", COSTS, state.cost, value => `${value} % of the work`, value => set({cost: value}));
    cost.hidden = true;

    function set(changed) {
      Object.assign(state, changed);
      parts.set(state.part);
      workers.set(state.workers);
      cost.hidden = !state.costs;
      draw();
    }

    // The curve through that place: across says how many workers, up how much of the work they share.
    function dragged(event) {
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const n = nearest(WORKERS, 2 ** (10 * (place.x - LEFT) / (RIGHT - LEFT)));
      const speed = 2 ** (LOWEST + (BOTTOM - place.y) / (BOTTOM - TOP) * (HIGHEST - LOWEST));
      const left = 1 / Math.max(speed, 1e-3) - (state.costs ? state.cost / 100 : 0) * (n - 1);
      const part = n === 1 ? state.part : 100 * Math.min(1, Math.max(0, (1 - left) / (1 - 1 / n)));
      set({workers: n, part: nearest(PARTS, part)});
    }

    point.addEventListener("pointerdown", event => {
      point.setPointerCapture(event.pointerId);
      point.focus();
    });
    point.addEventListener("pointermove", event => point.hasPointerCapture(event.pointerId) && dragged(event));
    point.addEventListener("keydown", event => {
      const [name, values, step] = {ArrowRight: ["workers", WORKERS, 1], ArrowLeft: ["workers", WORKERS, -1],
        ArrowUp: ["part", PARTS, 1], ArrowDown: ["part", PARTS, -1]}[event.key] ?? [];
      if (name) {
        event.preventDefault();
        set({[name]: values[Math.min(values.length - 1, Math.max(0, values.indexOf(state[name]) + step))]});
      }
    });
    box.setAttribute("aria-label", "How much do more workers gain?");
    box.append(
      element("p", {class: "title"}, "How much do more workers gain?"),
      element("div", {class: "row"}, parts, workers,
        kit.tick("every further worker costs something", false, on => set({costs: on})), cost),
      said,
      element("div", {class: "panes"},
        element("div", {}, svg, element("p", {class: "note"}, "Drag the point ●, or move it with the arrow keys.")),
        element("div", {}, facts, strips,
          element("p", {class: "note"}, "First what cannot be shared, then what can; last what further workers cost."))));
    draw();
  };
})();
