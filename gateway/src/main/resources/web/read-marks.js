/** Tells how far I have read: rarely, only forwards, and again after a reconnect, because the last one may have been lost. */

const AT_MOST_EVERY_MS = 400;

export class ReadMarks {
  #tell;
  #conversation = null;
  #wanted = 0;
  #told = 0;
  #timer = 0;

  /** @param {(conversationId: string, sequence: number) => Promise<unknown>} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  restart() {
    this.#told = 0;
  }

  reached(conversationId, sequence) {
    if (conversationId !== this.#conversation) {
      this.#conversation = conversationId;
      this.#wanted = 0;
      this.#told = 0;
    }
    this.#wanted = Math.max(this.#wanted, sequence);
    if (this.#wanted > this.#told && this.#timer === 0) {
      this.#timer = setTimeout(() => this.#send(), AT_MOST_EVERY_MS);
    }
  }

  #send() {
    this.#timer = 0;
    if (this.#wanted > this.#told) {
      this.#told = this.#wanted;
      this.#tell(this.#conversation, this.#wanted).catch(() => {});
    }
  }
}
