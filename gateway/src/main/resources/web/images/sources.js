/** Where images come from: a button, the clipboard, and what is dropped on the conversation. */

import { PICKED } from "./kind.js";

const OVER_AFTER_MS = 1_000;

/**
 * @param {() => boolean} isOpen whether there is somebody to send an image to
 * @param {(files: File[]) => void} take
 */
export function listenForImages(isOpen, take) {
  listenToButton(take);
  listenToClipboard(isOpen, take);
  listenToDrops(isOpen, take);
}

function listenToButton(take) {
  const input = document.getElementById("files");
  input.accept = PICKED;
  document.getElementById("attach").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take([...input.files]);
    // So that the same file can be chosen again.
    input.value = "";
  });
}

/** Word processors copy their text as an image, too: then the text is meant. */
function listenToClipboard(isOpen, take) {
  document.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    if (isOpen() && files.length > 0 && !types.includes("text/plain")) {
      event.preventDefault();
      take([...files]);
    }
  });
}

/**
 * The zone lies over the conversation while files are dragged: browsers disagree about how leaving is told, but all say again and again that
 * something is over the page. A drop beside it does nothing; left alone, the browser would leave the page.
 */
function listenToDrops(isOpen, take) {
  const zone = document.getElementById("drop");
  let timer = 0;
  const show = (shown) => {
    zone.hidden = !shown;
    clearTimeout(timer);
    timer = shown ? setTimeout(() => show(false), OVER_AFTER_MS) : 0;
  };
  onFiles("dragenter", () => show(isOpen()));
  onFiles("dragover", ({ target, dataTransfer }) => {
    show(isOpen());
    dataTransfer.dropEffect = target === zone ? "copy" : "none";
  });
  onFiles("drop", ({ target, dataTransfer }) => {
    show(false);
    if (target === zone && isOpen()) {
      take([...dataTransfer.files]);
    }
  });
}

function onFiles(name, handle) {
  addEventListener(name, (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      handle(event);
    }
  });
}
