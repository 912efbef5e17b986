/** One message in the log: who said it (for the ear), what, when, and what can be done about it. */

import { element, setText } from "./dom.js";
import { ImageView } from "./images/image-view.js";
import { UploadView } from "./images/upload-view.js";
import { spoken } from "./text.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export class MessageItem {
  element;
  #meta = element("p", { className: "meta", "aria-live": "off" });
  #image;
  #upload;

  /**
   * @param {string} partner how they are called, isolated
   * @param {object} wishes look, withdraw, retry: what can be done with an image
   */
  constructor(row, partner, wishes) {
    const speaker = element("span", { className: "visually-hidden" });
    setText(speaker, `${row.mine ? "You" : partner}:`);
    const said = row.image === undefined ? [element("p", { className: "bubble", text: row.text, dir: "auto" })] : this.#show(row, partner, wishes);
    this.element = element("li", {}, speaker, ...said, this.#meta);
  }

  /** @param {boolean} follows whether the same person spoke just before @param {boolean} last whether nothing follows it */
  update(row, follows, last) {
    this.element.className = ["message", row.mine ? "mine" : "theirs", follows && "follows", row.sending && "sending", row.failed && "failed"]
      .filter(Boolean)
      .join(" ");
    const time = last && row.sentAt ? clock.format(row.sentAt) : undefined;
    const meta = [time, row.status].filter(Boolean).join(" · ");
    setText(this.#meta, meta);
    this.#meta.hidden = meta === "";
    this.#upload?.update(row);
  }

  /** It will not be shown again. */
  remove() {
    this.#image?.dispose();
    this.element.remove();
  }

  #show(row, partner, wishes) {
    const name = row.mine ? "Your picture" : spoken(`Picture from ${partner}`);
    this.#image = new ImageView({ url: row.image, name, covered: !row.mine, onLook: wishes.look });
    if (!row.mine) {
      return [this.#image.element];
    }
    this.#upload = new UploadView(wishes);
    return [this.#image.element, this.#upload.element];
  }
}
