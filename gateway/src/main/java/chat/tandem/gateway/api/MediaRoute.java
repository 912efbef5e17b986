package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.session.Answers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Shows the way to an image: {@code GET /media/{key}}, a redirection that serves for a while. */
final class MediaRoute implements Call.Endpoint {
    private static final Pattern KEY = Pattern.compile("\\d{8}-[0-9a-f]{32}");

    private final DownloadLinks links;

    MediaRoute(DownloadLinks links) {
        this.links = links;
    }

    @Override
    public void serve(Call call) {
        RoutingContext context = call.context();
        String key = context.pathParam("key");
        if (key == null || !KEY.matcher(key).matches()) {
            HttpAnswers.refuse(context.response(), ProtocolError.of(ErrorCode.NOT_FOUND, "There is no such image."));
            return;
        }
        HttpServerResponse response = context.response();
        var unused = links.to(key).onComplete(link -> {
            if (response.closed()) {
                return;
            }
            if (link.succeeded()) {
                redirect(response, link.result());
            } else {
                response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                HttpAnswers.refuse(response, Answers.unavailable());
            }
        });
    }

    private void redirect(HttpServerResponse response, DownloadLinks.Link link) {
        response.setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, link.url())
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=" + links.secondsToKeep(link))
                .end();
    }
}
