import assert from "node:assert/strict";
import { test } from "node:test";
import { Delivery } from "./web/delivery.js";
import { Memory } from "./web/memory.js";
import { rowsOf } from "./web/rows.js";
import { ChatState } from "./web/state.js";
import { TandemError } from "./web/tandem.js";

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A client whose uploads and sends the test answers. */
function client() {
  const uploads = [];
  const sends = [];
  const later = (list, about) =>
    new Promise((resolve, reject) => {
      list.push({ ...about, resolve, reject });
      about.signal?.addEventListener("abort", () => reject(about.signal.reason));
    });
  return {
    uploads,
    sends,
    upload: (blob, { signal, onProgress }) => later(uploads, { blob, signal, onProgress }),
    sendImage: (conversationId, uploadId, id) => later(sends, { conversationId, id, uploadId }),
    sendText: (conversationId, body, id) => later(sends, { conversationId, id, body }),
  };
}

/** @param {boolean} checked whether every change is looked at, as the page does a moment later */
function chatting(checked = true) {
  const state = new ChatState();
  state.apply("session", { userId: "me", state: "idle", onlineCount: 2 });
  state.apply("matched", { conversationId: "c", partnerId: "them", sharedInterests: [] });
  const tandem = client();
  const delivery = new Delivery(tandem, state);
  state.subscribe(() => checked && delivery.check());
  return { state, tandem, delivery };
}

const image = (id = "m") => ({ conversationId: "c", id, type: "image", blob: `bytes of ${id}`, local: `blob:${id}` });
const rows = (state) => rowsOf(state.conversation, state.outbox, "me");

test("an image is shown at once, uploaded, sent, and stays where it is", async () => {
  const { state, tandem, delivery } = chatting();
  delivery.send(image());
  await settle();
  assert.deepEqual(rows(state).map(({ key, image: url, progress, status }) => [key, url, progress, status]), [["mine:m", "blob:m", 0, "Uploading…"]]);
  tandem.uploads[0].onProgress(0.5);
  assert.equal(rows(state)[0].progress, 0.5);
  tandem.uploads[0].resolve({ uploadId: "u", url: "/media/k" });
  await settle();
  assert.equal(rows(state)[0].status, "Sending…");
  assert.deepEqual([tandem.sends[0].conversationId, tandem.sends[0].id, tandem.sends[0].uploadId], ["c", "m", "u"]);
  tandem.sends[0].resolve({ id: "m", sequence: 1, sentAt: 5 });
  await settle();
  assert.deepEqual(rows(state).map(({ key, image: url, progress, status }) => [key, url, progress, status]), [["mine:m", "blob:m", undefined, "Sent"]]);
  assert.deepEqual(state.outbox, []);
});

test("images are uploaded one after another, and one that fails does not hold up the next", async () => {
  const { state, tandem, delivery } = chatting();
  ["one", "two"].forEach((id) => delivery.send(image(id)));
  await settle();
  assert.deepEqual(tandem.uploads.map(({ blob }) => blob), ["bytes of one"]);
  tandem.uploads[0].reject(new TandemError({ code: "upload-rejected" }));
  await settle();
  assert.deepEqual(tandem.uploads.map(({ blob }) => blob), ["bytes of one", "bytes of two"]);
  assert.match(rows(state)[0].status, /^Not sent\. It was not accepted/);
});

test("what failed can be tried again as the same message, with a fresh upload", async () => {
  const { state, tandem, delivery } = chatting();
  const message = image();
  delivery.send(message);
  await settle();
  tandem.uploads[0].resolve({ uploadId: "u", url: "/media/k" });
  await settle();
  tandem.sends[0].reject(new TandemError({ code: "upload-rejected" }));
  await settle();
  assert.equal(rows(state)[0].canRetry, true);
  delivery.retry(message);
  await settle();
  tandem.uploads[1].resolve({ uploadId: "v", url: "/media/l" });
  await settle();
  assert.deepEqual([tandem.sends[1].id, tandem.sends[1].uploadId], ["m", "v"]);
});

test("a cancelled upload leaves nothing behind, and the next one begins", async () => {
  const { state, tandem, delivery } = chatting();
  const [first, second] = [image("one"), image("two")];
  [first, second].forEach((message) => delivery.send(message));
  await settle();
  delivery.withdraw(first);
  await settle();
  assert.equal(tandem.uploads.length, 2);
  assert.deepEqual(state.outbox, [second]);
});

for (const [how, end] of Object.entries({
  "conversation-ended": (state) => state.apply("conversation-ended", { conversationId: "c", reason: "left" }),
  next: (state) => state.wantsToWait([]),
})) {
  test(`after ${how} an upload is given up, and nothing of it reaches the next stranger`, async () => {
    const { state, tandem, delivery } = chatting();
    ["one", "two"].forEach((id) => delivery.send(image(id)));
    await settle();
    end(state);
    state.apply("matched", { conversationId: "d", partnerId: "other", sharedInterests: [] });
    await settle();
    assert.equal(tandem.uploads.length, 1);
    assert.equal(tandem.uploads[0].signal.aborted, true);
    assert.deepEqual(tandem.sends, []);
    assert.deepEqual(rows(state), []);
  });
}

test("an upload that is done just as the conversation ends is not sent", async () => {
  const { state, tandem, delivery } = chatting(false);
  delivery.send(image());
  await settle();
  tandem.uploads[0].resolve({ uploadId: "u", url: "/media/k" });
  state.apply("conversation-ended", { conversationId: "c", reason: "left" });
  await settle();
  assert.deepEqual(tandem.sends, []);
  assert.equal(rows(state)[0].canRetry, false);
});

test("too many images say when it goes on, and a store that is away says that text does", async () => {
  const { state, tandem, delivery } = chatting();
  ["one", "two"].forEach((id) => delivery.send(image(id)));
  await settle();
  tandem.uploads[0].reject(new TandemError({ code: "rate-limited", retryAfterMs: 170_000 }));
  await settle();
  tandem.uploads[1].reject(new TandemError({ code: "unavailable", retryAfterMs: 1_000 }));
  await settle();
  assert.deepEqual(rows(state).map((row) => row.status), [
    "Not sent. You have sent many pictures. Wait 3 minutes.",
    "Not sent. Pictures cannot be sent at the moment, only text.",
  ]);
});

test("a reload keeps an uploaded image that was not answered, by its ids, and none that was still on its way", async () => {
  const kept = new Map();
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  const { state, tandem, delivery } = chatting();
  ["one", "two"].forEach((id) => delivery.send(image(id)));
  await settle();
  tandem.uploads[0].resolve({ uploadId: "u", url: "/media/k" });
  await settle();
  new Memory().save(state);

  const again = new ChatState();
  again.recall(new Memory().load());
  const other = client();
  again.outbox.forEach((message) => new Delivery(other, again).deliver(message));
  await settle();
  assert.deepEqual(other.sends.map(({ conversationId, id, uploadId }) => [conversationId, id, uploadId]), [["c", "one", "u"]]);
  assert.deepEqual(again.outbox.map(({ id, url }) => [id, url]), [["one", "/media/k"]]);
  delete globalThis.localStorage;
});

test("a message whose sender has gone for good says so in its place", () => {
  const conversation = { id: "c", partnerRead: 0, log: { messages: [{ id: "m", from: "them", type: "erased", sequence: 1, sentAt: 1 }] } };
  assert.deepEqual(rowsOf(conversation, [], "me").map(({ mine, text, image: url }) => [mine, text, url]), [[false, "This message was deleted.", undefined]]);
});
