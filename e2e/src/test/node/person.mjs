// One person with the official client: node person.mjs <newest|older> <polling|websocket|polling+websocket> <url>
// Reads lines of JSON: first what it puts into auth, then commands {"event", "data", "n"}, {"drop": true}, or {"auth"}.
// Writes lines of JSON: {"connect": recovered, "id"}, {"event", "data"}, {"n", "ack"}, {"disconnect"}, {"refused", "data"}.
import { createInterface } from "node:readline";

const [version, transports, url] = process.argv.slice(2);
const { io } = await import(version);
const tell = (line) => process.stdout.write(JSON.stringify(line) + "\n");
let auth;
let socket;

function connect() {
  const options = { transports: transports.split("+"), forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 200 };
  socket = io(url, { ...options, auth: (send) => send(auth) });
  socket.on("connect", () => tell({ connect: socket.recovered === true, id: socket.id }));
  socket.on("disconnect", (reason) => tell({ disconnect: reason }));
  socket.on("connect_error", (error) => error.data && tell({ refused: error.message, data: error.data }));
  socket.on("session", (session) => (auth = { ...auth, token: session.token ?? auth.token }));
  socket.onAny((event, data) => tell({ event, data }));
}

// Without a farewell: the server finds out by itself, or by the next connection.
function drop() {
  const transport = socket.io.engine.transport;
  transport.doClose = () => transport.ws?.terminate();
  transport.onError("dropped");
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line);
  if (!auth) {
    auth = said;
    connect();
  } else if (said.drop) {
    drop();
  } else if (said.auth) {
    auth = said.auth;
  } else {
    socket.emit(said.event, said.data, (ack) => tell({ n: said.n, ack }));
  }
}
process.exit(0);
