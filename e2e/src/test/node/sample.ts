// A program as an application would write it; it is compiled strictly, and never run. Where a line must not compile, it says so.
import { randomId, Tandem, TandemError, type Message, type Resume, type Session } from "tandem-chat-client";

const tandem = new Tandem({
  url: "https://chat.example.org",
  name: "Ada",
  token: localStorage.getItem("token") ?? undefined,
  freshToken: async () => "fresh",
  transports: ["websocket", "sse"],
  WebSocket,
});

// @ts-expect-error there is no such transport
new Tandem({ transports: ["carrier-pigeon"] });
// @ts-expect-error there is no such option
new Tandem({ adress: "https://chat.example.org" });

function show(message: Message): string {
  return message.type === "text" ? message.body : message.url;
}

const stop: () => void = tandem.on("receive-message", (message) => console.log(show(message)));
tandem.on("session", (session: Session) => console.log(session.state === "paired" ? session.conversationId : session.onlineCount));
tandem.on("conversation-ended", ({ reason }) => {
  // @ts-expect-error there is no such reason
  return reason === "bored";
});
tandem.on("rejoined", ({ messages, truncated }) => {
  for (const message of messages) {
    console.log(message.type === "erased" ? "" : show(message), truncated);
    // @ts-expect-error only a text has a body
    console.log(message.body);
  }
});
tandem.on("status", (status) => {
  if (status.state === "offline") {
    console.log(status.code, status.retryInMs);
  }
  // @ts-expect-error only while it is offline
  console.log(status.retryInMs);
});
tandem.on("*", (name, data) => console.log(name, data));
// @ts-expect-error there is no such event
tandem.on("recieve-message", () => {});
// @ts-expect-error of another event
tandem.on("matched", ({ reason }) => console.log(reason));

async function talk(): Promise<void> {
  const { since }: { since: number } = await tandem.joinQueue(["chess"]);
  const { sequence } = await tandem.sendText("conversation", "Hello", randomId());
  const { messages, more } = await tandem.history("conversation", { before: sequence, limit: 10 });
  const { conversations, nextCursor } = await tandem.conversations();
  const { uploadId } = await tandem.upload(new Blob([]), { onProgress: (part) => console.log(part.toFixed(2)) });
  await tandem.perform("send-message", { conversationId: "conversation", id: randomId(), type: "image", uploadId });
  await tandem.ask("read", { conversationId: "conversation", sequence });
  console.log(since, messages.length, more, conversations[0]?.unread, nextCursor);
  // @ts-expect-error both ends of a range
  await tandem.history("conversation", { before: 1, after: 1 });
  // @ts-expect-error an image has no body
  await tandem.perform("send-message", { conversationId: "c", id: "i", type: "image", body: "b" });
  // @ts-expect-error there is no such command
  await tandem.ask("shout", {});
}

talk().catch((error: unknown) => {
  if (error instanceof TandemError && error.code === "rate-limited") {
    console.log(error.retryAfterMs);
  }
});

const position: Resume | undefined = tandem.position;
console.log(position?.sequence);
stop();
tandem.close();
