package chat.tandem.media.upload;

import chat.tandem.common.state.Upload;
import chat.tandem.media.store.Signer;
import io.vertx.core.json.JsonObject;

/** Answers as JSON. */
final class Answers {
    private Answers() {}

    static JsonObject announced(Uploads.Announced announced) {
        JsonObject headers = new JsonObject();
        announced.address().headers().forEach(headers::put);
        return new JsonObject()
                .put("uploadId", announced.upload())
                .put("uploadUrl", announced.address().url())
                .put("headers", headers)
                .put("expiresAt", announced.address().expiresAt());
    }

    static JsonObject completed(String upload, Upload.Completed completed) {
        String json = completed.urlJson();
        return new JsonObject("{\"url\":" + json + "}").put("uploadId", upload);
    }

    static JsonObject signed(Signer.Address address) {
        return new JsonObject().put("url", address.url()).put("expiresAt", address.expiresAt());
    }
}
