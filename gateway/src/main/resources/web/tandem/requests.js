import { TandemError } from "./error.js";

/** What was asked on the connection of the moment and has no answer yet, by the number that asks for it. */
export class Requests {
  #send;
  #onSilence;
  #lastId = 0;
  #waiting = new Map();

  /**
   * @param {(text: string) => void} send
   * @param {() => void} onSilence no answer came in time: the line is dead
   */
  constructor(send, onSilence) {
    this.#send = send;
    this.#onSilence = onSilence;
  }

  ask(event, data, withinMs) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(this.#onSilence, withinMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#send(JSON.stringify({ event, id, data }));
    });
  }

  answered({ ack, data, error }) {
    const request = this.#waiting.get(ack);
    if (request === undefined) {
      return;
    }
    this.#waiting.delete(ack);
    clearTimeout(request.timer);
    if (error) {
      request.reject(new TandemError(error));
    } else {
      request.resolve(data);
    }
  }

  /** The connection is gone: no answer will come any more. */
  abandon() {
    const unanswered = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject, timer } of unanswered) {
      clearTimeout(timer);
      reject(new TandemError({ code: "disconnected" }));
    }
  }
}
