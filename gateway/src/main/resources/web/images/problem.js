/** Why an image cannot be sent; the words for each code are in words.js. */
export class ImageProblem extends Error {
  /** @param {"file-too-large" | "animation-too-large" | "wrong-type" | "heic" | "unreadable"} code */
  constructor(code) {
    super(code);
    this.name = "ImageProblem";
    this.code = code;
  }
}
