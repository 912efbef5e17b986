/** Where a gateway listens, from its address as a person would write it: `https://host/prefix`, or that of its `/ws`. */
export class Addresses {
  #base;

  /** @param {string} url `http:`, `https:`, `ws:` or `wss:`; a relative one is taken from the page's own */
  constructor(url) {
    const base = new URL(url, globalThis.location?.href);
    base.pathname = base.pathname.replace(/\/(ws)?$/, "");
    base.search = base.hash = "";
    this.#base = base.href.replace(/\/$/, "");
  }

  get webSocket() {
    return `${this.#base.replace(/^http/, "ws")}/ws`;
  }

  get stream() {
    return this.#over("/sse");
  }

  get commands() {
    return this.#over("/commands");
  }

  get guest() {
    return this.#over("/api/guest");
  }

  #over(path) {
    return this.#base.replace(/^ws/, "http") + path;
  }
}
