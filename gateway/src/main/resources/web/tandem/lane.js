import { delayAfter } from "./delay.js";

/** What changes something: one after another in the order asked for, each repeated over any number of connections until answered. */
export class Lane {
  #isReady;
  #request;
  #onRetry;
  #waiting = [];
  #busy = false;
  #timer = 0;

  /**
   * @param {() => boolean} isReady whether there is a session
   * @param {(event: string, data: object) => Promise<object>} request one try
   * @param {(what: {event, error, inMs}) => void} onRetry
   */
  constructor(isReady, request, onRetry) {
    this.#isReady = isReady;
    this.#request = request;
    this.#onRetry = onRetry;
  }

  perform(event, data) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, data, resolve, reject, tries: 0 });
      this.pump();
    });
  }

  /** Sends the head, if nothing is on its way. To be called when a session has begun. */
  async pump() {
    if (!this.#isReady() || this.#busy || this.#timer !== 0 || this.#waiting.length === 0) {
      return;
    }
    const head = this.#waiting[0];
    this.#busy = true;
    try {
      const answer = await this.#request(head.event, head.data);
      this.#waiting.shift();
      head.resolve(answer);
    } catch (error) {
      this.#refused(head, error);
    } finally {
      this.#busy = false;
    }
    this.pump();
  }

  /** The connection is gone, and with it the reason to wait; the commands stay. */
  rest() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #refused(head, error) {
    if (error.code === "disconnected") {
      return;
    }
    if (error.temporary) {
      this.#retryLater(head, error);
    } else if (head.event === "next" && error.code === "wrong-state") {
      // The partner was faster, or an earlier try took effect and its answer was lost: either way, wait in the queue.
      head.event = "join-queue";
      head.data = { interests: head.data.interests };
    } else {
      this.#waiting.shift();
      head.reject(error);
    }
  }

  #retryLater(head, error) {
    const delay = delayAfter(error, head.tries++);
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.pump();
    }, delay);
    this.#onRetry({ event: head.event, error, inMs: delay });
  }
}
