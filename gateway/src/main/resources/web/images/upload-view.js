/** What becomes of an image of one's own: how far its upload has come and how to stop it, or how to try again. */

import { button, element } from "../dom.js";

export class UploadView {
  element = element("div", { className: "upload" });
  #message;
  #bar = element("progress", { max: "1", "aria-label": "Uploading the picture" });
  #cancel;
  #retry;
  #remove;

  /** @param {{withdraw: (message) => void, retry: (message) => void}} wishes */
  constructor(wishes) {
    this.#cancel = button("secondary small", "Cancel", () => wishes.withdraw(this.#message));
    this.#retry = button("secondary small", "Try again", () => wishes.retry(this.#message));
    this.#remove = button("secondary small", "Remove", () => wishes.withdraw(this.#message));
    this.element.append(this.#bar, this.#cancel, this.#retry, this.#remove);
  }

  update({ message, progress, failed, canRetry }) {
    this.#message = message;
    const uploading = progress !== undefined;
    this.#bar.value = progress ?? 0;
    this.#bar.hidden = !uploading;
    this.#cancel.hidden = !uploading;
    this.#retry.hidden = !canRetry;
    this.#remove.hidden = failed === undefined;
    this.element.hidden = !uploading && failed === undefined;
  }
}
