// Where the floats of four kinds lie on the number line: zoom in until their steps can be seen.
(() => {
  "use strict";

  // Digits (the hidden one included), smallest and largest exponent of a normal number.
  const KINDS = {float16: [11, -14, 15], bfloat16: [8, -126, 127], float32: [24, -126, 127], float64: [53, -1022, 1023]};
  const WIDTHS = Array.from({length: 56}, (_, i) => 4 - i), PLACES = [0, 1e-5, 0.1, 1, 1.5, 256, 1000, 65504, 1e6, 16777216];
  const LEFT = 62, RIGHT = 350, ROW = 34, MOST = 65;

  // The step from |x| to the next number of that kind, or infinity beyond the largest.
  function spacing([digits, low, high], x) {
    const size = Math.abs(x);
    if (size / 2 ** high > 2 - 2 ** (1 - digits)) {
      return Infinity;
    }
    let exponent = low;
    while (exponent < high && 2 ** (exponent + 1) <= size) {
      exponent += 1;
    }
    return 2 ** (exponent - digits + 1);
  }

  // The numbers of that kind from `from` to `to`, one after another, until there are too many to tell apart.
  function between(kind, from, to) {
    const places = [], first = spacing(kind, from);
    for (let x = Math.ceil(from / first) * first; x <= to && spacing(kind, x) < Infinity && places.length <= MOST;) {
      places.push(x);
      const step = spacing(kind, x);
      x += x < 0 ? spacing(kind, -x - step / 2) : step;  // towards zero, steps may be halves of those on the other side
    }
    return places;
  }

  (window.brrr ??= {}).spacing = (box, kit) => {
    const {element, drawn, digits} = kit;
    const state = {x: 1, width: -7};
    const said = kit.teller();
    const svg = kit.picture(360, 4 * ROW + 40);
    const facts = element("table", {class: "facts"}, element("tbody"));
    const shown = value => (value === Infinity ? "infinite" : digits(value));

    function draw() {
      const {x} = state, width = 2 ** state.width, from = x - width / 2;
      const across = value => LEFT + (RIGHT - LEFT) * (value - from) / width;
      const bottom = 4 * ROW + 4, parts = [], rows = [], seen = {};
      Object.entries(KINDS).forEach(([name, kind], row) => {
        const y = row * ROW + 20, step = spacing(kind, x), places = between(kind, from, from + width);
        seen[name] = places.length > MOST ? "too many" : String(places.length);
        parts.push(
          drawn("text", {x: LEFT - 6, y: y + 4, "text-anchor": "end"}, name),
          drawn("path", {stroke: "var(--w-edge)", d: `M${LEFT},${y}H${RIGHT}`}),
          seen[name] === "too many"
            ? drawn("rect", {x: LEFT, y: y - 7, width: RIGHT - LEFT, height: 14, fill: "var(--w-one)"})
            : drawn("path", {stroke: "var(--w-one)", "stroke-width": 2,
              d: places.map(each => `M${across(each).toFixed(1)},${y - 8}V${y + 8}`).join("")}));
        rows.push([name, shown(step), seen[name]]);
      });
      svg.replaceChildren(
        drawn("path", {stroke: "var(--w-two)", "stroke-dasharray": "4 3", d: `M${across(x)},4V${bottom}`}),
        ...parts,
        drawn("text", {x: across(x), y: bottom + 14, "text-anchor": "middle"}, `x = ${x}`),
        drawn("text", {x: across(x), y: bottom + 29, "text-anchor": "middle"}, `the picture is ${digits(width)} wide`));
      kit.describe(svg, `A piece of the number line, ${digits(width)} wide, around ${x}. Numbers in it: `
        + `${rows.map(([name, , count]) => `${name} ${count}`).join(", ")}.`);
      facts.tBodies[0].replaceChildren(
        element("tr", {}, element("th", {}, "kind"), element("th", {class: "number"}, "next step up"),
          element("th", {class: "number"}, "in the picture")),
        ...rows.map(([name, step, count]) => element("tr", {}, element("td", {}, name),
          element("td", {class: "number"}, step), element("td", {class: "number"}, count))));
      const apart = Object.keys(KINDS).filter(name => seen[name] !== "too many");
      said.textContent = `Around ${x}, in a picture ${digits(width)} wide: `
        + (apart.length ? `the steps of ${apart.join(" and ")} can be told apart.` : "all four look like a solid line. Zoom in.");
    }

    const zoom = kit.slider("width", WIDTHS, state.width, value => `2^${value}`, value => {
      state.width = value;
      draw();
    });
    const closer = by => () => {
      state.width = Math.min(WIDTHS[0], Math.max(WIDTHS.at(-1), state.width - by));
      zoom.set(state.width);
      draw();
    };
    box.setAttribute("aria-label", "How far apart floats are");
    box.append(
      element("p", {class: "title"}, "How far apart floats are"),
      element("div", {class: "row"},
        kit.slider("x", PLACES, state.x, String, value => {
          state.x = value;
          draw();
        }),
        zoom, kit.button("zoom in", closer(1)), kit.button("zoom out", closer(-1))),
      said,
      element("div", {class: "panes"},
        element("div", {}, svg, element("p", {class: "note"}, "Each stroke is a number of that kind; a solid bar is more than 65 of them.")),
        facts));
    draw();
  };
})();
