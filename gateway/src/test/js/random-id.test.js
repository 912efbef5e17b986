import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { randomId } from "./web/tandem/random-id.js";

const own = Object.getOwnPropertyDescriptor(globalThis, "crypto");

afterEach(() => {
  delete globalThis.crypto;
  if (own !== undefined) {
    Object.defineProperty(globalThis, "crypto", own);
  }
});

const withCrypto = (value) => Object.defineProperty(globalThis, "crypto", { value, configurable: true });

function areRandom() {
  const ids = Array.from({ length: 100 }, randomId);
  ids.forEach((id) => assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
  assert.equal(new Set(ids).size, 100);
}

test("an id is a random UUID", areRandom);

test("it is one as well where there is no crypto, as in Node 18", () => {
  withCrypto(undefined);
  areRandom();
});

test("it is one as well where crypto has no random bytes", () => {
  withCrypto({});
  areRandom();
});

test("it is made of the platform's bytes where there are some", () => {
  withCrypto({ getRandomValues: (bytes) => bytes.fill(0xff) });
  assert.equal(randomId(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
});
