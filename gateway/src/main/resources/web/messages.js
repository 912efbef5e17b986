/** The messages on the screen: drawn incrementally, kept in order, kept at the bottom while the reader is there. */

import { element, setText } from "./dom.js";
import { errorText } from "./words.js";

const SAME_BREATH_MS = 3 * 60_000;
const NEAR_BOTTOM_PX = 48;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export class MessageList {
  #scroll = document.getElementById("scroll");
  #list = document.getElementById("log");
  #newest = document.getElementById("newest");
  #conversation = null;
  #drawn = new Map();
  #pinned = true;
  #quietTimer = 0;

  constructor(onSeen) {
    this.#scroll.addEventListener("scroll", () => {
      this.#pinned = this.#atBottom();
      if (this.#pinned) {
        this.#newest.hidden = true;
        onSeen();
      }
    });
    new ResizeObserver(() => this.#pinned && this.toBottom()).observe(this.#scroll);
    this.#newest.addEventListener("click", () => this.toBottom());
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

  draw(conversation, outbox, me) {
    if (conversation !== this.#conversation) {
      this.#start(conversation);
    }
    const rows = rowsOf(conversation, outbox, me);
    const arrived = rows.filter((row) => !this.#drawn.has(row.key));
    const heightBefore = this.#scroll.scrollHeight;
    const oldestBefore = this.#list.firstElementChild;
    if (arrived.length > 1) {
      this.#announceNothing();
    }
    this.#place(rows, conversation);
    if (this.#pinned || arrived.some((row) => row.mine && row.sequence === undefined)) {
      this.toBottom();
    } else if (oldestBefore !== null && oldestBefore !== this.#list.firstElementChild) {
      this.#scroll.scrollTop += this.#scroll.scrollHeight - heightBefore;
    } else if (arrived.some((row) => !row.mine)) {
      this.#newest.hidden = false;
    }
  }

  #start(conversation) {
    this.#conversation = conversation;
    this.#drawn.clear();
    this.#list.replaceChildren();
    this.#pinned = true;
    this.#newest.hidden = true;
  }

  /** A whole page of history is not read aloud. */
  #announceNothing() {
    this.#list.setAttribute("aria-live", "off");
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => this.#list.setAttribute("aria-live", "polite"), 1_000);
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
      if (item === at) {
        at = at.nextElementSibling;
      } else {
        this.#list.insertBefore(item, at);
      }
      dress(item, row, rows[index - 1], rows[index + 1]);
    });
  }

  #itemOf(row, conversation) {
    let item = this.#drawn.get(row.key);
    if (item === undefined) {
      const speaker = row.mine ? "You" : conversation.partnerName ?? "Stranger";
      item = element("li", {},
        element("span", { className: "visually-hidden", text: `${speaker}:` }),
        element("p", { className: "bubble", text: row.text, dir: "auto" }),
        element("p", { className: "meta", "aria-live": "off" }));
      this.#drawn.set(row.key, item);
    }
    return item;
  }

  #atBottom() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < NEAR_BOTTOM_PX;
  }
}

/** What was said, in order, then what is still on its way. */
function rowsOf(conversation, outbox, me) {
  const said = conversation.log.messages.map((message) => rowOf(message, message.from === me));
  const lastMine = said.findLast((row) => row.mine);
  const lastRead = said.findLast((row) => row.mine && row.sequence <= conversation.partnerRead);
  if (lastMine) {
    lastMine.status = "Sent";
  }
  if (lastRead) {
    lastRead.status = "Read";
  }
  const pending = outbox.filter((message) => message.conversationId === conversation.id).map((message) => ({
    ...rowOf(message, true),
    failed: message.failed,
    sending: !message.failed,
    status: message.failed ? `Not sent. ${errorText(message.failed)}` : "Sending…",
  }));
  return said.concat(pending);
}

function rowOf(message, mine) {
  return {
    key: `${mine ? "mine" : "theirs"}:${message.id}`,
    mine,
    sequence: message.sequence,
    sentAt: message.sentAt,
    text: message.type === "image" ? "[image]" : message.body,
  };
}

function dress(item, row, previous, following) {
  const follows = together(previous, row);
  const last = !together(row, following);
  item.className = ["message", row.mine ? "mine" : "theirs", follows && "follows", row.sending && "sending", row.failed && "failed"]
    .filter(Boolean)
    .join(" ");
  const time = last && row.sentAt ? clock.format(row.sentAt) : undefined;
  const meta = [time, row.status].filter(Boolean).join(" · ");
  const line = item.lastElementChild;
  setText(line, meta);
  line.hidden = meta === "";
}

function together(one, other) {
  return one !== undefined && other !== undefined && one.mine === other.mine && (other.sentAt ?? Infinity) - (one.sentAt ?? Infinity) < SAME_BREATH_MS;
}
