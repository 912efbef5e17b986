import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import * as clock from "./clock.js";
import { pass, SESSION, Socket } from "./socket.js";
import { backoff, Tandem } from "./web/tandem.js";

const { random } = Math;
async function online(options) {
  const tandem = new Tandem({ url: "ws://test/ws", transports: ["websocket"], ...options });
  const heard = [];
  tandem.on("*", (event, data) => heard.push([event, data]));
  tandem.connect();
  Socket.last.open();
  await Socket.last.ack(SESSION);
  return { tandem, heard };
}

/** Until the client opens another connection, which is 30 s at the most. */
async function reconnected() {
  const before = Socket.all.length;
  for (let ms = 0; ms <= 30_000 && Socket.all.length === before; ms += 100) {
    await pass(100);
  }
  assert.equal(Socket.all.length, before + 1);
}

async function comeBack() {
  await reconnected();
  Socket.last.open();
  await Socket.last.ack(SESSION);
}

beforeEach(() => {
  Socket.all = [];
  globalThis.WebSocket = Socket;
  clock.take();
});

afterEach(() => {
  clock.giveBack();
  Math.random = random;
});

test("the backoff is full jitter below a doubling cap", () => {
  assert.equal(backoff(3, () => 1), 8_000);
  assert.equal(backoff(3, () => 0), 0);
  assert.equal(backoff(30, () => 1), 30_000);
});

test("hello is the first frame and carries the token and where to resume", async () => {
  const resume = { conversationId: "c", sequence: 4 };
  await online({ token: "t", resume: () => resume });
  assert.deepEqual(Socket.last.sent[0], { event: "hello", id: 1, data: { token: "t", resume } });
});

test("a message is sent again with its own id until it is acknowledged", async () => {
  const { tandem } = await online();
  const sent = tandem.sendText("c", "hi", "m");
  assert.equal(Socket.last.lastFrame.event, "send-message");
  await Socket.last.drop();
  await comeBack();
  assert.equal(Socket.all.length, 2);
  assert.deepEqual(Socket.last.lastFrame.data, { conversationId: "c", id: "m", type: "text", body: "hi" });
  await Socket.last.ack({ id: "m", sequence: 1, sentAt: 5 });
  assert.deepEqual(await sent, { id: "m", sequence: 1, sentAt: 5 });
});

test("messages keep their order when the first one has to be tried again", async () => {
  const { tandem } = await online();
  tandem.sendText("c", "1", "one");
  tandem.sendText("c", "2", "two");
  await Socket.last.refuse({ code: "rate-limited", retryAfterMs: 1_000 });
  assert.equal(Socket.last.sent.length, 2);
  await pass(1_500);
  assert.equal(Socket.last.lastFrame.data.id, "one");
  await Socket.last.ack();
  assert.equal(Socket.last.lastFrame.data.id, "two");
});

test("unavailable is tried again after the server's hint, and any other error is final", async () => {
  const { tandem } = await online();
  const refused = assert.rejects(tandem.sendText("c", "hi", "m"), { code: "invalid-field", field: "body" });
  await Socket.last.refuse({ code: "unavailable", retryAfterMs: 2_000 });
  await pass(1_999);
  assert.equal(Socket.last.sent.length, 2);
  await pass(1_001);
  assert.equal(Socket.last.sent.length, 3);
  await Socket.last.refuse({ code: "invalid-field", field: "body" });
  await refused;
});

test("a next that comes too late becomes a join-queue with the same interests", async () => {
  const { tandem } = await online();
  const moved = tandem.next("c", ["jazz"]);
  await Socket.last.refuse({ code: "wrong-state" });
  assert.deepEqual(Socket.last.lastFrame.data, { interests: ["jazz"] });
  assert.equal(Socket.last.lastFrame.event, "join-queue");
  await Socket.last.ack({ state: "waiting", since: 1 });
  assert.deepEqual(await moved, { state: "waiting", since: 1 });
});

