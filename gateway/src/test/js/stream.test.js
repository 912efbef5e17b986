import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import * as clock from "./clock.js";
import { Network, rest } from "./network.js";
import { SESSION, Socket } from "./socket.js";
import { Tandem } from "./web/tandem.js";

const { fetch } = globalThis;
const { random } = Math;
let network;

beforeEach(() => {
  Socket.all = [];
  globalThis.WebSocket = Socket;
  network = new Network();
  clock.take();
});

afterEach(() => {
  clock.giveBack();
  globalThis.fetch = fetch;
  Math.random = random;
});

const STREAMED = { ...SESSION, connectionId: "secret" };
const refusal = (code, more) => ({ error: { code, message: code, ...more } });

async function pass(ms) {
  clock.tick(ms);
  await rest();
}

function start(options) {
  const tandem = new Tandem({ url: "http://test", transports: ["sse"], token: "t", ...options });
  const heard = [];
  tandem.on("*", (event, data) => heard.push([event, data]));
  tandem.connect();
  return { tandem, heard, told: (name) => heard.filter(([event]) => event === name).map(([, data]) => data) };
}

async function online(options) {
  const started = start(options);
  await rest();
  const stream = await network.stream();
  await stream.event("session", STREAMED);
  return { ...started, stream };
}

test("it says hello by its headers, and the session answers", async () => {
  const { told } = await online({ resume: () => ({ conversationId: "c", sequence: 4 }) });
  const { url, headers, credentials } = network.last;
  assert.deepEqual([url, credentials], ["http://test/sse", "omit"]);
  assert.deepEqual(headers, { Accept: "text/event-stream", Authorization: "Bearer t", "Last-Event-ID": "c:4" });
  assert.deepEqual(told("session"), [STREAMED]);
  assert.deepEqual(told("status").at(-1), { state: "online", transport: "sse" });
});

test("a new guest with a name is made first, and the token is told", async () => {
  const { told } = start({ token: undefined, name: "Ada" });
  await rest();
  assert.deepEqual([network.last.url, network.last.body], ["http://test/api/guest", '{"name":"Ada"}']);
  await network.json({ userId: "me", token: "made" }, 201);
  const stream = await network.stream();
  await stream.event("session", STREAMED);
  assert.equal(network.last.headers.Authorization, "Bearer made");
  assert.deepEqual(told("token"), ["made"]);
  assert.equal(told("session")[0].token, "made");
});

test("a guest is made once, and kept while the stream is refused", async () => {
  const { told } = start({ token: undefined, name: "Ada" });
  await rest();
  await network.json({ userId: "me", token: "made" }, 201);
  assert.deepEqual(told("token"), ["made"]);
  await network.json({ code: "unavailable", message: "later", retryAfterMs: 1_000 }, 503);
  await pass(1_500);
  assert.deepEqual(network.paths, ["/api/guest", "/sse", "/sse"]);
  const stream = await network.stream();
  await stream.event("session", STREAMED);
  assert.equal(network.last.headers.Authorization, "Bearer made");
  assert.deepEqual([told("token"), told("session")[0].token], [["made"], "made"]);
});

test("a guest who was made is who comes back when the first stream failed", async () => {
  start({ token: undefined, name: "Ada" });
  await rest();
  await network.json({ userId: "me", token: "made" }, 201);
  await network.fail();
  await pass(30_000);
  assert.deepEqual(network.paths, ["/api/guest", "/sse", "/sse"]);
  assert.equal(network.last.headers.Authorization, "Bearer made");
});

test("a command that waits for its turn is not late", async () => {
  const { tandem, stream } = await online();
  const answers = [1, 2, 3].map((sequence) => tandem.read("c", sequence));
  answers.push(tandem.ask("ping", {}, 8_000));
  for (let ack = 2; ack <= 5; ack++) {
    await rest();
    await pass(7_000);
    await stream.write(":\n\n");
    await network.json({ ack, data: {} });
  }
  assert.equal((await Promise.all(answers)).length, 4);
  assert.equal(tandem.ready, true);
});

test("a command that was posted is not waited for without end", async () => {
  const { tandem } = await online();
  const lost = assert.rejects(tandem.read("c", 1), { code: "disconnected" });
  await rest();
  await pass(15_000);
  await lost;
  assert.equal(tandem.ready, false);
});

