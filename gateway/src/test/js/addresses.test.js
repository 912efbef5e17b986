import assert from "node:assert/strict";
import { test } from "node:test";
import { Addresses } from "./web/tandem/addresses.js";

for (const url of ["https://chat.test/a", "https://chat.test/a/", "wss://chat.test/a", "wss://chat.test/a/ws", "https://chat.test/a?b#c"]) {
  test(`${url} is all that is needed`, () => {
    const { webSocket, stream, commands, guest } = new Addresses(url);
    assert.deepEqual([webSocket, stream, commands, guest], [
      "wss://chat.test/a/ws",
      "https://chat.test/a/sse",
      "https://chat.test/a/commands",
      "https://chat.test/a/api/guest",
    ]);
  });
}

test("a port is kept, and plain is plain", () => {
  const { webSocket, stream } = new Addresses("http://localhost:8080");
  assert.deepEqual([webSocket, stream], ["ws://localhost:8080/ws", "http://localhost:8080/sse"]);
});
