/** The messages on the screen: drawn incrementally, kept in order, kept where the reader looks. */

import { setText } from "./dom.js";
import { LargeView } from "./images/large-view.js";
import { MessageItem } from "./message-item.js";
import { rowsOf, together } from "./rows.js";
import { partnerName } from "./words.js";

const NEAR_BOTTOM_PX = 48;
const NEAR_TOP_PX = 320;

export class MessageList {
  #scroll = document.getElementById("scroll");
  #list = document.getElementById("log");
  #earlier = document.getElementById("earlier");
  #intro = document.getElementById("intro");
  #newest = document.getElementById("newest");
  #large = new LargeView();
  #wishes;
  #conversation = null;
  #drawn = new Map();
  #pinned = true;
  #quietTimer = 0;

  /** @param {object} wishes seen, earlier, withdraw, retry */
  constructor(wishes) {
    this.#wishes = { ...wishes, look: (url, name) => this.#large.open(url, name) };
    this.#scroll.addEventListener("scroll", () => this.#scrolled());
    new ResizeObserver(() => this.#pinned && this.toBottom()).observe(this.#scroll);
    this.#newest.addEventListener("click", () => this.toBottom());
    this.#earlier.addEventListener("click", () => wishes.earlier());
  }

  /** Whether the reader sees the newest message. */
  get pinned() {
    return this.#pinned;
  }

  toBottom() {
    this.#pinned = true;
    this.#newest.hidden = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  /** @param {string} intro what stands above the first message */
  draw(conversation, intro, outbox, me) {
    if (conversation !== this.#conversation) {
      this.#start(conversation);
    }
    const rows = rowsOf(conversation, outbox, me);
    const arrived = rows.filter((row) => !this.#drawn.has(row.key));
    const anchor = this.#anchor();
    if (arrived.length > 1) {
      this.#announceNothing();
    }
    this.#drawBeginning(conversation, intro);
    this.#place(rows, conversation);
    if (this.#pinned || arrived.some((row) => row.sending)) {
      this.toBottom();
    } else {
      this.#holdTo(anchor);
      this.#newest.hidden &&= !arrived.some((row) => !row.mine && row.sequence === conversation.log.highest);
    }
  }

  #start(conversation) {
    this.#conversation = conversation;
    this.#drawn.forEach((item) => item.remove());
    this.#drawn.clear();
    this.#large.close();
    this.#pinned = true;
    this.#newest.hidden = true;
  }

  #scrolled() {
    this.#pinned = this.#atBottom();
    if (this.#pinned) {
      this.#newest.hidden = true;
      this.#wishes.seen();
    }
    if (this.#scroll.scrollTop < NEAR_TOP_PX) {
      this.#wishes.earlier();
    }
  }

  /** A whole page of history is not read aloud. */
  #announceNothing() {
    this.#list.setAttribute("aria-live", "off");
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => this.#list.setAttribute("aria-live", "polite"), 1_000);
  }

  #drawBeginning({ hasEarlier, looksBack }, intro) {
    this.#earlier.hidden = !hasEarlier;
    this.#earlier.disabled = looksBack;
    setText(this.#earlier, looksBack ? "Fetching earlier messages…" : "Show earlier messages");
    setText(this.#intro, intro);
  }

  #place(rows, conversation) {
    const wanted = new Set(rows.map((row) => row.key));
    for (const [key, item] of this.#drawn) {
      if (!wanted.has(key)) {
        item.remove();
        this.#drawn.delete(key);
      }
    }
    let at = this.#list.firstElementChild;
    rows.forEach((row, index) => {
      const item = this.#itemOf(row, conversation);
      if (item.element === at) {
        at = at.nextElementSibling;
      } else {
        this.#list.insertBefore(item.element, at);
      }
      item.update(row, together(rows[index - 1], row), !together(row, rows[index + 1]));
    });
  }

  #itemOf(row, conversation) {
    const item = this.#drawn.get(row.key) ?? new MessageItem(row, partnerName(conversation), this.#wishes);
    this.#drawn.set(row.key, item);
    return item;
  }

  // --- the reader's place -----------------------------------------------------------------------------------------------

  /** The first message in sight and where it stands, so that it stands there still when something was put above it. */
  #anchor() {
    const top = this.#scroll.getBoundingClientRect().top;
    const element = this.#pinned ? undefined : [...this.#list.children].find((item) => item.getBoundingClientRect().bottom > top);
    return { element, top: element?.getBoundingClientRect().top };
  }

  #holdTo({ element, top }) {
    if (element?.isConnected) {
      this.#scroll.scrollTop += element.getBoundingClientRect().top - top;
    }
  }

  #atBottom() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < NEAR_BOTTOM_PX;
  }
}
