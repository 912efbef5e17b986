/** Fetches what is not on the screen: earlier pages, a conversation that was over before a reload, gaps in between. */

import { backoff } from "./tandem.js";

const PAGE = 50;
const LONGEST_PAGE = 100;
const GAP_MAY_CLOSE_ITSELF_MS = 2_000;

export class History {
  #tandem;
  #state;
  #running = new Set();

  constructor(tandem, state) {
    this.#tandem = tandem;
    this.#state = state;
  }

  /** Looks at what is missing, and gets it. To be called whenever the state has changed. */
  check() {
    const { conversation } = this.#state;
    if (conversation === null) {
      return;
    }
    if (conversation.restored && conversation.ended !== null) {
      this.#once("restore", () => this.#restore(conversation));
    } else if (conversation.endMissed) {
      this.#once("end", () => this.#hearTheEnd(conversation));
    } else if (!conversation.log.complete) {
      this.#once("gap", () => this.#fillGap(conversation));
    }
  }

  /** The page before the first message on the screen, if there is one and it is not on its way. */
  earlier() {
    const { conversation } = this.#state;
    if (conversation?.hasEarlier && !conversation.looksBack) {
      this.#state.looksBack();
      this.#lookBack(conversation);
    }
  }

  /** What was refused for good is not there: the log begins here. */
  async #lookBack(conversation) {
    const range = { before: conversation.log.first, limit: PAGE };
    const take = (page) => this.#state.learned(conversation.id, page, range);
    await this.#pull(conversation, range, take, (error) => {
      take({ messages: [], more: false });
      this.#state.notify(error);
    });
  }

  async #restore(conversation) {
    const take = (page) => this.#state.restored(conversation.id, page);
    await this.#pull(conversation, { limit: PAGE }, take, () => take({ messages: [], more: false }));
  }

  async #hearTheEnd(conversation) {
    const take = (page) => this.#state.heardTheEnd(conversation.id, page);
    const range = { after: conversation.log.gapless, limit: LONGEST_PAGE };
    await this.#pull(conversation, range, take, () => take({ messages: [], more: false }));
  }

  /** A gap is often an own message whose answer is still to come, so this waits a little first. */
  async #fillGap(conversation) {
    for (let tries = 0; this.#isCurrent(conversation) && !conversation.log.complete; tries++) {
      await pause(GAP_MAY_CLOSE_ITSELF_MS + backoff(tries));
      if (!conversation.log.complete) {
        const range = { after: conversation.log.gapless, limit: LONGEST_PAGE };
        await this.#pull(conversation, range, (page) => this.#state.learned(conversation.id, page, range), () => {});
      }
    }
  }

  /** Until it is answered, refused for good, or no longer wanted. */
  async #pull(conversation, range, take, refused) {
    for (let tries = 0; this.#isCurrent(conversation); tries++) {
      try {
        take(await this.#tandem.history(conversation.id, range));
        return;
      } catch (error) {
        if (!error.temporary && error.code !== "disconnected") {
          refused(error);
          return;
        }
        await pause((error.retryAfterMs ?? 0) + backoff(tries));
      }
    }
  }

  #isCurrent(conversation) {
    return this.#state.conversation === conversation;
  }

  async #once(what, work) {
    if (!this.#running.has(what)) {
      this.#running.add(what);
      await work().finally(() => this.#running.delete(what));
      this.check();
    }
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
