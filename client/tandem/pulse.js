const USUAL_HEARTBEAT_MS = 25_000;

/** A browser shows no WebSocket pings, so a line over which nothing comes is asked whether it lives. */
export class Pulse {
  static ANSWER_WITHIN_MS = 8_000;

  #ask;
  #heardAt = 0;
  #timer = 0;

  constructor(ask) {
    this.#ask = ask;
  }

  heard() {
    this.#heardAt = Date.now();
  }

  every(heartbeatMs = USUAL_HEARTBEAT_MS) {
    this.rest();
    this.#timer = setInterval(() => {
      if (Date.now() - this.#heardAt >= heartbeatMs / 2) {
        this.#ask();
      }
    }, heartbeatMs);
  }

  rest() {
    clearInterval(this.#timer);
  }
}
