/** The field for up to five interests: chips that are added by Enter or a comma of any script and removed by a press. */

import { element } from "./dom.js";
import { cleanLine, hasSomethingToSee, isolated, sameInterest, spoken } from "./text.js";

const MOST = 5;
const LONGEST = 32;
const COMMAS = /[,，、،؍߸]/;
const IDEAS = ["music", "films", "travel", "games", "books", "cooking"];

export class InterestField {
  #input = document.getElementById("interest");
  #chips = document.getElementById("chips");
  #ideas = document.getElementById("ideas");
  #chosen = [];

  constructor() {
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("input", () => this.#splitAtCommas());
    this.#draw();
  }

  set chosen(interests) {
    this.#chosen = [];
    this.#draw();
    interests.forEach((interest) => this.#add(interest));
  }

  /** What is chosen, and what stands in the field still unconfirmed. */
  take() {
    this.#add(this.#input.value);
    this.#input.value = "";
    return [...this.#chosen];
  }

  #key(event) {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Enter" && hasSomethingToSee(this.#input.value)) {
      event.preventDefault();
      this.#add(this.#input.value);
      this.#input.value = "";
    } else if (event.key === "Backspace" && this.#input.value === "" && this.#chosen.length > 0) {
      this.#remove(this.#chosen.at(-1));
    }
  }

  #splitAtCommas() {
    const parts = this.#input.value.split(COMMAS);
    if (parts.length > 1) {
      this.#input.value = parts.pop().trimStart();
      parts.forEach((part) => this.#add(part));
    }
  }

  #add(text) {
    const interest = cleanLine(text, LONGEST);
    const known = this.#chosen.some((other) => sameInterest(other, interest));
    if (hasSomethingToSee(interest) && !known && this.#chosen.length < MOST) {
      this.#chosen.push(interest);
      this.#draw();
    }
  }

  #remove(interest) {
    this.#chosen = this.#chosen.filter((other) => other !== interest);
    this.#draw();
    this.#input.focus();
  }

  #draw() {
    this.#chips.replaceChildren(...this.#chosen.map((interest) => this.#chip(interest, "×", spoken(`Remove ${isolated(interest)}`), () => this.#remove(interest))));
    const full = this.#chosen.length >= MOST;
    const ideas = full ? [] : IDEAS.filter((idea) => !this.#chosen.includes(idea));
    this.#ideas.replaceChildren(...ideas.map((idea) => this.#chip(idea, "+", `Add ${idea}`, () => this.#add(idea))));
    if (full && document.activeElement === this.#input) {
      document.getElementById("start").focus();
    }
    this.#input.hidden = full;
  }

  #chip(text, sign, label, act) {
    const button = element("button", { className: "chip", type: "button", "aria-label": label },
      element("bdi", { text }), element("span", { text: sign, "aria-hidden": "true" }));
    button.addEventListener("click", act);
    return element("li", {}, button);
  }
}
