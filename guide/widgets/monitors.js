// Five strips of a system monitor, without names: guess what each program waits for.
(() => {
  "use strict";

  const TRACKS = ["all four cores", "busiest core", "memory", "disk", "network", "card"], COUNT = 48;
  const WAITS = {
    "": "…", all: "for more cores: all are busy", core: "for one core", disk: "for the disk", memory: "for memory: it is full",
    other: "for an answer from elsewhere", card: "for the card", loader: "the card waits for one core",
  };
  // For each track: per cent as a rule, per cent now and then, after how many looks that comes back, for how many, and how much
  // chance adds or takes away at most.
  const STRIPS = {
    A: {waits: "other", tracks: [[1, 6, 6, 1, 1], [2, 22, 6, 1, 2], [22, 22, 1, 1, 0.4], [0, 1, 6, 1, 0.4], [0, 9, 6, 1, 1],
      [0, 0, 1, 1, 0]], because: "Nothing is busy. Every six looks something comes in, and a core works for a moment. Ask for "
      + "several answers at once, or for fewer."},
    B: {waits: "memory", tracks: [[6, 14, 4, 1, 4], [20, 48, 4, 1, 8], [98, 99, 4, 1, 0.5], [70, 98, 4, 3, 6], [0, 0, 1, 1, 0.4],
      [0, 0, 1, 1, 0]], because: "The disk is busy, but not with files: memory is full, and pages go out and come back. A faster "
      + "disk would be the wrong present."},
    C: {waits: "core", tracks: [[25, 25, 1, 1, 1], [98, 98, 1, 1, 2], [31, 31, 1, 1, 0.5], [0, 2, 9, 1, 0.5], [0, 0, 1, 1, 0.4],
      [0, 0, 1, 1, 0]], because: "25 % of four cores is all of one. Here a profile helps; and then three more cores."},
    D: {waits: "loader", tracks: [[27, 27, 1, 1, 2], [97, 97, 1, 1, 2], [57, 57, 1, 1, 1], [3, 30, 6, 1, 3], [0, 0, 1, 1, 0.4],
      [0, 92, 8, 1, 4]], because: "The card has something to do in one look of eight, and one core never rests: it prepares the "
      + "data. A faster card would wait as long."},
    E: {waits: "disk", tracks: [[4, 9, 5, 2, 2], [12, 30, 5, 2, 5], [44, 44, 1, 1, 1], [99, 99, 1, 1, 1], [0, 0, 1, 1, 0.4],
      [0, 0, 1, 1, 0]], because: "The disk is always busy, memory has room, and cores hardly work. Fewer and larger accesses, or "
      + "something read only once."},
  };
  const LEFT = 84, RIGHT = 316, TALL = 24, ROW = 32;

  // The per cents of all tracks of a strip, the same on every machine.
  function looks(name) {
    let state = name.codePointAt(0);
    return STRIPS[name].tracks.map(([low, high, period, on, swing]) => Array.from({length: COUNT}, (_, at) => {
      state = (1664525 * state + 1013904223) % 2 ** 32;
      const value = (at % period < on ? high : low) + swing * (2 * state / 2 ** 32 - 1);
      return Math.round(Math.min(100, Math.max(0, value)));
    }));
  }

  (window.brrr ??= {}).monitors = (box, kit) => {
    const {element, drawn} = kit;
    const state = {strip: "A", guesses: {}};
    const said = kit.teller();
    const svg = kit.picture(360, 18 + ROW * TRACKS.length);
    const facts = element("table", {class: "facts"}, element("tbody"));

    function track(values, at) {
      const top = 16 + ROW * at, base = top + TALL, wide = (RIGHT - LEFT) / COUNT;
      const line = values.map((value, i) => `${i ? "L" : "M"}${(LEFT + wide * (i + 0.5)).toFixed(1)},`
        + `${(base - TALL * value / 100).toFixed(1)}`).join("");
      const mean = values.reduce((a, b) => a + b) / COUNT;
      return [
        drawn("rect", {x: LEFT, y: top, width: RIGHT - LEFT, height: TALL, fill: "var(--w-faint)"}),
        drawn("path", {d: line, stroke: `var(--w-${at === 5 ? "three" : at > 2 ? "two" : "one"})`, "stroke-width": 1.5}),
        drawn("text", {x: LEFT - 5, y: top + 16, "text-anchor": "end"}, TRACKS[at]),
        drawn("text", {x: RIGHT + 5, y: top + 16}, `${Math.round(mean)} %`)];
    }

    function draw() {
      const values = looks(state.strip), guess = state.guesses[state.strip] ?? "";
      const {waits, because} = STRIPS[state.strip];
      svg.replaceChildren(drawn("text", {x: LEFT, y: 10, class: "soft"}, `strip ${state.strip}: 0 to 100 %, and the mean`),
        ...values.flatMap(track));
      kit.describe(svg, `Strip ${state.strip}, means: ` + values.map((each, at) =>
        `${TRACKS[at]} ${Math.round(each.reduce((a, b) => a + b) / COUNT)} %, at most ${Math.max(...each)}`).join("; "));
      facts.tBodies[0].replaceChildren(...Object.keys(STRIPS).map(name => element("tr", {},
        element("td", {}, `strip ${name}`),
        element("td", {class: "number"}, !state.guesses[name] ? "?" : state.guesses[name] === STRIPS[name].waits ? "✓" : "✗"))));
      const right = Object.keys(STRIPS).filter(name => state.guesses[name] === STRIPS[name].waits).length;
      said.textContent = !guess ? `Strip ${state.strip}: what does this program wait for? Look at what is near 100 %, and at what is not.`
        : guess !== waits ? `✗ Strip ${state.strip} does not wait ${WAITS[guess].replace("the card waits ", "")}. Which track is near `
          + "100 %, and which would have to be?"
        : `✓ ${because}${right === 5 ? " That was all five." : ""}`;
    }

    const guess = kit.choice("it waits", WAITS, "", value => {
      state.guesses[state.strip] = value;
      draw();
    });
    const strip = kit.choice("strip", Object.fromEntries(Object.keys(STRIPS).map(name => [name, `strip ${name}`])), "A", value => {
      state.strip = value;
      guess.querySelector("select").value = state.guesses[value] ?? "";
      draw();
    });
    box.setAttribute("aria-label", "What does it wait for?");
    box.append(
      element("p", {class: "title"}, "What does it wait for?"),
      element("div", {class: "row"}, strip, guess),
      said,
      element("div", {class: "panes"},
        element("div", {}, svg, element("p", {class: "note"}, "A machine with four cores and a card. Invented, so that each has one answer.")),
        facts));
    draw();
  };
})();
