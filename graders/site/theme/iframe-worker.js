// Browsers start no worker for a page opened from a file. The search runs in a hidden frame then, in the same way.
if (location.protocol === "file:") {
  window.Worker = class {
    #frame = document.createElement("iframe");
    #ready;

    constructor(url) {
      this.#frame.hidden = true;
      this.#frame.title = "search";
      document.body.append(this.#frame);
      const inside = this.#frame.contentWindow;
      inside.postMessage = (data) => setTimeout(() => this.onmessage?.({ data: structuredClone(data) }));
      this.#ready = new Promise((resolve) => {
        const script = inside.document.createElement("script");
        script.onload = resolve;
        script.onerror = (event) => this.onerror?.(event);
        script.src = url;
        inside.document.body.append(script);
      });
    }

    postMessage(data) {
      const inside = this.#frame.contentWindow;
      const copy = inside.structuredClone(data); // each side changes what it has
      this.#ready.then(() => inside.dispatchEvent(new inside.MessageEvent("message", { data: copy })));
    }

    terminate() {
      this.#frame.remove();
    }
  };
}
