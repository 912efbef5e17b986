// The clients that a person can have, under Node and in a browser. Each is a function of where to (`url`), by what (`transports`), and
// `tell`; it returns what takes the lines that person.mjs describes.

/** The official client of Socket.IO. */
export function socketIo(io, { url, transports, tell }) {
  let auth;
  let socket;

  function connect() {
    const options = { transports, forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 200 };
    socket = io(url, { ...options, auth: (send) => send(auth) });
    socket.on("connect", () => {
      const { engine } = socket.io;
      tell({ carrier: engine.transport.name });
      engine.once("upgrade", (transport) => tell({ carrier: transport.name }));
      tell({ connect: socket.recovered === true, id: socket.id });
    });
    socket.on("disconnect", (reason) => tell({ disconnect: reason, over: reason === "io server disconnect" }));
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

  return (said) => {
    if (!auth) {
      auth = said;
      connect();
    } else if (said.drop) {
      drop();
    } else if (said.auth) {
      auth = said.auth;
    } else {
      socket.emit(said.event, said.data, (ack) => tell({ n: said.n, ack: ack.error ? ack : { data: ack } }));
    }
  };
}

/** Our own client. */
export function tandem(Tandem, { url, transports, tell, WebSocket }) {
  let client;

  function connect(hello) {
    client = new Tandem({ url, transports, WebSocket, ...hello });
    client.on("*", (event, data) => {
      if (event === "status") {
        tell({ carrier: data.transport ?? "", over: data.state === "stopped" });
      } else if (event !== "token") {
        tell({ event, data });
      }
    });
    client.connect();
  }

  return (said) => {
    if (!client) {
      connect(said);
      return;
    }
    client.perform(said.event, said.data).then(
      (data) => tell({ n: said.n, ack: { data } }),
      ({ code, field }) => tell({ n: said.n, ack: { error: { code, field } } }),
    );
  };
}

/** A browser's own `EventSource`, on a page of the gateway, and commands by `fetch`. */
export function eventSource({ url, tell }) {
  let token;
  let connection;
  let turn;

  const post = (path, headers, body) =>
    fetch(new URL(path, url), { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });

  async function connect(hello) {
    token = hello.token ?? (await (await post("/api/guest", {}, hello)).json()).token;
    await post("/api/sse-session", { Authorization: `Bearer ${token}` });
    const source = new EventSource(new URL("/sse", url));
    const listen = (name, change) => source.addEventListener(name, ({ data }) => tell({ event: name, data: change(JSON.parse(data)) }));
    listen("session", (session) => {
      connection = session.connectionId;
      tell({ carrier: "sse" });
      return { ...session, token };
    });
    // A new EventSource cannot say where it was: so it drops what it has, as every client must be able to.
    listen("rejoined", (data) => ({ ...data, messages: data.messages.filter((one) => one.sequence > (hello.resume?.sequence ?? 0)) }));
    for (const name of ["matched", "receive-message", "partner-typing", "message-read", "conversation-ended", "session-replaced"]) {
      listen(name, (data) => data);
    }
    // The browser has closed it for good, which it does on 204 alone.
    source.onerror = () => tell({ over: source.readyState === EventSource.CLOSED });
  }

  async function command({ event, data, n }) {
    const answer = await post("/commands", { Authorization: `Bearer ${token}`, "Tandem-Connection": connection }, { event, id: n, data });
    tell({ n, ack: await answer.json() });
  }

  return (said) => {
    turn = turn === undefined ? connect(said) : turn.then(() => command(said));
  };
}
