import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Memory } from "./web/memory.js";

class Storage {
  #items = new Map();
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => void this.#items.set(key, String(value));
  removeItem = (key) => void this.#items.delete(key);
}

beforeEach(() => {
  define("localStorage", new Storage());
  define("sessionStorage", new Storage());
});
afterEach(() => ["localStorage", "sessionStorage"].forEach((name) => delete globalThis[name]));

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

test("whoever begins anew in one tab is somebody else there, and stays who they are in every other", () => {
  const tab = new Memory();
  tab.token = "first";
  tab.startAnew();
  const anew = new Memory();
  assert.equal(anew.token, undefined);
  assert.deepEqual(anew.load(), {});
  anew.token = "second";
  assert.equal(new Memory().token, "second");

  define("sessionStorage", new Storage());
  assert.equal(new Memory().token, "first");
});

test("beginning anew twice makes a third", () => {
  new Memory().startAnew();
  new Memory().token = "second";
  new Memory().startAnew();
  assert.equal(new Memory().token, undefined);
});

test("without any storage there is a memory that keeps nothing", () => {
  ["localStorage", "sessionStorage"].forEach((name) => Object.defineProperty(globalThis, name, { get: () => { throw new Error("SecurityError"); }, configurable: true }));
  const memory = new Memory();
  memory.token = "lost";
  memory.startAnew();
  assert.equal(memory.token, undefined);
});
