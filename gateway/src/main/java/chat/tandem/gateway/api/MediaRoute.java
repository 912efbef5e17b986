package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.address.ClientAddresses;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.session.Answers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Shows the way to an image: {@code GET /media/{key}}, a redirection that serves for a while. */
final class MediaRoute implements Call.Endpoint {
    private static final Pattern KEY = Pattern.compile("\\d{8}-[0-9a-f]{32}");

    /** How far the clock of the process that named an image may be ahead of ours, in days. */
    private static final int DAYS_AHEAD = 1;

    private final DownloadLinks links;
    private final ClientAddresses addresses;

    MediaRoute(DownloadLinks links, ClientAddresses addresses) {
        this.links = links;
        this.addresses = addresses;
    }

    @Override
    public void serve(Call call) {
        RoutingContext context = call.context();
        String key = context.pathParam("key");
        if (key == null || !mayBe(key, LocalDate.now(ZoneOffset.UTC))) {
            HttpAnswers.refuse(context.response(), ProtocolError.of(ErrorCode.NOT_FOUND, "There is no such image."));
            return;
        }
        HttpServerResponse response = context.response();
        var unused = links.to(key, addresses.of(context.request())).onComplete(link -> {
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

    /** Whether there may be an image of this key: keys begin with the day (UTC) on which they were made. */
    static boolean mayBe(String key, LocalDate today) {
        if (!KEY.matcher(key).matches()) {
            return false;
        }
        try {
            LocalDate day = LocalDate.parse(key.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
            return !day.isAfter(today.plusDays(DAYS_AHEAD));
        } catch (DateTimeParseException noDay) {
            return false;
        }
    }

    private void redirect(HttpServerResponse response, DownloadLinks.Link link) {
        response.setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, link.url())
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=" + links.secondsToKeep(link))
                .end();
    }
}
