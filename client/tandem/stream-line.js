import { LINE_DEAD, TOKEN_EXPIRED } from "./codes.js";
import { EventStreamReader } from "./event-stream.js";
import { object, pieces, PLAIN, refusal } from "./http.js";

const LONGEST_EVENT = 4 * 1024 * 1024;
const USUAL_HEARTBEAT_MS = 25_000;
/** As long as the server itself is patient beyond a heartbeat. */
const PATIENCE_MS = 10_000;
/** Longer than a server of ours asks for; a timer of more than 2^31 ms would end at once. */
const LONGEST_RETRY_MS = 60_000;
const END = /^end:(\d{4})$/;
const NOT_AUTHENTICATED = new Set(["not-authenticated", "invalid-token"]);

/**
 * A line over HTTP alone, with the same ear as that over a WebSocket: events come down a stream, `GET /sse`, which is how it says hello;
 * each command is posted when the one before is answered. `EventSource` can send no headers, so the stream is read by `fetch`.
 */
export class StreamLine {
  transport = "sse";
  #addresses;
  #ear;
  #stop = new AbortController();
  #token;
  #made;
  #connection;
  #turn = Promise.resolve();
  #patienceMs = USUAL_HEARTBEAT_MS + PATIENCE_MS;
  #stalled = 0;
  #retryMs;

  /**
   * @param {import("./addresses.js").Addresses} addresses
   * @param {object} ear as of `WebSocketLine`
   */
  constructor(addresses, ear) {
    this.#addresses = addresses;
    this.#ear = ear;
  }

  open() {
    queueMicrotask(() => this.#closed || this.#ear.opened());
  }

  send(text, frame) {
    if (frame.event === "hello" && this.#connection === undefined) {
      this.#ear.sent(frame.id);
      this.#greet(frame).catch(() => this.#over(LINE_DEAD));
    } else {
      this.#turn = this.#turn.then(() => this.#closed || this.#post(text, frame)).catch(() => this.#over(LINE_DEAD));
    }
  }

  close() {
    clearTimeout(this.#stalled);
    this.#stop.abort();
  }

  get #closed() {
    return this.#stop.signal.aborted;
  }

  #over(code) {
    if (!this.#closed) {
      this.close();
      this.#ear.closed(code, this.#retryMs);
    }
  }

  // --- the stream -----------------------------------------------------------------------------------------------------

  async #greet({ id, data }) {
    const refused = (error) => this.#closed || this.#ear.frame({ ack: id, error });
    this.#token = data.token || !data.name ? data.token : await this.#guest(data.name, refused);
    if (this.#token === null) {
      return;
    }
    const answer = await this.#get(data.resume);
    if (answer.status === 200 && answer.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      await this.#read(answer, id);
      this.#over(LINE_DEAD);
    } else {
      refused(refusal(await object(answer)));
    }
  }

  #get(resume) {
    const headers = this.#headers({ Accept: "text/event-stream" });
    if (resume) {
      headers["Last-Event-ID"] = `${resume.conversationId}:${resume.sequence}`;
    }
    return fetch(this.#addresses.stream, { ...PLAIN, headers, signal: this.#stop.signal });
  }

  /** A stream makes nameless guests. One who has a name is made before, and told at once, to be made only once; null where it was refused. */
  async #guest(name, refused) {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ name });
    const answer = await fetch(this.#addresses.guest, { ...PLAIN, method: "POST", headers, body, signal: this.#stop.signal });
    const json = await object(answer);
    if (answer.ok) {
      this.#made = json.token;
      this.#ear.token(json.token);
      return json.token;
    }
    refused(refusal(json));
    return null;
  }

  async #read(answer, helloId) {
    const reader = new EventStreamReader(
      (event) => this.#closed || this.#take(helloId, event),
      (ms) => (this.#retryMs = Math.min(ms, LONGEST_RETRY_MS)),
      LONGEST_EVENT,
    );
    this.#alive();
    for await (const piece of pieces(answer)) {
      this.#alive();
      this.#ear.heard();
      reader.push(piece);
    }
  }

  /** A stream in which not even a comment comes any more is dead, though nobody says so. */
  #alive() {
    clearTimeout(this.#stalled);
    this.#stalled = setTimeout(() => this.#over(LINE_DEAD), this.#patienceMs);
  }

  #take(helloId, { name, data, id }) {
    const told = JSON.parse(data);
    if (name === "session" && this.#connection === undefined) {
      this.#begin(helloId, told);
    } else {
      this.#ear.frame({ event: name, data: told });
    }
    const [, end] = END.exec(id) ?? [];
    if (end) {
      this.#over(Number(end));
    }
  }

  #begin(helloId, session) {
    this.#connection = session.connectionId;
    this.#patienceMs = (session.heartbeatMs ?? USUAL_HEARTBEAT_MS) + PATIENCE_MS;
    this.#alive();
    this.#token = session.token ?? this.#token;
    const made = session.token ?? (this.#token === this.#made ? this.#made : undefined);
    this.#ear.frame({ ack: helloId, data: made ? { ...session, token: made } : session });
  }

  // --- commands -------------------------------------------------------------------------------------------------------

  async #post(text, frame) {
    this.#ear.sent(frame.id);
    const answer = await this.#command(text);
    if (this.#closed) {
      return;
    }
    const { error } = answer;
    if (error && NOT_AUTHENTICATED.has(error.code)) {
      this.#over(TOKEN_EXPIRED);
    } else if (error?.code === "wrong-state" && (await this.#isGone())) {
      this.#over(LINE_DEAD);
    } else if (!this.#closed) {
      this.#renewed(frame, error);
      this.#ear.frame({ ack: frame.id, ...answer });
    }
  }

  #renewed({ event, data }, error) {
    if (event === "hello" && !error && data.token) {
      this.#token = data.token;
    }
  }

  /** `wrong-state` may be about the command, or say that the server has no such stream any more: then nothing was done. */
  async #isGone() {
    const { error } = await this.#command('{"event":"ping","id":1}');
    return error?.code === "wrong-state";
  }

  async #command(body) {
    const headers = this.#headers({ "Content-Type": "application/json", "Tandem-Connection": this.#connection });
    const answer = await fetch(this.#addresses.commands, { ...PLAIN, method: "POST", headers, body, signal: this.#stop.signal });
    const json = await object(answer);
    return answer.ok ? { data: json.data } : { error: refusal(json) };
  }

  #headers(headers) {
    return this.#token ? { ...headers, Authorization: `Bearer ${this.#token}` } : headers;
  }
}
