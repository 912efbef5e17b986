/** One image over everything else. Escape, the button or a tap beside it closes; the focus goes back to where it was. */
export class LargeView {
  #dialog = document.getElementById("large");
  #img = document.getElementById("large-image");

  constructor() {
    this.#dialog.addEventListener("click", () => this.close());
    this.#dialog.addEventListener("close", () => this.#img.removeAttribute("src"));
  }

  open(url, name) {
    this.#img.src = url;
    this.#img.alt = name;
    this.#dialog.setAttribute("aria-label", name);
    this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
  }
}
