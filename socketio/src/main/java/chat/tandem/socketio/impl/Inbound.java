package chat.tandem.socketio.impl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a client sent, decoded. */
sealed interface Inbound {
    /** The id of an event that wants no acknowledgement. */
    long NO_ID = -1;

    /** The client asks for a namespace. */
    record Connect(String namespace, JsonObject auth) implements Inbound {}

    /** The client leaves a namespace. */
    record Disconnect(String namespace) implements Inbound {}

    /** An event; its id is {@link #NO_ID} when no acknowledgement is wanted. */
    record Event(String namespace, long id, String name, JsonArray args) implements Inbound {}

    /** An acknowledgement. */
    record Ack(String namespace, long id, JsonArray args) implements Inbound {}

    /** A packet whose attachments are still to come. */
    record Partial() implements Inbound {}

    /** No packet, or none that a client may send. */
    record Malformed() implements Inbound {}
}
