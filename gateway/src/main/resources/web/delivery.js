/**
 * Brings to the partner what was written: text at once, an image when it is uploaded. Both belong to the conversation in which they were
 * written: when that is over, an upload on its way is given up.
 */

import { TandemError } from "./tandem.js";

export class Delivery {
  #tandem;
  #state;
  /** By message: what stops its upload. */
  #uploads = new Map();
  /** Settles when the uploads so far are over: one after another, so that images arrive in the order in which they were chosen. */
  #earlier = Promise.resolve();

  constructor(tandem, state) {
    this.#tandem = tandem;
    this.#state = state;
  }

  get uploads() {
    return this.#uploads.size;
  }

  send(message) {
    this.#state.writes(message);
    this.deliver(message);
  }

  /** Also for what an earlier visit had written. */
  deliver(message) {
    const answer = message.type === "image" ? this.#image(message) : this.#tandem.sendText(message.conversationId, message.body, message.id);
    answer.then(
      (sent) => this.#state.sent(message, sent),
      (error) => this.#state.notSent(message, error),
    );
  }

  /** The same message once more: if it was sent in spite of all, it stays one. */
  retry(message) {
    this.#state.revises(message, { failed: undefined, uploadId: undefined, progress: undefined });
    this.deliver(message);
  }

  /** Stops an upload, or takes away what failed. */
  withdraw(message) {
    this.#uploads.get(message)?.abort();
    this.#state.withdraws(message);
  }

  /** Gives up what belongs to a conversation that is over. To be called whenever the state has changed. */
  check() {
    for (const [message, stop] of this.#uploads) {
      if (!this.#reachesPartner(message)) {
        stop.abort(new TandemError({ code: "wrong-state" }));
      }
    }
  }

  async #image(message) {
    if (message.uploadId === undefined) {
      await this.#upload(message);
    }
    return this.#tandem.sendImage(message.conversationId, message.uploadId, message.id);
  }

  async #upload(message) {
    const stop = new AbortController();
    this.#uploads.set(message, stop);
    try {
      const { uploadId, url } = await this.#inTurn(() => this.#bring(message, stop.signal));
      this.check();
      stop.signal.throwIfAborted();
      this.#state.revises(message, { uploadId, url });
    } finally {
      this.#uploads.delete(message);
    }
  }

  #inTurn(work) {
    const done = this.#earlier.then(work);
    this.#earlier = done.catch(() => {});
    return done;
  }

  #bring(message, signal) {
    signal.throwIfAborted();
    return this.#tandem.upload(message.blob, { signal, onProgress: (progress) => this.#state.revises(message, { progress }) });
  }

  #reachesPartner({ conversationId }) {
    const { conversation } = this.#state;
    return conversation?.id === conversationId && conversation.goesOn;
  }
}
