import { partsOf } from "./text.js";

/** Foreign text enters the document only here, and only as text. */
export function element(name, { className, text, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, value);
  }
  made.append(...children);
  return made;
}

/**
 * Writes only what differs, so that nothing is announced or laid out twice.
 *
 * @param {string} sentence in which foreign words are `isolated`
 */
export function setText(target, sentence) {
  const parts = partsOf(sentence);
  if (target.textContent !== parts.join("")) {
    target.replaceChildren(...parts.map((part, index) => (index % 2 === 1 ? element("bdi", { text: part }) : part)));
  }
}

export function button(className, text, onClick) {
  const made = element("button", { className, text, type: "button" });
  made.addEventListener("click", onClick);
  return made;
}
