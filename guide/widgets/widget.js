// Mounts the widgets of the guide, and holds what they share: elements, controls, and the line that says what happened.
//
// A page embeds one as <div class="widget" data-widget="amdahl">…</div>, with some words for where there is no script. Each
// widget is a function of that box and of `kit`, kept in the one global `brrr`; the order in which the files load is free.
(() => {
  "use strict";

  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function filled(made, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") {
        made.addEventListener(name, value);
      } else if (value === true || value === false) {
        made.toggleAttribute(name, value);
      } else {
        made.setAttribute(name, value);
      }
    }
    made.append(...children);
    return made;
  }

  // An element with attributes, listeners ({click: …}) and children: elements or text, never HTML.
  const element = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);

  // The same for a part of an SVG picture.
  const drawn = (name, attributes = {}, ...children) =>
    filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

  // A picture in units of its own, as wide as there is room; its words are set by `describe`.
  const picture = (width, height, ...children) =>
    drawn("svg", {viewBox: `0 0 ${width} ${height}`, role: "img"}, ...children);

  const button = (words, click) => element("button", {type: "button", click}, words);

  // A list to choose from: {value: words}.
  function choice(words, options, chosen, changed) {
    const list = element("select", {change: () => changed(list.value)});
    for (const [value, text] of Object.entries(options)) {
      list.append(element("option", {value, selected: value === String(chosen)}, text));
    }
    return element("label", {}, element("span", {}, words), list);
  }

  // A slider over a list of values, and in words where it stands; `label.set(value)` moves it to the nearest value.
  function slider(words, values, value, told, changed) {
    const shown = element("output", {"aria-live": "off"});  // the slider says it itself
    const range = element("input", {type: "range", min: 0, max: values.length - 1, step: 1});
    const label = element("label", {}, element("span", {}, `${words} `, shown), range);
    const tell = () => {
      shown.textContent = told(values[range.value]);
      range.setAttribute("aria-valuetext", shown.textContent);
    };
    label.set = wanted => {
      const away = values.map(each => Math.abs(each - wanted));
      range.value = away.indexOf(Math.min(...away));
      tell();
    };
    range.setAttribute("aria-label", words);
    range.addEventListener("input", () => {
      tell();
      changed(values[range.value]);
    });
    label.set(value);
    return label;
  }

  function tick(words, on, changed) {
    const box = element("input", {type: "checkbox", checked: on, change: () => changed(box.checked)});
    return element("label", {class: "tick"}, box, element("span", {}, words));
  }

  // The line that says in words what just happened, also to those who only hear it.
  const teller = () => element("p", {class: "said", role: "status", "aria-live": "polite"});

  // A button that calls `step` every so many milliseconds (more for who wants no motion), until that returns false or the widget
  // is gone from the page.
  function player(step, fast, slow, changed) {
    let timer = 0;
    const it = button("play", () => (timer ? it.stop() : it.start()));
    const now = wanted => {
      it.textContent = wanted ? "pause" : "play";
      changed(wanted);
    };
    it.start = () => {
      now(true);
      timer = setInterval(() => {
        if (!it.isConnected || !step()) {
          it.stop();
        }
      }, calm.matches ? slow : fast);
    };
    it.stop = () => {
      if (timer) {
        clearInterval(timer);
        timer = 0;
        now(false);
      }
    };
    return it;
  }

  const kit = {element, drawn, picture, button, choice, slider, tick, teller, player};
  kit.calm = () => calm.matches;
  kit.describe = (svg, words) => svg.setAttribute("aria-label", words);
  kit.digits = value => String(Number(value.toPrecision(3)));
  kit.count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  function mount() {
    for (const box of document.querySelectorAll(".widget[data-widget]:not([data-mounted])")) {
      const make = window.brrr?.[box.dataset.widget];
      if (make) {
        box.dataset.mounted = "";
        box.setAttribute("role", "group");
        box.replaceChildren();
        make(box, kit);
      }
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", mount);
  } else {
    setTimeout(mount);
  }
  // The theme's own signal: it may change pages without loading a document.
  window.document$?.subscribe?.(mount);
})();
