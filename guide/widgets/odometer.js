// Eight bits on a ring: what a sum shows, read with a sign and without, and what happens where the ring is cut.
(() => {
  "use strict";

  const STEPS = [1, 2, 5, 16, 50, 100, 127], SIZE = 256, MIDDLE = 110, RADIUS = 78;
  const READ = {signed: "with a sign", unsigned: "without a sign"};
  const FULL = {wrap: "it starts again", saturate: "it stops at the end"};

  const signed = bits => (bits < SIZE / 2 ? bits : bits - SIZE);
  const at = (place, radius) => {
    const angle = 2 * Math.PI * place / SIZE;
    return `${(MIDDLE + radius * Math.sin(angle)).toFixed(1)},${(MIDDLE - radius * Math.cos(angle)).toFixed(1)}`;
  };

  (window.brrr ??= {}).odometer = (box, kit) => {
    const {element, drawn} = kit;
    const state = {bits: 100, step: 100, read: "signed", full: "wrap", last: null};
    const said = kit.teller();
    const svg = kit.picture(2 * MIDDLE, 2 * MIDDLE);
    const facts = element("table", {class: "facts"}, element("tbody"));
    const shown = bits => (state.read === "signed" ? signed(bits) : bits);
    const ends = () => (state.read === "signed" ? [-SIZE / 2, SIZE / 2 - 1] : [0, SIZE - 1]);

    // One addition or subtraction: what is left on the ring, the carry or borrow, and whether it fits as it is read.
    function move(sign) {
      const before = state.bits, [low, high] = ends(), exact = shown(before) + sign * state.step;
      const fits = low <= exact && exact <= high, raw = before + sign * state.step;
      const wanted = state.full === "saturate" ? Math.min(Math.max(exact, low), high) : exact;
      state.bits = (wanted + SIZE) % SIZE;
      state.last = {before, sign, step: state.step, exact, fits, carry: raw < 0 || raw >= SIZE, signedFits:
        -SIZE / 2 <= signed(before) + sign * state.step && signed(before) + sign * state.step < SIZE / 2};
      draw();
    }

    function draw() {
      const {bits, last} = state, cut = state.read === "signed" ? SIZE / 2 : 0, ticks = [0, 32, 64, 96, 128, 160, 192, 224];
      const trail = last === null ? [] : Array.from({length: last.step + 1}, (_, i) => last.before + last.sign * i);
      svg.replaceChildren(
        drawn("circle", {cx: MIDDLE, cy: MIDDLE, r: RADIUS, stroke: "var(--w-edge)", "stroke-width": 2}),
        drawn("path", {stroke: "var(--w-soft)", d: ticks.map(each => `M${at(each, RADIUS - 5)}L${at(each, RADIUS + 5)}`).join("")}),
        ...ticks.map(each => {
          const [x, y] = at(each, RADIUS + 18).split(",");
          return drawn("text", {x, y: Number(y) + 4, "text-anchor": "middle"}, String(shown(each)));
        }),
        drawn("path", {stroke: "var(--w-two)", "stroke-width": 3, d: `M${at(cut - 0.5, RADIUS - 14)}L${at(cut - 0.5, RADIUS + 8)}`}),
        drawn("path", {stroke: "var(--w-two)", "stroke-width": 2, "stroke-dasharray": "5 3",
          d: trail.length ? `M${trail.map(each => at(each, RADIUS - 10)).join("L")}` : ""}),
        drawn("path", {stroke: "var(--w-one)", "stroke-width": 3, d: `M${MIDDLE},${MIDDLE}L${at(bits, RADIUS - 4)}`}),
        drawn("circle", {cx: MIDDLE, cy: MIDDLE, r: 4, fill: "var(--w-one)"}));
      kit.describe(svg, `A ring of 256 places, cut between ${ends()[1]} and ${ends()[0]}. The hand shows ${shown(bits)}.`);
      const binary = bits.toString(2).padStart(8, "0");
      const yes = flag => (last === null ? "-" : flag ? "yes" : "no");
      facts.tBodies[0].replaceChildren(...[
        ["the eight bits", `${binary.slice(0, 4)} ${binary.slice(4)}`],
        ["hexadecimal", `0x${bits.toString(16).toUpperCase().padStart(2, "0")}`],
        ["read without a sign", String(bits)],
        ["read with a sign", String(signed(bits))],
        ["did not fit without a sign (carry)", yes(last?.carry)],
        ["did not fit with a sign (overflow)", yes(last !== null && !last.signedFits)],
      ].map(([words, value]) => element("tr", {}, element("td", {}, words), element("td", {class: "number"}, value))));
      if (last === null) {
        said.textContent = `The ring shows ${shown(bits)}.`;
        return;
      }
      const end = state.full === "saturate" ? `It stops at the end: ${shown(bits)}.`
        : `It starts again from the other end: ${shown(bits)}.`;
      said.textContent = `${last.exact - last.sign * last.step} ${last.sign > 0 ? "+" : "-"} ${last.step} is ${last.exact}. `
        + (last.fits ? "That fits." : `The numbers go from ${ends()[0]} to ${ends()[1]}. ${end}`);
    }

    const set = name => value => {
      state[name] = value;
      if (name !== "step") {
        state.last = null;
      }
      draw();
    };
    box.setAttribute("aria-label", "An odometer of eight bits");
    box.append(
      element("p", {class: "title"}, "An odometer of eight bits"),
      element("div", {class: "row"},
        kit.slider("step", STEPS, state.step, String, set("step")),
        kit.choice("read", READ, state.read, set("read")),
        kit.choice("when it is full", FULL, state.full, set("full"))),
      element("div", {class: "row"},
        kit.button("add the step", () => move(1)),
        kit.button("subtract the step", () => move(-1)),
        kit.button("back to 100", () => {
          state.bits = 100;
          state.last = null;
          draw();
        })),
      said,
      element("div", {class: "panes"},
        element("div", {}, svg, element("p", {class: "note"},
          "Up is 0, and to add is to go clockwise. The orange stroke is where the ring is cut.")),
        facts));
    draw();
  };
})();
