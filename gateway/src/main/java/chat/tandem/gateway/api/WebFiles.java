package chat.tandem.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, out of the resources under {@code web}: read once, then kept. Which there are is known from the
 * start, so that no thread looks for those that are not. Used on one event loop.
 */
final class WebFiles implements Handler<RoutingContext> {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webp", "image/webp",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "ts", "text/plain; charset=utf-8");

    /** Paths, beginning with a slash. */
    private static final Set<String> NAMES = WebFileNames.list();

    private final Vertx vertx;
    private final String policy;
    private final Map<String, WebFile> files = new HashMap<>();

    private record WebFile(Buffer content, String type, String tag) {}

    /** @param policy the content security policy of the page */
    WebFiles(Vertx vertx, String policy) {
        this.vertx = vertx;
        this.policy = policy;
    }

    @Override
    public void handle(RoutingContext context) {
        String asked = context.normalizedPath();
        String path = asked.equals("/") ? "/index.html" : asked;
        WebFile known = files.get(path);
        if (known != null) {
            answer(context, known);
        } else if (!NAMES.contains(path) || typeOf(path) == null) {
            context.next();
        } else {
            load(path).onSuccess(file -> loaded(context, path, file)).onFailure(context::fail);
        }
    }

    private Future<WebFile> load(String path) {
        return vertx.executeBlocking(() -> read(path));
    }

    private void loaded(RoutingContext context, String path, WebFile file) {
        files.put(path, file);
        answer(context, file);
    }

    private void answer(RoutingContext context, WebFile file) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Security-Policy", policy)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, file.tag);
        if (file.tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, file.type).end(file.content);
        }
    }

    private static WebFile read(String path) throws IOException {
        try (InputStream resource = Objects.requireNonNull(WebFiles.class.getResourceAsStream("/web" + path))) {
            byte[] content = resource.readAllBytes();
            return new WebFile(Buffer.buffer(content), Objects.requireNonNull(typeOf(path)), tag(content));
        }
    }

    private static @Nullable String typeOf(String path) {
        return TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    }

    private static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