test("commands go one at a time, in order", async () => {
  const { tandem } = await online();
  const typed = tandem.typing("c", true);
  const refused = assert.rejects(tandem.read("c", 1), { code: "invalid-field", field: "sequence" });
  await rest();
  assert.deepEqual(network.paths, ["/sse", "/commands"]);
  assert.deepEqual(network.last.headers, {
    "Content-Type": "application/json",
    "Tandem-Connection": "secret",
    Authorization: "Bearer t",
  });
  assert.equal(JSON.parse(network.last.body).event, "typing");
  await network.json({ ack: 2, data: {} });
  assert.equal(JSON.parse(network.last.body).event, "read");
  await network.json({ ack: 3, ...refusal("invalid-field", { field: "sequence" }) }, 400);
  assert.deepEqual(await typed, {});
  await refused;
});

test("a command whose post failed is sent again over the next stream", async () => {
  const { tandem } = await online();
  const sent = tandem.sendText("c", "hi", "m");
  await rest();
  await network.fail();
  await pass(30_000);
  const stream = await network.stream();
  await stream.event("session", STREAMED);
  assert.equal(JSON.parse(network.last.body).data.id, "m");
  await network.json({ ack: 9, data: { id: "m", sequence: 1, sentAt: 2 } });
  assert.equal((await sent).sequence, 1);
});

test("wrong-state of a stream that is gone is no answer to the command", async () => {
  const { tandem } = await online();
  const sent = tandem.sendText("c", "hi", "m");
  await rest();
  await network.json(refusal("wrong-state"), 409);
  assert.equal(JSON.parse(network.last.body).event, "ping");
  await network.json(refusal("wrong-state"), 409);
  assert.equal(tandem.ready, false);
  await pass(30_000);
  const stream = await network.stream();
  await stream.event("session", STREAMED);
  await network.json({ ack: 9, data: { id: "m", sequence: 1, sentAt: 2 } });
  assert.equal((await sent).sequence, 1);
});

test("wrong-state on a stream that lives is the command's", async () => {
  const { tandem } = await online();
  const refused = assert.rejects(tandem.joinQueue(), { code: "wrong-state" });
  await rest();
  await network.json(refusal("wrong-state"), 409);
  await network.json({ ack: 1, data: {} });
  await refused;
  assert.equal(tandem.ready, true);
});

test("a token that expired is made fresh before the stream begins again", async () => {
  const { tandem } = await online({ freshToken: async () => "fresh" });
  const sent = tandem.sendText("c", "hi", "m");
  await rest();
  await network.json({ code: "invalid-token", message: "no" }, 401);
  await pass(30_000);
  assert.equal(network.last.headers.Authorization, "Bearer fresh");
  const stream = await network.stream();
  await stream.event("session", STREAMED);
  await network.json({ ack: 9, data: { id: "m", sequence: 1, sentAt: 2 } });
  assert.equal((await sent).sequence, 1);
});

test("a refused stream is asked for again when the server said", async () => {
  start();
  await rest();
  await network.json({ code: "unavailable", message: "later", retryAfterMs: 5_000 }, 503);
  await pass(4_999);
  assert.equal(network.calls.length, 1);
  await pass(2_501);
  assert.deepEqual(network.paths, ["/sse", "/sse"]);
});

test("a refusal for good stops it", async () => {
  const { told } = start();
  await rest();
  await network.json({ code: "forbidden", message: "no" }, 403);
  await pass(600_000);
  assert.equal(network.calls.length, 1);
  assert.equal(told("status").at(-1).state, "stopped");
});

test("an answer that is not Tandem's is a line that failed", async () => {
  const { told } = start();
  await rest();
  network.last.resolve(new Response("<html>Bad gateway</html>", { status: 502 }));
  await rest();
  assert.equal(told("status").at(-1).state, "offline");
});

test("after the stream's end it comes back when the stream said", async () => {
  const { stream } = await online();
  await stream.write("retry: 1234\n\n");
  await stream.end();
  await pass(1_233);
  assert.equal(network.calls.length, 1);
  await pass(1);
  assert.equal(network.calls.length, 2);
});

test("a stream can keep it away for a minute, not for good nor for nothing", async () => {
  const { stream } = await online();
  await stream.write("retry: 99999999999\n\n");
  await stream.end();
  await pass(59_999);
  assert.equal(network.calls.length, 1);
  await pass(1);
  assert.equal(network.calls.length, 2);
});

test("an end for good is one", async () => {
  const { stream, told } = await online();
  await stream.event("error", { code: "banned", message: "no" }, "end:4501");
  await pass(600_000);
  assert.equal(network.calls.length, 1);
  assert.deepEqual(told("error"), [{ code: "banned", message: "no" }]);
  assert.deepEqual(told("status").at(-1), { state: "stopped", code: 4501 });
});