for (const code of [1006, 1001, 4000, 4001, 4002, 4003, 4004, 4005]) {
  test(`comes back after ${code}`, async () => {
    await online();
    await Socket.last.drop(code);
    await reconnected();
  });
}

for (const code of [4500, 4501, 4502, 4503]) {
  test(`stays away after ${code}`, async () => {
    const { heard } = await online();
    await Socket.last.drop(code);
    await pass(600_000);
    assert.equal(Socket.all.length, 1);
    assert.deepEqual(heard.at(-1), ["status", { state: "stopped", code }]);
  });
}

test("a replaced session stops at once", async () => {
  const { tandem } = await online();
  await Socket.last.receive({ event: "session-replaced", data: {} });
  assert.equal(tandem.ready, false);
  await pass(600_000);
  assert.equal(Socket.all.length, 1);
});

test("after server-draining it comes back when the server said", async () => {
  await online();
  await Socket.last.receive({ event: "server-draining", data: { reconnectAfterMs: 7_000 } });
  await pass(3_000);
  await Socket.last.drop(4000);
  await pass(3_999);
  assert.equal(Socket.all.length, 1);
  await pass(1);
  assert.equal(Socket.all.length, 2);
});

test("a refused token is dropped for a new guest, once, even if the server closes", async () => {
  const { heard } = await online({ token: "old" }).then(async (started) => {
    await Socket.last.drop();
    await reconnected();
    Socket.last.open();
    return started;
  });
  await Socket.last.refuse({ code: "invalid-token" });
  await Socket.last.drop(4502);
  await reconnected();
  Socket.last.open();
  assert.deepEqual(Socket.last.lastFrame.data, {});
  await Socket.last.ack({ ...SESSION, token: "new" });
  assert.deepEqual(heard.filter(([event]) => event === "token").map(([, token]) => token), [undefined, "new"]);
});

test("hello is repeated on the same socket while the service is unavailable", async () => {
  const tandem = new Tandem({ url: "ws://test/ws" });
  tandem.connect();
  Socket.last.open();
  await Socket.last.refuse({ code: "unavailable", retryAfterMs: 500 });
  await pass(750);
  assert.equal(Socket.all.length, 1);
  assert.deepEqual(Socket.last.sent.map((frame) => frame.event), ["hello", "hello"]);
});

test("a line that does not answer a ping is given up", async () => {
  await online();
  await pass(25_000);
  assert.equal(Socket.last.lastFrame.event, "ping");
  await pass(8_000);
  assert.equal(Socket.last.closedWith, null);
  await reconnected();
});

test("the delay shrinks again only after a session that lasted", async () => {
  Math.random = () => 1;
  const { heard } = await online();
  const delays = () => heard.filter(([event, status]) => event === "status" && status.state === "offline").map(([, status]) => status.retryInMs);
  await Socket.last.drop();
  await comeBack();
  await Socket.last.drop();
  assert.deepEqual(delays(), [1_000, 2_000]);
  await comeBack();
  await pass(11_000);
  await Socket.last.drop();
  assert.deepEqual(delays(), [1_000, 2_000, 1_000]);
});

