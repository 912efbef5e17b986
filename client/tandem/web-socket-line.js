import { LINE_DEAD } from "./codes.js";

/**
 * A line over one WebSocket. What it hears it tells its ear: `opened`, `heard`, `frame`, and once `closed`; and `sent` when a frame leaves,
 * of which a line of another kind makes its own time.
 */
export class WebSocketLine {
  transport = "websocket";
  #url;
  #WebSocket;
  #ear;
  #socket = null;

  /**
   * @param {string} url
   * @param {typeof WebSocket} constructor
   * @param {{opened(): void, sent(id: number): void, heard(): void, frame(frame: object): void, closed(code: number, retryMs?: number): void,
   *   token(made: string): void}} ear `token` where the line itself makes the guest
   */
  constructor(url, constructor, ear) {
    this.#url = url;
    this.#WebSocket = constructor;
    this.#ear = ear;
  }

  open() {
    try {
      this.#socket = new this.#WebSocket(this.#url);
    } catch {
      // Such an address is not allowed here: an insecure one from a secure page.
      queueMicrotask(() => this.#ear.closed(LINE_DEAD));
      return;
    }
    this.#socket.onopen = () => this.#ear.opened();
    this.#socket.onmessage = (event) => this.#receive(event.data);
    this.#socket.onclose = (event) => this.#ear.closed(event.code);
    this.#socket.onerror = () => {}; // `close` follows; other implementations than a browser's throw where nobody listens.
  }

  send(text, { id }) {
    this.#socket.send(text);
    this.#ear.sent(id);
  }

  close(code) {
    this.#socket?.close(code);
  }

  #receive(text) {
    this.#ear.heard();
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      this.#ear.closed(LINE_DEAD);
      return;
    }
    this.#ear.frame(frame);
  }
}
