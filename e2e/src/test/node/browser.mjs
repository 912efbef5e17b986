// One person in a tab of a browser, which speaks with the test over a WebSocket as person.mjs does over its standard streams.
import { eventSource, socketIo, tandem } from "./clients.mjs";

export async function begin(control, client, transports, url) {
  const test = new WebSocket(control);
  const open = new Promise((resolve) => (test.onopen = resolve));
  const how = { url, transports: transports.split("+"), tell: (line) => test.send(JSON.stringify(line)) };
  const take = await person(client, how);
  test.onmessage = ({ data }) => take(JSON.parse(data));
  await open;
}

async function person(client, how) {
  if (client === "event-source") {
    return eventSource(how);
  }
  if (client === "tandem") {
    const { Tandem } = await import(`${how.url}/tandem.js`);
    return tandem(Tandem, how);
  }
  const { io } = await import(new URL("node_modules/newest/dist/socket.io.esm.min.js", import.meta.url));
  return socketIo(io, how);
}