test("what is said while there is no connection is kept, in order, each with an id of its own", async () => {
  const { tandem } = await online();
  await Socket.last.drop();
  const answers = ["1", "2", "3"].map((body) => tandem.sendText("c", body));
  await comeBack();
  for (let sequence = 1; sequence <= 3; sequence++) {
    assert.equal(Socket.last.lastFrame.data.body, String(sequence));
    await Socket.last.ack({ id: Socket.last.lastFrame.data.id, sequence, sentAt: 1 });
  }
  const ids = (await Promise.all(answers)).map(({ id }) => id);
  assert.equal(new Set(ids).size, 3);
  assert.match(ids[0], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("more than may wait is refused, and what waits is not touched", async () => {
  const tandem = new Tandem({ url: "ws://test/ws", transports: ["websocket"], maxQueued: 1 });
  tandem.connect();
  tandem.sendText("c", "kept", "m");
  await assert.rejects(tandem.sendText("c", "too much"), { code: "queue-full" });
  Socket.last.open();
  await Socket.last.ack(SESSION);
  assert.equal(Socket.last.lastFrame.data.body, "kept");
});

const BODY_AT_THE_LIMIT = 65_536 - JSON.stringify({ event: "send-message", id: 2, data: { conversationId: "c", id: "m", type: "text", body: "" } }).length;

test("what is too large to be sent is refused here, and keeps nothing that waits behind it", async () => {
  const { tandem } = await online();
  const tooLarge = assert.rejects(tandem.sendText("c", "é".repeat(33_000), "m"), { name: "TandemError", code: "too-large" });
  tandem.sendText("c", "next", "n");
  await tooLarge;
  await pass(0);
  assert.deepEqual(Socket.last.sent.map(({ event, data }) => [event, data.id]), [["hello", undefined], ["send-message", "n"]]);
});

test("a frame may have 65,536 bytes, and not one more", async () => {
  const { tandem } = await online();
  tandem.sendText("c", "x".repeat(BODY_AT_THE_LIMIT), "m");
  assert.equal(JSON.stringify(Socket.last.lastFrame).length, 65_536);
  await Socket.last.ack({ id: "m", sequence: 1, sentAt: 1 });
  await assert.rejects(tandem.sendText("c", "x".repeat(BODY_AT_THE_LIMIT + 1), "m"), { code: "too-large" });
});

test("what is no JSON is refused here, and the line lives", async () => {
  const { tandem } = await online();
  const cyclic = {};
  cyclic.itself = cyclic;
  await assert.rejects(tandem.ask("history", cyclic), { name: "TandemError", code: "invalid-frame" });
  await assert.rejects(tandem.perform("join-queue", { interests: 1n }), { name: "TandemError", code: "invalid-frame" });
  await pass(16_000);
  assert.deepEqual([tandem.ready, Socket.last.sent.length], [true, 1]);
});

test("more questions than may wait for their answers are refused", async () => {
  const { tandem } = await online();
  for (let question = 0; question < 256; question++) {
    tandem.ask("ping").catch(() => {});
  }
  await assert.rejects(tandem.ask("ping"), { code: "queue-full" });
});

const theirs = (sequence) => ({ id: `m${sequence}`, conversationId: "c", sequence, from: "they", type: "text", body: "hi", sentAt: 1 });

test("it resumes where it was without being told, and tells nothing twice", async () => {
  const { tandem, heard } = await online();
  await Socket.last.receive({ event: "matched", data: { conversationId: "c" } });
  await Socket.last.receive({ event: "receive-message", data: theirs(1) });
  const mine = tandem.sendText("c", "mine", "m2");
  const lost = tandem.sendText("c", "mine too", "m3");
  await Socket.last.ack({ id: "m2", sequence: 2, sentAt: 1 });
  assert.equal((await mine).sequence, 2);
  await Socket.last.drop();
  await reconnected();
  Socket.last.open();
  assert.deepEqual(Socket.last.lastFrame.data.resume, { conversationId: "c", sequence: 2 });
  await Socket.last.ack({ ...SESSION, state: "paired", conversationId: "c" });
  const messages = [theirs(2), { ...theirs(3), from: "me" }, theirs(4)];
  await Socket.last.receive({ event: "rejoined", data: { conversationId: "c", messages, truncated: false } });
  await Socket.last.ack({ id: "m3", sequence: 3, sentAt: 1 });
  assert.equal((await lost).sequence, 3);
  await Socket.last.receive({ event: "receive-message", data: theirs(4) });
  assert.deepEqual(tandem.position, { conversationId: "c", sequence: 4 });
  const told = heard.flatMap(([event, data]) => (event === "rejoined" ? data.messages : event === "receive-message" ? [data] : []));
  assert.deepEqual(told.map(({ sequence }) => sequence), [1, 4]);
});

test("a message whose id is in capitals is told no second time when it comes back in small letters", async () => {
  const { tandem, heard } = await online();
  await Socket.last.receive({ event: "matched", data: { conversationId: "c" } });
  tandem.sendText("C", "mine", "7D2A1F0E-5B57-4C8A-9D3C-0A4F6E2B9C11");
  await Socket.last.drop();
  await reconnected();
  Socket.last.open();
  await Socket.last.ack({ ...SESSION, state: "paired", conversationId: "c" });
  const messages = [{ ...theirs(1), from: "me", id: "7d2a1f0e-5b57-4c8a-9d3c-0a4f6e2b9c11" }];
  await Socket.last.receive({ event: "rejoined", data: { conversationId: "c", messages, truncated: false } });
  assert.deepEqual(heard.find(([event]) => event === "rejoined")[1].messages, []);
});

test("an application that keeps count itself is told everything", async () => {
  const { heard, tandem } = await online({ resume: () => undefined });
  await Socket.last.receive({ event: "matched", data: { conversationId: "c" } });
  await Socket.last.receive({ event: "receive-message", data: theirs(1) });
  await Socket.last.receive({ event: "receive-message", data: theirs(1) });
  assert.equal(heard.filter(([event]) => event === "receive-message").length, 2);
  assert.equal(tandem.position, undefined);
});

test("after leaving there is nothing to resume", async () => {
  const { tandem } = await online();
  await Socket.last.receive({ event: "matched", data: { conversationId: "c" } });
  const left = tandem.leaveConversation("c");
  await Socket.last.ack({ state: "idle" });
  await left;
  assert.equal(tandem.position, undefined);
});

test("a listener that fails keeps nobody else from hearing", async () => {
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  const tandem = new Tandem({ url: "ws://test/ws", transports: ["websocket"] });
  const heard = [];
  tandem.on("session", () => {
    throw new Error("the application's");
  });
  tandem.on("session", ({ userId }) => heard.push(userId));
  tandem.connect();
  Socket.last.open();
  await Socket.last.ack(SESSION);
  delete globalThis.reportError;
  assert.deepEqual([heard, reported, tandem.ready], [["me"], ["the application's"], true]);
});

test("a fresh token is waited for before it comes back after 4004", async () => {
  let give;
  await online({ token: "old", freshToken: () => new Promise((resolve) => (give = resolve)) });
  await Socket.last.drop(4004);
  await pass(5_000);
  assert.equal(Socket.all.length, 1);
  give("fresh");
  await pass(0);
  Socket.last.open();
  assert.equal(Socket.last.lastFrame.data.token, "fresh");
});

/** A session whose token is refused when it comes back, and is being made fresh as long as the test wants. */
async function refused() {
  let give;
  const { tandem } = await online({ token: "old", freshToken: () => new Promise((resolve) => (give = resolve)) });
  await Socket.last.drop();
  await reconnected();
  Socket.last.open();
  await Socket.last.refuse({ code: "invalid-token" });
  return { tandem, give: (token) => give(token) };
}

test("a fresh token is waited for before it comes back after 4502", async () => {
  const { give } = await refused();
  await Socket.last.drop(4502);
  await pass(9_000);
  assert.equal(Socket.all.length, 2);
  give("fresh");
  await pass(0);
  Socket.last.open();
  assert.deepEqual([Socket.all.length, Socket.last.lastFrame.data.token], [3, "fresh"]);
});

test("woken while a fresh token is made, it says hello again with that one", async () => {
  Math.random = () => 1;
  const { tandem, give } = await refused();
  await Socket.last.drop(4502);
  tandem.wake();
  Socket.last.open();
  await Socket.last.refuse({ code: "invalid-token" });
  give("fresh");
  await pass(0);
  await pass(0);
  assert.deepEqual([Socket.all.length, Socket.last.lastFrame.data.token], [3, "fresh"]);
});

test("without a WebSocket and with nothing else allowed it says so", () => {
  globalThis.WebSocket = undefined;
  assert.throws(() => new Tandem({ url: "ws://test/ws", transports: ["websocket"] }), TypeError);
});
