// Talks to the server of NodeClientIT with the official client: node talk.mjs <newest|older> <polling|websocket|upgrade> <port>
import assert from "node:assert/strict";
import { once } from "node:events";

const [version, way, port] = process.argv.slice(2);
const { io } = await import(version);
const transports = way === "upgrade" ? ["polling", "websocket"] : [way];
const connect = (namespace, options) =>
  io(`http://localhost:${port}${namespace}`, { transports, forceNew: true, reconnectionDelay: 20, ...options });
const ask = (socket, ...args) => new Promise((resolve) => socket.emit(...args, (...answer) => resolve(answer)));

async function echoes() {
  const socket = connect("/");
  const back = new Promise((resolve) => socket.on("back", (...args) => resolve(args)));
  socket.emit("message", 1, "zwei €", { three: [true, null] }, Buffer.from([1, 2, 3]));
  const args = await back;
  assert.deepEqual(args.slice(0, 3), [1, "zwei €", { three: [true, null] }]);
  assert.deepEqual([...args[3]], [1, 2, 3]);
  const big = Buffer.alloc(300_000, 7);
  assert.deepEqual(await ask(socket, "ask", { in: [big] }, "x"), [{ in: [big] }, "x"]);
  socket.on("question", (text, answer) => answer(`answer to ${text}`));
  assert.deepEqual(await ask(socket, "ask-me", "this"), ["answer to this"]);
  socket.disconnect();
}

async function isRefused() {
  const socket = connect("/strict");
  const [error] = await once(socket, "connect_error");
  assert.equal(error.message, "no token");
  assert.deepEqual(error.data, { retry: false });
  socket.auth = { token: "t" };
  socket.connect();
  await once(socket, "connect");
  socket.disconnect();
}

async function comesBack() {
  const socket = connect("/");
  await once(socket, "connect");
  const id = socket.id;
  const numbers = [];
  const all = new Promise((resolve) => socket.on("number", (n, last) => numbers.push(n) && last === n && resolve()));
  socket.on("volatile", () => {});
  socket.emit("count", 300);
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 30 + 40 * i));
    const engine = socket.io.engine;
    i % 2 && engine.transport.ws ? engine.transport.ws.terminate() : engine.close();
    await once(socket, "connect");
    assert.ok(socket.recovered, "the session is recovered");
    assert.equal(socket.id, id);
  }
  await all;
  assert.deepEqual(numbers, Array.from({ length: 300 }, (_, i) => i));
  socket.disconnect();
}

await echoes();
await isRefused();
if (version === "newest") {
  await comesBack();
}
process.exit(0);
