// Two threads add to one counter, step by step, and you are the scheduler: how many of all ways lose a count?
(() => {
  "use strict";

  const STEPS = {plain: ["read", "add", "write"], lock: ["lock", "read", "add", "write", "unlock"], atomic: ["add in one"]};
  const KINDS = {plain: "counter += 1", lock: "the same under a lock", atomic: "an atomic addition"};
  const NAMES = ["A", "B"];

  // Where everything is after a step of that thread; undefined where it is done, or waits for the lock.
  function after(state, who, kind, additions) {
    const steps = STEPS[kind], done = state.done[who];
    const step = steps[done % steps.length];
    if (done === additions * steps.length || (step === "lock" && state.holder !== -1)) {
      return undefined;
    }
    const next = {...state, done: [...state.done], seen: [...state.seen]};
    next.done[who] += 1;
    switch (step) {
      case "lock": next.holder = who; break;
      case "unlock": next.holder = -1; break;
      case "read": next.seen[who] = state.counter; break;
      case "add": next.seen[who] += 1; break;
      case "write": next.counter = state.seen[who]; break;
      default: next.counter += 1;
    }
    return next;
  }

  // {what the counter ends with: in how many ways} from a state on; a state is looked at once, however many ways lead to it.
  function ends(state, kind, additions, known = new Map()) {
    const key = JSON.stringify(state);
    if (!known.has(key)) {
      const found = {};
      const nexts = [0, 1].map(who => after(state, who, kind, additions)).filter(Boolean);
      for (const next of nexts) {
        for (const [value, ways] of Object.entries(ends(next, kind, additions, known))) {
          found[value] = (found[value] ?? 0) + ways;
        }
      }
      known.set(key, nexts.length ? found : {[state.counter]: 1});
    }
    return known.get(key);
  }

  // Every way as a word such as AABABB, with what it ends with.
  function all(state, kind, additions, word = "") {
    const found = [0, 1].flatMap(who => {
      const next = after(state, who, kind, additions);
      return next ? all(next, kind, additions, word + NAMES[who]) : [];
    });
    return found.length ? found : [[word, state.counter]];
  }

  (window.brrr ??= {}).interleavings = (box, kit) => {
    const {element} = kit;
    const chosen = {kind: "plain", additions: 1};
    const start = {done: [0, 0], seen: [null, null], counter: 0, holder: -1};
    let trail = [[start, ""]];  // every state so far, with the letter that led to it
    const said = kit.teller(), counter = element("output", {class: "counter", "aria-live": "off"}), held = element("p", {class: "note"});
    const lists = NAMES.map(() => element("ol", {class: "steps"}));
    const goers = NAMES.map((name, who) => kit.button(name, () => go(who)));
    const table = element("table", {class: "facts"}, element("caption"), element("tbody"));
    const ways = element("ul", {class: "ways"});
    const showing = kit.button("", () => {
      ways.hidden = !ways.hidden;
      draw();
      const found = ends(start, chosen.kind, chosen.additions);
      said.textContent = `Of ${kit.count(total(found), "way")} in all, ${lost(found)} lose a count.`;
    });
    ways.hidden = true;

    const now = () => trail.at(-1)[0];
    const right = () => 2 * chosen.additions;
    const total = found => Object.values(found).reduce((a, b) => a + b, 0);
    const lost = found => total(found) - (found[right()] ?? 0);

    function go(who, silently) {
      const before = now(), next = after(before, who, chosen.kind, chosen.additions);
      const step = STEPS[chosen.kind][before.done[who] % STEPS[chosen.kind].length];
      if (!next) {
        said.textContent = before.holder === 1 - who ? `${NAMES[who]} waits: ${NAMES[1 - who]} has the lock.` : `${NAMES[who]} is done.`;
        return;
      }
      trail.push([next, NAMES[who]]);
      const verbs = {read: `reads ${before.counter}`, add: `makes it ${next.seen[who]}`, write: `writes ${next.counter}`,
        lock: "takes the lock", unlock: "gives the lock back"};
      said.textContent = `${NAMES[who]} ${verbs[step] ?? `adds in one step: ${next.counter}`}. ${outlook()}`;
      if (!silently) {
        draw();
      }
    }

    function outlook() {
      const found = ends(now(), chosen.kind, chosen.additions), count = total(found), bad = lost(found);
      if (goers.every((_, who) => now().done[who] === chosen.additions * STEPS[chosen.kind].length)) {
        const missing = right() - now().counter;
        return missing ? `Done: ${now().counter} instead of ${right()}, ${kit.count(missing, "count")} lost.`
          : `Done: ${right()}, as it should be.`;
      }
      if (count === 1) {
        return bad ? "One way is left, and it loses a count." : "One way is left, and it is right.";
      }
      return bad === count ? `Whatever comes now, a count is lost: all ${count} ways that are left.`
        : bad ? `Of ${count} ways that are left, ${bad} lose a count.` : `All ${count} ways that are left are right.`;
    }

    function draw() {
      const state = now(), steps = STEPS[chosen.kind], found = ends(state, chosen.kind, chosen.additions);
      lists.forEach((list, who) => list.replaceChildren(...Array.from({length: chosen.additions * steps.length}, (_, at) => {
        const done = at < state.done[who], next = at === state.done[who];
        const sign = done ? "✓" : next ? "▸" : "·";
        return element("li", {class: done ? "done" : next ? "next" : ""}, `${sign} ${steps[at % steps.length]}`);
      })));
      goers.forEach((each, who) => {
        const step = steps[state.done[who] % steps.length];
        const over = state.done[who] === chosen.additions * steps.length;
        const can = Boolean(after(state, who, chosen.kind, chosen.additions));
        each.textContent = `${NAMES[who]}: ${over ? "done" : can ? step : "waits"}`;
        each.setAttribute("aria-disabled", String(!can));
        const hand = state.seen[who] === null ? "has seen nothing yet" : `has ${state.seen[who]} in its hand`;
        each.nextElementSibling.textContent = chosen.kind === "atomic" ? "needs no hand" : hand;
      });
      counter.textContent = state.counter;
      held.textContent = chosen.kind === "lock" ? `lock: ${state.holder < 0 ? "free" : NAMES[state.holder]}` : "";
      const letters = trail.slice(1).map(each => each[1]).join("");
      table.caption.textContent = `${letters ? `So far ${letters}; from here on` : "Nobody has gone yet;"} the counter ends with …`;
      const count = total(found);
      table.tBodies[0].replaceChildren(...Object.entries(found).reverse().map(([value, number]) => element("tr", {},
        element("td", {}, `${value} ${+value === right() ? "✓ right" : `✗ ${right() - value} lost`}`),
        element("td", {class: "bar"}, share(number / count, +value === right())),
        element("td", {class: "number"}, `${number} of ${kit.count(count, "way")}`))));
      const every = ends(start, chosen.kind, chosen.additions), many = total(every);
      showing.textContent = `${ways.hidden ? "show" : "hide"} all ${many} ways`;
      showing.setAttribute("aria-expanded", String(!ways.hidden));
      const listed = JSON.stringify([chosen, ways.hidden]);
      if (ways.dataset.of !== listed) {  // else the button just pressed would lose the focus
        ways.dataset.of = listed;
        ways.replaceChildren(...(ways.hidden ? [] : many > 20 ? [element("li", {}, "Too many to list: try one addition each.")]
          : all(start, chosen.kind, chosen.additions).map(([word, value]) => element("li", {},
            kit.button(`${word} ${value === right() ? "✓" : "✗"} ${value}`, () => play(word))))));
      }
    }

    function share(part, good) {
      const bar = element("span", {class: good ? "good" : "bad"});
      bar.style.width = `${100 * part}%`;
      return bar;
    }

    function play(word) {
      trail = [[start, ""]];
      said.textContent = "Who goes first?";
      for (const letter of word) {
        go(NAMES.indexOf(letter), true);
      }
      draw();
    }

    function byChance() {
      for (let can = true; can;) {
        const able = [0, 1].filter(who => after(now(), who, chosen.kind, chosen.additions));
        can = able.length > 0;
        if (can) {
          go(able[Math.floor(able.length * Math.random())], true);
        }
      }
      draw();
    }

    function back() {
      if (trail.length > 1) {
        trail.pop();
      }
      said.textContent = `One step back. ${outlook()}`;
      draw();
    }

    function change(changed) {
      Object.assign(chosen, changed);
      play("");
    }

    const stage = element("div", {class: "stage"}, ...NAMES.map((name, who) =>
      element("div", {role: "group", "aria-label": `thread ${name}`}, goers[who], element("p", {class: "note"}), lists[who])));
    stage.children[0].after(element("div", {class: "middle"}, element("p", {class: "note"}, "counter"), counter, held));
    stage.addEventListener("keydown", event => {
      const who = ["ArrowLeft", "ArrowRight"].indexOf(event.key);
      if (who >= 0) {
        event.preventDefault();
        goers[who].focus();
        go(who);
      }
    });
    box.setAttribute("aria-label", "Two threads, one counter: you are the scheduler");
    box.append(
      element("p", {class: "title"}, "Two threads, one counter: you are the scheduler"),
      element("div", {class: "row"}, kit.choice("each thread does", KINDS, chosen.kind, kind => change({kind})),
        kit.slider("additions each", [1, 2, 3], 1, String, additions => change({additions}))),
      said, stage,
      element("div", {class: "row"}, kit.button("one step back", back), kit.button("start over", () => play("")),
        kit.button("let chance decide", byChance), showing),
      table, ways,
      element("p", {class: "note"}, "On the buttons of A and B, ← lets A go and → lets B go. These are ways, not chances: a real machine "
        + "changes threads seldom, so the loss is rare, and all the harder to find."));
    play("AB");
  };
})();
