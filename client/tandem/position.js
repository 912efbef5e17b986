/** Sequences above a hole that are remembered; more were never missed by a replay, which brings the newest 100. */
const MOST_ABOVE = 1_000;

/**
 * How far the conversation of the moment is known: the highest sequence below which nothing is missing, and what lies above it. By this
 * it says where to resume, and keeps a message that comes twice from being told twice.
 */
export class Position {
  #conversationId;
  #gapless = 0;
  #above = new Set();

  /** @param {{conversationId: string, sequence: number}} [start] what an earlier visit had */
  constructor(start) {
    this.#conversationId = start?.conversationId;
    this.#gapless = start?.sequence ?? 0;
  }

  /** @returns {{conversationId: string, sequence: number} | undefined} */
  get resume() {
    return this.#conversationId === undefined ? undefined : { conversationId: this.#conversationId, sequence: this.#gapless };
  }

  /** Takes an event in. Returns what of it is new: its data, perhaps with fewer messages, or undefined. */
  take(event, data) {
    switch (event) {
      case "matched":
        this.#begin(data.conversationId, 0);
        return data;
      case "receive-message":
        return this.add(data) ? data : undefined;
      case "rejoined":
        return this.#rejoin(data);
      case "conversation-ended":
        this.left(data.conversationId);
        return data;
      default:
        return data;
    }
  }

  /** Notes a message; false where it was known. One of another conversation is nobody's business here. */
  add({ conversationId, sequence }) {
    if (conversationId !== this.#conversationId) {
      return true;
    }
    if (sequence <= this.#gapless || this.#above.has(sequence)) {
      return false;
    }
    this.#above.add(sequence);
    this.#close();
    if (this.#above.size > MOST_ABOVE) {
      this.#gapless = Math.min(...this.#above) - 1;
      this.#close();
    }
    return true;
  }

  /** There is no conversation any more, or not this one. */
  left(conversationId = this.#conversationId) {
    if (conversationId === this.#conversationId) {
      this.#begin(undefined, 0);
    }
  }

  /** Where older messages were left out, a later replay would not bring them either: `history` is how to have them. */
  #rejoin(data) {
    if (data.conversationId !== this.#conversationId) {
      this.#begin(data.conversationId, 0);
    }
    if (data.truncated && data.messages.length > 0) {
      this.#gapless = Math.max(this.#gapless, data.messages[0].sequence - 1);
    }
    return { ...data, messages: data.messages.filter((message) => this.add(message)) };
  }

  #begin(conversationId, gapless) {
    this.#conversationId = conversationId;
    this.#gapless = gapless;
    this.#above.clear();
  }

  #close() {
    while (this.#above.delete(this.#gapless + 1)) {
      this.#gapless++;
    }
  }
}
