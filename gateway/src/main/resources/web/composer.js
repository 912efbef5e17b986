/** Where a message is written: the text, and the images that go with it. */

import { setText } from "./dom.js";
import { listenForImages } from "./images/sources.js";
import { Tray } from "./images/tray.js";
import { cleanBody, hasSomethingToSee } from "./text.js";

const LONGEST_MESSAGE = 4_000;
const COUNT_FROM = 3_500;

export class Composer {
  #form = document.getElementById("composer");
  #field = document.getElementById("message");
  #button = document.getElementById("send");
  #counter = document.getElementById("counter");
  #tray = new Tray(() => this.#measure());
  #wishes;

  /** @param {object} wishes send, sendImage, write */
  constructor(wishes) {
    this.#wishes = wishes;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#field.addEventListener("input", () => {
      this.#measure();
      wishes.write(this.#field.value);
    });
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    listenForImages(() => this.#form.getClientRects().length > 0, (files) => this.#take(files));
  }

  /** What was meant for one stranger is not kept for the next. */
  clear() {
    this.#field.value = "";
    this.#tray.clear();
  }

  focus() {
    this.#field.focus();
  }

  /** Then Enter sends. On a touch screen the keyboard would jump up. */
  async #take(files) {
    await this.#tray.add(files);
    if (!matchMedia("(pointer: coarse)").matches) {
      this.focus();
    }
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    }
  }

  #send() {
    const text = cleanBody(this.#field.value);
    const hasText = hasSomethingToSee(text);
    if (text.length > LONGEST_MESSAGE || this.#tray.preparing || (!hasText && this.#tray.empty)) {
      return;
    }
    const images = this.#tray.take();
    this.#field.value = "";
    this.#measure();
    this.focus();
    images.forEach((image) => this.#wishes.sendImage(image));
    if (hasText) {
      this.#wishes.send(text);
    }
  }

  #measure() {
    const field = this.#field;
    this.#button.disabled = this.#tray.preparing || (!hasSomethingToSee(field.value) && this.#tray.empty);
    this.#counter.hidden = field.value.length < COUNT_FROM;
    setText(this.#counter, `${field.value.length.toLocaleString("en")} of 4,000 characters`);
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    }
  }
}
