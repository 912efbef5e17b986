/** How often a WebSocket that has worked before may fail to open before the other way is tried. */
const FORGIVEN = 3;

/**
 * Which transport the next line takes. A WebSocket as long as one opens; where it does not, as behind a proxy that knows no upgrades, a
 * stream at once, which then stays until a WebSocket has been seen to open, or it fails itself.
 */
export class Ways {
  #allowed;
  #next;
  #failures = 0;
  #webSocketWorks = false;

  /** @param {("websocket" | "sse")[]} allowed at least one, the preferred one first */
  constructor(allowed) {
    this.#allowed = allowed;
    this.#next = allowed[0];
  }

  get next() {
    return this.#next;
  }

  /** Whether a WebSocket may be looked for while a stream carries. */
  get mayImprove() {
    return this.#next === "sse" && this.#allowed[0] === "websocket";
  }

  /** The server was heard over it. */
  carries(way) {
    this.#next = way;
    this.#failures = 0;
    this.#webSocketWorks ||= way === "websocket";
  }

  /** A line ended over which the server was never heard. Returns whether the other way is to be tried at once. */
  failed(way) {
    const other = this.#allowed.find((one) => one !== way);
    if (other === undefined || (way === "websocket" && ++this.#failures < (this.#webSocketWorks ? FORGIVEN : 1))) {
      return false;
    }
    this.#next = other;
    return way === "websocket";
  }
}