test("a stream in which nothing comes any more is given up, one with comments is not", async () => {
  const { stream, tandem } = await online();
  for (let beat = 0; beat < 4; beat++) {
    await pass(24_000);
    await stream.write(":\n\n");
  }
  assert.equal(tandem.ready, true);
  await pass(35_000);
  assert.equal(tandem.ready, false);
});

test("close ends the stream, and what waits fails", async () => {
  const { tandem } = await online();
  const sent = assert.rejects(tandem.sendText("c", "hi"), { code: "disconnected" });
  await rest();
  const { signal } = network.calls[0];
  tandem.close();
  await sent;
  assert.equal(signal.aborted, true);
  await pass(600_000);
  assert.deepEqual(network.paths, ["/sse", "/commands"]);
});

// --- one transport after the other ----------------------------------------------------------------------------------------

/** A minute in which the stream has its heartbeats. */
async function minute(stream) {
  for (let beat = 0; beat < 6; beat++) {
    await pass(10_000);
    await stream.write(":\n\n");
  }
}

async function fallenBack(options) {
  const started = start({ transports: undefined, ...options });
  await Socket.last.drop();
  await rest();
  const stream = await network.stream();
  await stream.event("session", STREAMED);
  return { ...started, stream };
}

test("where no WebSocket opens, a stream carries at once", async () => {
  const { tandem, told } = await fallenBack();
  assert.equal(tandem.transport, "sse");
  assert.deepEqual(told("status").map(({ state }) => state), ["connecting", "connecting", "online"]);
});

test("where there is no WebSocket at all, a stream it is", async () => {
  globalThis.WebSocket = undefined;
  await online({ transports: undefined });
  assert.deepEqual([Socket.all.length, network.paths], [0, ["/sse"]]);
});

test("a WebSocket that opens but brings nothing is as bad as none", async () => {
  const { tandem } = start({ transports: undefined });
  Socket.last.open();
  await pass(15_000);
  assert.equal(tandem.transport, "sse");
});

test("where nothing answers, both are tried in each round", async () => {
  const { told } = start({ transports: undefined });
  for (let round = 1; round <= 3; round++) {
    await Socket.last.drop();
    await rest();
    await network.fail();
    assert.deepEqual([Socket.all.length, network.calls.length], [round, round]);
    assert.equal(told("status").at(-1).state, "offline");
    await pass(30_000);
  }
});

test("a WebSocket that opens later takes over, and resumes", async () => {
  const { tandem, stream } = await fallenBack();
  const { signal } = network.calls[0];
  await minute(stream);
  assert.equal(Socket.all.length, 2);
  assert.equal(tandem.transport, "sse");
  Socket.last.open();
  assert.equal(signal.aborted, true);
  assert.equal(Socket.last.lastFrame.event, "hello");
  await Socket.last.ack(SESSION);
  assert.deepEqual([tandem.transport, tandem.ready], ["websocket", true]);
});

test("as long as none opens, it is tried ever more rarely", async () => {
  const { stream, tandem } = await fallenBack();
  const tries = [];
  for (let now = 1; now <= 20; now++) {
    await minute(stream);
    if (Socket.all.length > tries.length + 1) {
      tries.push(now);
      await Socket.last.drop();
    }
  }
  assert.deepEqual([tries, tandem.ready], [[1, 3, 7, 15], true]);
});

/** The stream broke while a WebSocket was tried, and another carries. */
async function brokenWhileTrying() {
  const started = await fallenBack();
  await minute(started.stream);
  const trial = Socket.last;
  await started.stream.end();
  await pass(30_000);
  const stream = await network.stream();
  await stream.event("session", STREAMED);
  return { ...started, stream, trial };
}

test("a WebSocket that is being tried is given up with the stream beside which it was", async () => {
  const { tandem, trial, stream } = await brokenWhileTrying();
  assert.equal(trial.closedWith, null);
  trial.open();
  assert.deepEqual(trial.sent, []);
  await trial.drop();
  for (let now = 1; now <= 3; now++) {
    await minute(stream);
  }
  assert.deepEqual([Socket.all.length, tandem.transport], [3, "sse"]);
});

test("after close no WebSocket is tried any more", async () => {
  const { tandem, trial } = await brokenWhileTrying();
  await trial.drop();
  tandem.close();
  await pass(6_000_000);
  assert.equal(Socket.all.length, 2);
});

test("a WebSocket that is being tried is closed with everything else", async () => {
  const { tandem, stream } = await fallenBack();
  await minute(stream);
  tandem.close();
  assert.equal(Socket.last.closedWith, null);
  Socket.last.open();
  assert.deepEqual(Socket.last.sent, []);
});
