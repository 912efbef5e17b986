import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { afterEach, beforeEach, test } from "node:test";
import * as clock from "./clock.js";
import { pass, SESSION, settle, Socket } from "./socket.js";
import { Tandem } from "./web/tandem.js";

const { fetch, crypto } = globalThis;
const SLOT = { uploadId: "u", uploadUrl: "https://store.test/staging/u?signed", headers: { "content-type": "image/png", "x-sum": "s" }, expiresAt: 9 };
const DONE = { uploadId: "u", url: "/media/20260101-00" };

let storage;

/** Takes, refuses or fails, as the test says; keeps what was brought. */
function answerPuts(...statuses) {
  storage = [];
  globalThis.fetch = async (url, { method, headers, body, signal }) => {
    storage.push({ url, method, headers, bytes: await body.text() });
    const status = statuses.shift();
    if (status === "never") {
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    }
    if (status === undefined) {
      throw new TypeError("the network failed");
    }
    return { ok: status === 200, status };
  };
}

/** Cryptography, or none, which is quicker. */
const provide = (value) => Object.defineProperty(globalThis, "crypto", { value, configurable: true });
const image = () => new Blob(["pixels"], { type: "image/png" });
const sent = (event) => Socket.last.sent.filter((frame) => frame.event === event).map((frame) => frame.data);

async function online() {
  const tandem = new Tandem({ url: "ws://test/ws" });
  tandem.connect();
  Socket.last.open();
  await Socket.last.ack(SESSION);
  return tandem;
}

async function comeBack() {
  const before = Socket.all.length;
  for (let ms = 0; ms <= 30_000 && Socket.all.length === before; ms += 100) {
    await pass(100);
  }
  Socket.last.open();
  await Socket.last.ack(SESSION);
  await settle();
}

/** Lets little time pass, so that no heartbeat comes between. What is worked out beside the event loop takes turns of it, and no time. */
async function until(event, count = 1, passing = 10) {
  for (let turns = 0; turns < 2_000 && sent(event).length < count; turns++) {
    clock.tick(passing);
    await settle();
  }
  assert.equal(sent(event).length, count, `${event} was sent`);
}

beforeEach(() => {
  Socket.all = [];
  globalThis.WebSocket = Socket;
  provide(undefined);
  clock.take();
});

afterEach(() => {
  clock.giveBack();
  globalThis.fetch = fetch;
  provide(crypto);
});

test("an upload is announced with its checksum, brought with exactly the headers asked for, and completed", async () => {
  provide(webcrypto);
  answerPuts(200);
  const progress = [];
  const uploaded = (await online()).upload(image(), { onProgress: (part) => progress.push(part) });
  await until("request-upload", 1, 0);
  assert.deepEqual(sent("request-upload"), [{ contentType: "image/png", size: 6, sha256: "bsnCsOsUAQdGyLzok5MDs4I0SyliBmEuuKkHo3srLzc=" }]);
  await Socket.last.ack(SLOT);
  await until("complete-upload");
  assert.deepEqual(storage, [{ url: SLOT.uploadUrl, method: "PUT", headers: SLOT.headers, bytes: "pixels" }]);
  assert.deepEqual(sent("complete-upload"), [{ uploadId: "u" }]);
  await Socket.last.ack(DONE);
  assert.deepEqual(await uploaded, DONE);
  assert.deepEqual(progress, [1]);
});

test("where there is no cryptography, the checksum is left out", async () => {
  answerPuts(200);
  (await online()).upload(image());
  await until("request-upload");
  assert.deepEqual(sent("request-upload"), [{ contentType: "image/png", size: 6 }]);
});

test("each step outlives its connection, and an upload is completed under its own id", async () => {
  answerPuts(200);
  const uploaded = (await online()).upload(image());
  await until("request-upload");
  await Socket.last.drop();
  await comeBack();
  await until("request-upload");
  await Socket.last.ack(SLOT);
  await until("complete-upload");
  await Socket.last.drop();
  await comeBack();
  await until("complete-upload");
  assert.deepEqual(sent("complete-upload"), [{ uploadId: "u" }]);
  await Socket.last.ack(DONE);
  assert.deepEqual(await uploaded, DONE);
  assert.equal(storage.length, 1);
});

test("a network that failed is tried again with the same URL, a storage that refused with a new one", async () => {
  answerPuts(undefined, 403, 200);
  const uploaded = (await online()).upload(image());
  await until("request-upload");
  await Socket.last.ack(SLOT);
  await until("request-upload", 2);
  await Socket.last.ack({ ...SLOT, uploadId: "v", uploadUrl: "https://store.test/staging/v" });
  await until("complete-upload");
  assert.deepEqual(storage.map(({ url }) => url), [SLOT.uploadUrl, SLOT.uploadUrl, "https://store.test/staging/v"]);
  assert.deepEqual(sent("complete-upload"), [{ uploadId: "v" }]);
  await Socket.last.ack(DONE);
  await uploaded;
});

test("a storage that cannot be reached is given up after a few tries", async () => {
  answerPuts();
  const uploaded = assert.rejects((await online()).upload(image()), { code: "upload-failed" });
  await until("request-upload");
  await Socket.last.ack(SLOT);
  for (let ms = 0; ms < 60_000; ms += 100) {
    await pass(100);
  }
  await uploaded;
  assert.equal(storage.length, 4);
});

test("unavailable is tried a few times, a distant limit and a refusal not at all", async () => {
  const tandem = await online();
  const refused = async (errors, code) => {
    const before = sent("request-upload").length;
    const failed = assert.rejects(tandem.upload(image()), { code });
    for (const [index, error] of errors.entries()) {
      await until("request-upload", before + index + 1);
      await Socket.last.refuse(error);
    }
    await failed;
  };
  const away = { code: "unavailable", retryAfterMs: 1_000 };
  await refused([away, away, away, away], "unavailable");
  await refused([{ code: "rate-limited", retryAfterMs: 180_000 }], "rate-limited");
  await refused([{ code: "invalid-field", field: "size" }], "invalid-field");
});

test("a cancelled upload stops where it is", async () => {
  answerPuts("never");
  const stop = new AbortController();
  const uploaded = assert.rejects((await online()).upload(image(), { signal: stop.signal }), { name: "AbortError" });
  await until("request-upload");
  await Socket.last.ack(SLOT);
  await settle();
  stop.abort();
  await uploaded;
  assert.deepEqual(sent("complete-upload"), []);
});

test("a cancelled upload waits for no connection", async () => {
  const stop = new AbortController();
  const uploaded = assert.rejects((await online()).upload(image(), { signal: stop.signal }), { name: "AbortError" });
  await until("request-upload");
  await Socket.last.drop();
  stop.abort();
  await uploaded;
});

test("an upload ends when the client will not come back", async () => {
  const tandem = await online();
  const uploaded = assert.rejects(tandem.upload(image()), { code: "disconnected" });
  await until("request-upload");
  tandem.close();
  await uploaded;
});
