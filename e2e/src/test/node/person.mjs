// One person under Node: node person.mjs <newest|older|tandem> <transports, joined by +> <url>
// Reads lines of JSON: first what it says of itself, then commands {"event", "data", "n"}; of Socket.IO also {"drop": true}, {"auth"}.
// Writes lines of JSON: {"event", "data"}, {"n", "ack": {"data"} or {"error"}}, {"carrier"}, {"over"}; of Socket.IO also
// {"connect": recovered, "id"}, {"disconnect"}, {"refused", "data"}.
import { createInterface } from "node:readline";
import { socketIo, tandem } from "./clients.mjs";

const [client, transports, url] = process.argv.slice(2);
const how = { url, transports: transports.split("+"), tell: (line) => process.stdout.write(JSON.stringify(line) + "\n") };

async function person() {
  if (client !== "tandem") {
    const { io } = await import(client);
    return socketIo(io, how);
  }
  const { Tandem } = await import("tandem-chat-client");
  const { WebSocket } = await import("ws");
  return tandem(Tandem, { ...how, WebSocket });
}

const take = await person();
for await (const line of createInterface({ input: process.stdin })) {
  take(JSON.parse(line));
}
process.exit(0);
