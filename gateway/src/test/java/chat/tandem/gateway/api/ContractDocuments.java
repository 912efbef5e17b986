package chat.tandem.gateway.api;

import io.vertx.core.json.JsonObject;

/** The documents as they are served. */
public final class ContractDocuments {
    private ContractDocuments() {}

    /** Of the commands and events of a connection. */
    public static JsonObject events() {
        return Documents.read("asyncapi.yaml");
    }

    /** Of the HTTP API. */
    public static JsonObject http() {
        return Documents.read("openapi.yaml");
    }
}
