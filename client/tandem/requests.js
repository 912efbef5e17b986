import { TandemError } from "./error.js";

/** Who asks faster than is answered, for so many questions, is to wait. */
const MOST_WAITING = 256;

/** What was asked on the line of the moment and has no answer yet, by the number that asks for it. */
export class Requests {
  #send;
  #onSilence;
  #lastId = 0;
  #waiting = new Map();

  /**
   * @param {(frame: object) => void} send
   * @param {() => void} onSilence no answer came in time: the line is dead
   */
  constructor(send, onSilence) {
    this.#send = send;
    this.#onSilence = onSilence;
  }

  get idle() {
    return this.#waiting.size === 0;
  }

  get crowded() {
    return this.#waiting.size >= MOST_WAITING;
  }

  ask(event, data, withinMs) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(this.#onSilence, withinMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#send({ event, id, data });
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

  /** The line is gone: no answer will come any more. */
  abandon() {
    const unanswered = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject, timer } of unanswered) {
      clearTimeout(timer);
      reject(new TandemError({ code: "disconnected" }));
    }
  }
}
