/**
 * A client of Tandem's `/ws`: one session that survives its connections. It knows frames, acknowledgements, close codes and
 * when to come back; it knows no document and no window, so it runs wherever there is a `WebSocket`.
 *
 * `perform` is for what changes something (join, send, next, leave): one after another in the order asked for, each repeated
 * over any number of connections until the server answers it for good. `ask` is for the rest: one try on this connection.
 */

import { backoff, delayAfter } from "./tandem/delay.js";
import { TandemError } from "./tandem/error.js";
import { Lane } from "./tandem/lane.js";
import { Requests } from "./tandem/requests.js";
import { upload } from "./tandem/upload.js";

export { backoff, TandemError };

const OPEN_WITHIN_MS = 15_000;
const ANSWER_WITHIN_MS = 15_000;
const PONG_WITHIN_MS = 8_000;
const SETTLED_AFTER_MS = 10_000;

const DRAINING = 4000;
const TOKEN_EXPIRED = 4004;
const FLOODING = 4005;
const REPLACED = 4500;
const UNAUTHENTICATED = 4502;
const LINE_DEAD = 1006;
const USUAL_HEARTBEAT_MS = 25_000;

export class Tandem {
  #options;
  #listeners = new Map();
  #token;
  #socket = null;
  #ready = false;
  #readySince = 0;
  #heardAt = 0;
  #attempt = 0;
  #comeBackAt = 0;
  #tokenRefused = false;
  #stopped = false;
  #timers = { open: 0, reconnect: 0, heartbeat: 0, hello: 0, drain: 0 };
  #requests = new Requests(
    (text) => this.#socket.send(text),
    () => this.#lost(LINE_DEAD),
  );
  #lane = new Lane(
    () => this.#ready,
    (event, data) => this.#requests.ask(event, data, ANSWER_WITHIN_MS),
    (what) => this.#emit("retrying", what),
  );

  /**
   * @param {object} options
   * @param {string} options.url the gateway's `/ws`
   * @param {string} [options.token] who this is; a guest is made without one
   * @param {string} [options.name] 1–32 characters, shown to partners
   * @param {() => ({conversationId: string, sequence: number} | undefined)} [options.resume] what the client already has
   * @param {() => Promise<string | undefined>} [options.freshToken] asked when the token is refused; without it, a new guest
   */
  constructor(options) {
    this.#options = options;
    this.#token = options.token;
  }

  /** Listens to a server event, or to `status`, `token`, `retrying`; `*` hears all as (name, data). Returns how to stop. */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  get ready() {
    return this.#ready;
  }

  /** Whether it will not come back by itself. */
  get stopped() {
    return this.#stopped;
  }

  /** Connects, or comes back at once where a delay is running. */
  connect() {
    if (this.#socket === null) {
      this.#open();
    }
  }

  /** For whoever knows that the line may have changed (the network is back, the page is visible again). */
  wake() {
    if (this.#socket === null && this.#timers.reconnect !== 0) {
      this.#open();
    } else if (this.#ready) {
      this.#ping();
    }
  }

  /** Leaves for good: nothing reconnects until `connect`. */
  close() {
    const socket = this.#forget();
    socket?.close(1000);
    this.#status({ state: "closed" });
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
  sendText(conversationId, id, body) {
    return this.perform("send-message", { conversationId, id, type: "text", body });
  }

  /** An uploaded image, by what `upload` answered. */
  sendImage(conversationId, id, uploadId) {
    return this.perform("send-message", { conversationId, id, type: "image", uploadId });
  }

  /**
   * Uploads an image, over any number of connections; fails as `upload-failed` where the storage does not take it. It keeps nothing else
   * waiting.
   * @param {Blob} blob its `type` is what the image is
   * @param {{signal?: AbortSignal, onProgress?: (part: number) => void}} [options]
   * @returns {Promise<{uploadId: string, url: string}>}
   */
  upload(blob, options) {
    return upload(this, blob, options);
  }

  history(conversationId, range) {
    return this.ask("history", { conversationId, ...range });
  }

  /** In order, repeated until it is answered for good; fails only with what will never change. */
  perform(event, data) {
    return this.#lane.perform(event, data);
  }

  /** One try, now; fails as `disconnected` where there is no session or the connection ends first. */
  ask(event, data = {}, withinMs = ANSWER_WITHIN_MS) {
    if (!this.#ready) {
      return Promise.reject(new TandemError({ code: "disconnected" }));
    }
    return this.#requests.ask(event, data, withinMs);
  }

  // --- connecting -----------------------------------------------------------------------------------------------------

  #open() {
    this.#clearTimers();
    this.#status({ state: "connecting", attempt: this.#attempt });
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#timers.open = setTimeout(() => this.#lost(LINE_DEAD), OPEN_WITHIN_MS);
    const mine = (handle) => (event) => socket === this.#socket && handle(event);
    socket.onopen = mine(() => this.#hello());
    socket.onmessage = mine((event) => this.#receive(event.data));
    socket.onclose = mine((event) => this.#lost(event.code));
  }

  #hello() {
    clearTimeout(this.#timers.open);
    const data = { token: this.#token, name: this.#options.name, resume: this.#options.resume?.() };
    this.#requests.ask("hello", data, ANSWER_WITHIN_MS).then(
      (session) => this.#taken(session),
      (error) => this.#helloRefused(error),
    );
  }

  #taken(session) {
    this.#ready = true;
    this.#readySince = Date.now();
    this.#tokenRefused = false;
    if (session.token) {
      this.#keepToken(session.token);
    }
    this.#heartbeat(session.heartbeatMs);
    this.#status({ state: "online" });
    this.#emit("session", session);
    this.#lane.pump();
  }

  async #helloRefused(error) {
    const socket = this.#socket;
    if (error.code === "disconnected") {
      return;
    }
    if (error.code === "invalid-token" && this.#token !== undefined && !this.#tokenRefused) {
      this.#tokenRefused = true;
      await this.#refreshToken();
      this.#helloAgain(socket, 0);
    } else if (error.temporary) {
      this.#status({ state: "connecting", attempt: ++this.#attempt, error });
      this.#helloAgain(socket, delayAfter(error, this.#attempt));
    } else {
      this.#stop({ state: "stopped", error });
    }
  }

  #helloAgain(socket, afterMs) {
    this.#timers.hello = setTimeout(() => socket === this.#socket && this.#hello(), afterMs);
  }

  async #refreshToken() {
    this.#keepToken(await this.#options.freshToken?.().catch(() => undefined));
  }

  #keepToken(token) {
    this.#token = token;
    this.#emit("token", token);
  }

  // --- losing and coming back -----------------------------------------------------------------------------------------

  /** 45xx means stay away; everything else means come back, after the server's hint or a jittered delay. */
  async #lost(code) {
    const socket = this.#forget();
    socket?.close();
    const onlyTheOldToken = code === UNAUTHENTICATED && this.#tokenRefused;
    if (code >= 4500 && code <= 4599 && !onlyTheOldToken) {
      this.#status({ state: "stopped", code });
      return;
    }
    const delay = this.#delayAfterClose(code);
    this.#timers.reconnect = setTimeout(() => this.#open(), delay);
    this.#status({ state: "offline", code, retryInMs: delay });
    if (code === TOKEN_EXPIRED) {
      await this.#refreshToken();
    }
  }

  #delayAfterClose(code) {
    const hinted = this.#comeBackAt - Date.now();
    this.#comeBackAt = 0;
    if (hinted > 0) {
      return hinted;
    }
    if (code === FLOODING) {
      this.#attempt = Math.max(this.#attempt, 4);
    }
    return backoff(this.#attempt++);
  }

  #stop(status) {
    const socket = this.#forget();
    socket?.close(1000);
    this.#status(status);
  }

  /** Lets go of the connection; what was asked on it will not be answered any more. */
  #forget() {
    const socket = this.#socket;
    if (this.#ready && Date.now() - this.#readySince > SETTLED_AFTER_MS) {
      this.#attempt = 0;
    }
    this.#socket = null;
    this.#ready = false;
    this.#clearTimers();
    this.#lane.rest();
    this.#requests.abandon();
    return socket;
  }

  #clearTimers() {
    clearInterval(this.#timers.heartbeat);
    for (const name of Object.keys(this.#timers)) {
      clearTimeout(this.#timers[name]);
      this.#timers[name] = 0;
    }
  }

  /** A browser shows no WebSocket pings, so a dead line is noticed by asking. */
  #heartbeat(everyMs = USUAL_HEARTBEAT_MS) {
    this.#timers.heartbeat = setInterval(() => {
      if (Date.now() - this.#heardAt >= everyMs / 2) {
        this.#ping();
      }
    }, everyMs);
  }

  #ping() {
    this.ask("ping", {}, PONG_WITHIN_MS).catch(() => {});
  }

  #draining(reconnectAfterMs) {
    this.#comeBackAt = Date.now() + reconnectAfterMs;
    clearTimeout(this.#timers.drain);
    this.#timers.drain = setTimeout(() => this.#lost(DRAINING), reconnectAfterMs);
  }

  // --- frames ---------------------------------------------------------------------------------------------------------

  #receive(text) {
    this.#heardAt = Date.now();
    const frame = JSON.parse(text);
    if (frame.ack !== undefined) {
      this.#requests.answered(frame);
      return;
    }
    if (frame.event === "server-draining") {
      this.#draining(frame.data.reconnectAfterMs);
    } else if (frame.event === "session-replaced") {
      this.#stop({ state: "stopped", code: REPLACED });
    }
    this.#emit(frame.event, frame.data);
  }

  // --- listeners ------------------------------------------------------------------------------------------------------

  #status(status) {
    this.#stopped = status.state === "stopped" || status.state === "closed";
    this.#emit("status", status);
  }

  #emit(name, data) {
    for (const listener of this.#listeners.get(name) ?? []) {
      listener(data);
    }
    for (const listener of this.#listeners.get("*") ?? []) {
      listener(name, data);
    }
  }
}
