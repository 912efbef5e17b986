/** Images that are chosen and not sent yet: prepared at once, shown small, each can be taken out again. */

import { button, element, setText } from "../dom.js";
import { imageProblemText } from "../words.js";
import { prepare } from "./prepare.js";

const MOST = 5;

export class Tray {
  #list = document.getElementById("tray");
  #problem = document.getElementById("tray-problem");
  #onChange;
  /** What stands in the tray, in order; `image` is missing while it is prepared. */
  #entries = [];

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  get empty() {
    return this.#entries.length === 0;
  }

  get preparing() {
    return this.#entries.some((entry) => entry.image === undefined);
  }

  /** @param {File[]} files */
  async add(files) {
    this.#say("");
    const room = files.slice(0, MOST - this.#entries.length);
    await Promise.all(room.map((file) => this.#take(file)));
    if (room.length < files.length) {
      this.#say(imageProblemText("too-many"));
    }
  }

  /** Hands over what is in it. */
  take() {
    const images = this.#entries.map((entry) => entry.image);
    this.#entries = [];
    this.#say("");
    this.#draw();
    return images;
  }

  clear() {
    this.take().forEach((image) => image && URL.revokeObjectURL(image.local));
  }

  async #take(file) {
    const entry = { thumb: element("li", { className: "thumb", "aria-busy": "true" }) };
    entry.thumb.append(element("span", { className: "visually-hidden", text: "Preparing a picture" }));
    this.#entries.push(entry);
    this.#draw();
    try {
      const { blob } = await prepare(file);
      this.#ready(entry, { blob, local: URL.createObjectURL(blob) });
    } catch (error) {
      this.#drop(entry);
      this.#say(imageProblemText(error.code));
    }
  }

  #ready(entry, image) {
    if (!this.#entries.includes(entry)) {
      URL.revokeObjectURL(image.local);
      return;
    }
    entry.image = image;
    const remove = button("remove", "×", () => {
      this.#drop(entry);
      URL.revokeObjectURL(image.local);
    });
    remove.setAttribute("aria-label", "Remove this picture");
    entry.thumb.removeAttribute("aria-busy");
    entry.thumb.replaceChildren(element("img", { src: image.local, alt: "A picture to send" }), remove);
    this.#draw();
  }

  #drop(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#draw();
  }

  #say(problem) {
    this.#problem.hidden = problem === "";
    setText(this.#problem, problem);
  }

  #draw() {
    this.#list.replaceChildren(...this.#entries.map((entry) => entry.thumb));
    this.#list.hidden = this.empty;
    this.#onChange();
  }
}
