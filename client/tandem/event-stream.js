/**
 * Reads server-sent events out of text in pieces, by the rules of the HTML standard: lines end in CR, LF or both, a comment begins with a
 * colon, `data` may have several lines, an `id` with a NUL does not count, an event that is not complete at the end does not either.
 */

const CR = 13;
const LF = 10;

export class EventStreamReader {
  #onEvent;
  #onRetry;
  #most;
  #line = "";
  #afterCr = false;
  #data = [];
  #size = 0;
  #event = "";
  #lastId = "";

  /**
   * @param {(event: {name: string, data: string, id: string}) => void} onEvent
   * @param {(ms: number) => void} onRetry
   * @param {number} most the longest event, in characters
   */
  constructor(onEvent, onRetry, most) {
    this.#onEvent = onEvent;
    this.#onRetry = onRetry;
    this.#most = most;
  }

  /** Fails where an event is longer than it may be. */
  push(text) {
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === LF && this.#afterCr) {
        start = at + 1;
      } else if (unit === LF || unit === CR) {
        this.#take(this.#line + text.slice(start, at));
        this.#line = "";
        start = at + 1;
      }
      this.#afterCr = unit === CR;
    }
    this.#line += text.slice(start);
    this.#bound(this.#line.length);
  }

  #bound(more) {
    if (this.#size + more > this.#most) {
      throw new RangeError("an event is too long");
    }
  }

  #take(line) {
    if (line === "") {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    this.#field(name, value);
  }

  #field(name, value) {
    if (name === "data") {
      this.#bound(value.length);
      this.#size += value.length + 1;
      this.#data.push(value);
    } else if (name === "event") {
      this.#event = value;
    } else if (name === "id" && !value.includes("\0")) {
      this.#lastId = value;
    } else if (name === "retry" && /^\d+$/.test(value)) {
      this.#onRetry(Number(value));
    }
  }

  #dispatch() {
    const data = this.#data;
    const event = { name: this.#event || "message", data: data.join("\n"), id: this.#lastId };
    this.#data = [];
    this.#size = 0;
    this.#event = "";
    if (data.length > 0) {
      this.#onEvent(event);
    }
  }
}
