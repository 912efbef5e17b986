package chat.tandem.common.ops;

import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.ParsedHeaderValues;
import java.util.Comparator;

/** The two formats in which Prometheus reads metrics. */
final class Exposition {

    /** Prometheus' own, for whoever asks for nothing else. */
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** The standard that came of it. */
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private Exposition() {}

    /** The content type of the format that is asked for, by weight. */
    static String best(ParsedHeaderValues headers) {
        return headers.accept().stream()
                .filter(asked -> asked.weight() > 0)
                .max(Comparator.comparingDouble(MIMEHeader::weight))
                .filter(Exposition::isOpenMetrics)
                .map(asked -> OPEN_METRICS)
                .orElse(TEXT);
    }

    private static boolean isOpenMetrics(MIMEHeader asked) {
        return asked.component().equals("application") && asked.subComponent().equals("openmetrics-text");
    }
}
