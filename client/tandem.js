/**
 * A client of Tandem: one session that survives its connections. It knows frames, acknowledgements, close codes, and when and by which
 * transport to come back; it knows no document and no window, so it runs wherever there is `fetch`, and over a WebSocket where there is
 * one.
 *
 * `perform` is for what changes something (join, send, next, leave): one after another in the order asked for, kept while there is no
 * connection, each repeated over any number of connections until the server answers it for good. `ask` is for the rest: one try on this
 * connection.
 */

import { Addresses } from "./tandem/addresses.js";
import { backoff } from "./tandem/delay.js";
import { TandemError } from "./tandem/error.js";
import { Lane } from "./tandem/lane.js";
import { Link } from "./tandem/link.js";
import { Listeners } from "./tandem/listeners.js";
import { Position } from "./tandem/position.js";
import { randomId } from "./tandem/random-id.js";
import { StreamLine } from "./tandem/stream-line.js";
import { upload } from "./tandem/upload.js";
import { Ways } from "./tandem/ways.js";
import { WebSocketLine } from "./tandem/web-socket-line.js";

export { backoff, randomId, TandemError };

const MOST_QUEUED = 1_000;
const IMPROVE_AFTER_MS = 60_000;

export class Tandem {
  #listeners = new Listeners();
  #addresses;
  #WebSocket;
  /** Null where the application itself knows what it has. */
  #position;
  #stopped = false;
  #link;
  #lane;

  /** The options are described in `tandem.d.ts`. */
  constructor(options = {}) {
    this.#addresses = new Addresses(options.url ?? "/");
    this.#WebSocket = options.WebSocket ?? globalThis.WebSocket;
    this.#position = typeof options.resume === "function" ? null : new Position(options.resume);
    const resume = this.#position === null ? options.resume : () => this.#position.resume;
    this.#link = new Link(
      { improveAfterMs: IMPROVE_AFTER_MS, ...options, resume },
      new Ways(usable(options.transports ?? ["websocket", "sse"], this.#WebSocket)),
      (transport, ear) => this.#draw(transport, ear),
      {
        session: (session) => this.#begun(session),
        event: (event, data) => this.#told(event, data),
        token: (token) => this.#listeners.tell("token", token),
        status: (status) => this.#status(status),
        down: () => this.#lane.rest(),
      },
    );
    this.#lane = new Lane(
      options.maxQueued ?? MOST_QUEUED,
      () => this.#link.ready,
      (event, data) => this.#link.ask(event, data),
      (what) => this.#listeners.tell("retrying", what),
    );
  }

  #draw(transport, ear) {
    return transport === "websocket"
      ? new WebSocketLine(this.#addresses.webSocket, this.#WebSocket, ear)
      : new StreamLine(this.#addresses, ear);
  }

  /** Listens to a server event, or to `status`, `token`, `retrying`; `*` hears all as (name, data). Returns how to stop. */
  on(name, listener) {
    return this.#listeners.add(name, listener);
  }

  get ready() {
    return this.#link.ready;
  }

  /** Whether it will not come back by itself. */
  get stopped() {
    return this.#stopped;
  }

  /** What carries the line of the moment: `websocket`, `sse`, or null. */
  get transport() {
    return this.#link.transport;
  }

  /** Where to resume, for whoever wants to keep it over a reload; undefined outside a conversation, or where the application knows. */
  get position() {
    return this.#position?.resume;
  }

  /** Connects, or comes back at once where a delay is running. */
  connect() {
    this.#link.connect();
  }

  /** For whoever knows that the line may have changed (the network is back, the page is visible again). */
  wake() {
    this.#link.wake();
  }

  /** Leaves for good: nothing reconnects until `connect`, and what waits fails as `disconnected`. */
  close() {
    this.#link.stop({ state: "closed" });
    this.#lane.abandon();
  }

  joinQueue(interests) {
    return this.perform("join-queue", { interests });
  }

  leaveQueue() {
    return this.perform("leave-queue", {});
  }

  next(conversationId, interests) {
    return this.perform("next", { conversationId, interests });
  }

  leaveConversation(conversationId) {
    return this.perform("leave-conversation", { conversationId });
  }

  /** The same `id` makes every repetition the same message, also across reloads. */
  sendText(conversationId, body, id = randomId()) {
    return this.perform("send-message", { conversationId, id, type: "text", body });
  }

  /** An uploaded image, by what `upload` answered. */
  sendImage(conversationId, uploadId, id = randomId()) {
    return this.perform("send-message", { conversationId, id, type: "image", uploadId });
  }

  /**
   * Uploads an image, over any number of connections; fails as `upload-failed` where the storage does not take it. It keeps nothing else
   * waiting.
   */
  upload(blob, options) {
    return upload(this, blob, options);
  }

  typing(conversationId, typing) {
    return this.ask("typing", { conversationId, typing });
  }

  read(conversationId, sequence) {
    return this.ask("read", { conversationId, sequence });
  }

  history(conversationId, range) {
    return this.ask("history", { conversationId, ...range });
  }

  conversations(range) {
    return this.ask("conversations", { ...range });
  }

  /** In order, repeated until it is answered for good; fails only with what will never change. */
  async perform(event, data = {}) {
    const answer = await this.#lane.perform(event, data);
    this.#done(event, data, answer);
    return answer;
  }

  /** One try, now; fails as `disconnected` where there is no session or the connection ends first. */
  ask(event, data = {}, withinMs = undefined) {
    if (!this.#link.ready) {
      return Promise.reject(new TandemError({ code: "disconnected" }));
    }
    if (this.#link.crowded) {
      return Promise.reject(new TandemError({ code: "queue-full" }));
    }
    return this.#link.ask(event, data, withinMs);
  }

  // --- what happens ---------------------------------------------------------------------------------------------------

  #begun(session) {
    if (session.state !== "paired") {
      this.#position?.left();
    }
    this.#listeners.tell("session", session);
    this.#lane.pump();
  }

  /** What a command of our own changes in where we are. */
  #done(event, data, answer) {
    if (event === "send-message") {
      this.#position?.add({ conversationId: data.conversationId, sequence: answer.sequence });
    } else if (event === "next" || event === "leave-conversation") {
      this.#position?.left(data.conversationId);
    }
  }

  #told(event, data) {
    const fresh = this.#position === null ? data : this.#position.take(event, this.#withoutOwn(event, data));
    if (fresh !== undefined) {
      this.#listeners.tell(event, fresh);
    }
  }

  /** Messages that still wait for their answer get it: they need not be told as well. */
  #withoutOwn(event, data) {
    return event === "rejoined" ? { ...data, messages: data.messages.filter((message) => !this.#lane.holds(message)) } : data;
  }

  #status(status) {
    this.#stopped = status.state === "stopped" || status.state === "closed";
    this.#listeners.tell("status", status);
  }
}

function usable(transports, constructor) {
  const left = transports.filter((transport) => transport !== "websocket" || constructor !== undefined);
  if (left.length === 0) {
    throw new TypeError("no WebSocket here: pass one as an option, or allow sse");
  }
  return left;
}
