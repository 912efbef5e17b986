/**
 * An image in the log. Its box has one size whatever comes, so that nothing jumps when the bytes arrive. A stranger's image is covered until
 * it is asked for, and can be covered again; what is shown opens large. Nothing of it is fetched before it is asked for: it may be as large
 * as the server allows, and decoding it is work.
 */

import { button, element } from "../dom.js";

export class ImageView {
  element = element("div", { className: "image" });
  #url;
  #name;
  #onLook;
  #covered;
  #canHide;
  #broken = false;
  #asked = false;
  #open = button("open", "", () => this.#tapped());
  #veil = element("span", { className: "veil", text: "Show picture" });
  #hide = button("secondary small hide", "Hide", () => this.#cover(true));
  #apology = element("div", { className: "apology" }, element("p", { text: "This picture could not be loaded." }), button("secondary small", "Load again", () => this.#loadAgain()));

  /**
   * @param {object} image
   * @param {string} image.url
   * @param {string} image.name what it is, for the ear
   * @param {boolean} image.covered whether it is hidden at first, and can be hidden again
   * @param {(url: string, name: string) => void} image.onLook somebody wants to see it large
   */
  constructor({ url, name, covered, onLook }) {
    this.#url = url;
    this.#name = name;
    this.#onLook = onLook;
    this.#covered = covered;
    this.#hide.setAttribute("aria-label", `Hide again: ${name}`);
    this.#canHide = covered;
    this.#open.append(this.#veil);
    this.element.append(this.#open, this.#hide, this.#apology);
    this.#draw();
  }

  /** It will not be shown again. */
  dispose() {
    if (this.#url.startsWith("blob:")) {
      URL.revokeObjectURL(this.#url);
    }
  }

  #load() {
    this.#asked = true;
    const img = element("img", { alt: "", draggable: "false", loading: "lazy" });
    img.addEventListener("load", () => smallStaysSmall(img));
    img.addEventListener("error", () => this.#fails());
    img.src = this.#url;
    this.#open.replaceChildren(img, this.#veil);
    this.#broken = false;
  }

  #tapped() {
    if (this.#covered) {
      this.#cover(false);
    } else {
      this.#onLook(this.#url, this.#name);
    }
  }

  #cover(covered) {
    this.#covered = covered;
    this.#draw();
    this.#open.focus();
  }

  #fails() {
    this.#broken = true;
    this.#draw();
  }

  #loadAgain() {
    this.#asked = false;
    this.#draw();
  }

  #draw() {
    if (!this.#asked && !this.#covered) {
      this.#load();
    }
    this.element.classList.toggle("covered", this.#covered);
    this.#open.hidden = this.#broken;
    this.#apology.hidden = !this.#broken;
    this.#hide.hidden = this.#broken || this.#covered || !this.#canHide;
    this.#veil.hidden = !this.#covered;
    this.#open.setAttribute("aria-label", `${this.#covered ? "Show" : "Open"}: ${this.#name}`);
  }
}

/** A drawing of a few pixels is not blown up to fill the box. */
function smallStaysSmall(img) {
  img.classList.toggle("small", img.naturalWidth < img.clientWidth && img.naturalHeight < img.clientHeight);
}
