import { TandemError } from "./error.js";
import { written } from "./frame.js";

/** Who asks faster than is answered, for so many questions, is to wait. */
const MOST_WAITING = 256;

/** What was asked on the line of the moment and has no answer yet, by the number that asks for it. */
export class Requests {
  #send;
  #onSilence;
  #lastId = 0;
  #waiting = new Map();

  /**
   * @param {(text: string, frame: object) => void} send now or in its turn; `sent` says when
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

  /** The answer is waited for from when the frame is sent. */
  async ask(event, data, withinMs) {
    const frame = { event, id: ++this.#lastId, data };
    const text = written(frame);
    return new Promise((resolve, reject) => {
      this.#waiting.set(frame.id, { resolve, reject, withinMs, timer: 0 });
      this.#send(text, frame);
    });
  }

  /** The frame of this number has left. */
  sent(id) {
    const request = this.#waiting.get(id);
    if (request !== undefined) {
      request.timer = setTimeout(this.#onSilence, request.withinMs);
    }
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
