/**
 * The messages of one conversation as this client has them: each sequence once, in order. Sequences have no gaps on the server, so a
 * gap here means that something is still on its way or was missed.
 */
export class Log {
  #bySequence = new Map();
  #sorted = [];
  #first;
  #gapless;

  /** @param {number} first the lowest sequence that this log means to hold; earlier ones are fetched on demand */
  constructor(first = 1) {
    this.#first = first;
    this.#gapless = first - 1;
  }

  /** Oldest first. */
  get messages() {
    return this.#sorted;
  }

  get first() {
    return this.#first;
  }

  /** The highest sequence below which nothing is missing: where to resume. */
  get gapless() {
    return this.#gapless;
  }

  get highest() {
    return this.#sorted.at(-1)?.sequence ?? this.#first - 1;
  }

  get complete() {
    return this.highest <= this.#gapless;
  }

  /** Returns whether it was new. */
  add(message) {
    if (this.#bySequence.has(message.sequence)) {
      return false;
    }
    this.#bySequence.set(message.sequence, message);
    let at = this.#sorted.length;
    while (at > 0 && this.#sorted[at - 1].sequence > message.sequence) {
      at--;
    }
    this.#sorted.splice(at, 0, message);
    while (this.#bySequence.has(this.#gapless + 1)) {
      this.#gapless++;
    }
    return true;
  }

  /** Takes over a page that ends right before the first message held, oldest first. */
  prepend(page) {
    const older = page.filter((message) => message.sequence < this.#first);
    for (const message of older) {
      this.#bySequence.set(message.sequence, message);
    }
    this.#sorted.unshift(...older);
    this.#first = older[0]?.sequence ?? this.#first;
  }
}
