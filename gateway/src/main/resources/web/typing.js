/** Tells the partner that something is being written: at the start, every few seconds while it goes on, and when it stops. */

const REPEAT_MS = 4_000;
const IDLE_MS = 5_000;

export class TypingSignal {
  #tell;
  #on = false;
  #toldAt = 0;
  #timer = 0;

  constructor(tell) {
    this.#tell = tell;
  }

  go() {
    const now = Date.now();
    if (!this.#on || now - this.#toldAt >= REPEAT_MS) {
      this.#on = true;
      this.#toldAt = now;
      this.#tell(true);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(true), IDLE_MS);
  }

  /** @param {boolean} aloud false where a message, or the end of the conversation, says it anyway */
  stop(aloud) {
    clearTimeout(this.#timer);
    if (this.#on && aloud) {
      this.#tell(false);
    }
    this.#on = false;
  }
}
