/** Codes after which the same command may be tried again: perhaps done, or not yet allowed. */
const TEMPORARY = new Set(["unavailable", "internal", "rate-limited"]);

/**
 * What the server refused, by its code. Three codes are the client's own: `disconnected` when the answer can no longer come, `queue-full`
 * when too much waits already, and `upload-failed` when the storage could not be reached or did not take the bytes. What is no JSON
 * (`invalid-frame`) or above 64 KiB (`too-large`) is refused before it is sent.
 */
export class TandemError extends Error {
  constructor({ code, message, field, retryAfterMs }) {
    super(message ?? code);
    this.name = "TandemError";
    this.code = code;
    this.field = field;
    this.retryAfterMs = retryAfterMs;
  }

  get temporary() {
    return TEMPORARY.has(this.code);
  }
}
