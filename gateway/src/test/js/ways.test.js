import assert from "node:assert/strict";
import { test } from "node:test";
import { Ways } from "./web/tandem/ways.js";

const both = () => new Ways(["websocket", "sse"]);

test("a WebSocket that does not open is followed by a stream at once", () => {
  const ways = both();
  assert.equal(ways.next, "websocket");
  assert.equal(ways.failed("websocket"), true);
  assert.equal(ways.next, "sse");
});

test("where neither opens, each round begins with the WebSocket, after the usual delay", () => {
  const ways = both();
  ways.failed("websocket");
  assert.equal(ways.failed("sse"), false);
  assert.equal(ways.next, "websocket");
});

test("a WebSocket that has worked is forgiven twice", () => {
  const ways = both();
  ways.carries("websocket");
  assert.deepEqual([1, 2, 3].map(() => ways.failed("websocket")), [false, false, true]);
});

test("a stream that carries stays, and may be improved upon", () => {
  const ways = both();
  ways.failed("websocket");
  assert.equal(ways.mayImprove, true);
  ways.carries("sse");
  assert.equal(ways.next, "sse");
  ways.carries("websocket");
  assert.equal(ways.mayImprove, false);
});

test("who allows one way has no other", () => {
  const ways = new Ways(["sse"]);
  assert.equal(ways.failed("sse"), false);
  assert.deepEqual([ways.next, ways.mayImprove], ["sse", false]);
});
