// A run-length code and eight faulty ones: which properties, tried on which lists, tell them apart?
(() => {
  "use strict";

  const FULL = 255;
  const INPUTS = {hand: "three lists by hand", invented: "40 invented lists", runs: "the same, and long runs"};
  const PROPERTIES = {
    back: ["what goes in comes back", (values, pairs, before) => same(decode(pairs), before)],
    fit: ["every count is 1 to 255", (values, pairs) => pairs.every(([, count]) => count >= 1 && count <= FULL)],
    differ: ["neighbours differ, or the first is full", (values, pairs) =>
      pairs.every(([value, count], at) => at + 1 === pairs.length || pairs[at + 1][0] !== value || count === FULL)],
    kept: ["the input is as it was", (values, pairs, before) => same(values, before)],
  };
  const MUTANTS = {
    "forgets the limit": values => encode(values, Infinity),
    "loses the last pair": values => encode(values).slice(0, -1),
    "never merges": values => values.map(value => [value, 1]),
    "sorts": values => encode([...values].sort((a, b) => a - b)),
    "changes its input": values => {
      const pairs = encode(values);
      values.length = 0;
      return pairs;
    },
    "counts modulo 256": values => encode(values, Infinity).map(([value, count]) => [value, count % 256]),
    "adds an empty run": values => [...encode(values), [7, 0]],
    "drops the sign": values => encode(values.map(Math.abs)),
  };

  function encode(values, limit = FULL) {
    const pairs = [];
    for (const value of values) {
      const last = pairs.at(-1);
      if (last && last[0] === value && last[1] < limit) {
        last[1] += 1;
      } else {
        pairs.push([value, 1]);
      }
    }
    return pairs;
  }

  const decode = pairs => pairs.flatMap(([value, count]) => Array(count).fill(value));
  const same = (one, other) => one.length === other.length && one.every((value, at) => value === other[at]);

  // The same lists every time: whole numbers from -5 to 5, and runs of up to 600.
  function lists(kind) {
    let state = 1;
    const upTo = most => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 16) % (most + 1);
    };
    const invented = () => Array.from({length: upTo(12)}, () => upTo(10) - 5);
    const runs = () => Array.from({length: 1 + upTo(2)}, () => Array(1 + upTo(599)).fill(upTo(10) - 5)).flat();
    const found = Array.from({length: 40}, invented);
    return kind === "hand" ? [[], [3], [1, 1, 2]] : kind === "invented" ? found
      : found.flatMap((list, at) => at % 4 ? [list] : [list, runs()]);
  }

  // The first list with which one of the properties fails, and which; undefined where there is none.
  function killed(faulty, inputs, properties) {
    for (const list of inputs) {
      const values = [...list], pairs = faulty(values);
      const failed = properties.find(name => !PROPERTIES[name][1](values, pairs, list));
      if (failed) {
        return [list, failed];
      }
    }
    return undefined;
  }

  function short(list) {
    const runs = encode(list, Infinity).map(([value, count]) => count > 4 ? `${count} times ${value}` : Array(count).fill(value).join(", "));
    return `[${runs.length > 6 ? [...runs.slice(0, 6), "…"].join(", ") : runs.join(", ")}]`;
  }

  (window.brrr ??= {}).mutants = (box, kit) => {
    const {element} = kit;
    const chosen = {inputs: "invented", properties: new Set(["back"])};
    const said = kit.teller();
    const table = element("table", {class: "facts"}, element("caption", {}, "Eight faulty encoders"), element("tbody"));

    function draw(silently) {
      const inputs = lists(chosen.inputs), names = Object.keys(PROPERTIES).filter(name => chosen.properties.has(name));
      const fates = Object.entries(MUTANTS).map(([name, faulty]) => [name, killed(faulty, inputs, names)]);
      const dead = fates.filter(each => each[1]).length;
      table.tBodies[0].replaceChildren(...fates.map(([name, fate]) => element("tr", {},
        element("td", {}, name),
        element("td", {class: fate ? "one" : "two"}, fate ? "✓ found" : "✗ survives"),
        element("td", {}, fate ? `“${PROPERTIES[fate[1]][0]}” fails for ${short(fate[0])}` : ""))));
      if (!silently) {
        said.textContent = names.length ? `${dead} of 8 are found, with ${kit.count(inputs.length, "list")}.`
          : "Without any property nothing is ever wrong.";
      }
    }

    function toggle(name, on) {
      chosen.properties[on ? "add" : "delete"](name);
      draw();
    }

    box.setAttribute("aria-label", "A board of eight mutants");
    box.append(
      element("p", {class: "title"}, "A board of eight mutants"),
      element("div", {class: "row"}, kit.choice("tried on", INPUTS, chosen.inputs, inputs => {
        chosen.inputs = inputs;
        draw();
      })),
      element("div", {class: "row"}, ...Object.entries(PROPERTIES).map(([name, [words]]) =>
        kit.tick(words, chosen.properties.has(name), on => toggle(name, on)))),
      said, table,
      element("p", {class: "note"}, "The lists are the same every time. Hypothesis would invent others, and make the one it shows you smaller."));
    draw();
  };
})();
