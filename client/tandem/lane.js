import { delayAfter } from "./delay.js";
import { TandemError } from "./error.js";

/** What changes something: one after another in the order asked for, each repeated over any number of connections until answered. */
export class Lane {
  #most;
  #isReady;
  #request;
  #onRetry;
  #waiting = [];
  #busy = false;
  #timer = 0;

  /**
   * @param {number} most how many may wait
   * @param {() => boolean} isReady whether there is a session
   * @param {(event: string, data: object) => Promise<object>} request one try
   * @param {(what: {event, error, inMs}) => void} onRetry
   */
  constructor(most, isReady, request, onRetry) {
    this.#most = most;
    this.#isReady = isReady;
    this.#request = request;
    this.#onRetry = onRetry;
  }

  perform(event, data) {
    if (this.#waiting.length >= this.#most) {
      return Promise.reject(new TandemError({ code: "queue-full" }));
    }
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
      this.#settled(head);
      head.resolve(answer);
    } catch (error) {
      this.#refused(head, error);
    } finally {
      this.#busy = false;
    }
    this.pump();
  }

  /** Whether this message waits to be sent, or for its acknowledgement. */
  holds({ id, conversationId }) {
    return this.#waiting.some(
      ({ event, data }) => event === "send-message" && sameId(data.id, id) && sameId(data.conversationId, conversationId),
    );
  }

  /** Gives up all that waits. */
  abandon() {
    this.rest();
    this.#waiting.splice(0).forEach(({ reject }) => reject(new TandemError({ code: "disconnected" })));
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
      this.#settled(head);
      head.reject(error);
    }
  }

  #settled(head) {
    if (this.#waiting[0] === head) {
      this.#waiting.shift();
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

/** Ids are made in either case (Swift's are in capitals), and come back in lower case. */
function sameId(mine, told) {
  return String(mine).toLowerCase() === told;
}
