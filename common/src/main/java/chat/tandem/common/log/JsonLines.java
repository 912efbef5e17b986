package chat.tandem.common.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.vertx.core.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A line as a JSON object: {@code timestamp} (epoch milliseconds), {@code level}, {@code threadName},
 * {@code loggerName}, {@code message}, the ids that it carries by their names, and where there was one {@code fault},
 * written as in text, without the words of libraries.
 */
final class JsonLines extends JsonEncoder {

    JsonLines() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMarkers(false);
        setWithMDC(false);
        setWithKVPList(false);
        setWithMessage(false);
        setWithArguments(false);
        setWithThrowable(false);
    }

    @Override
    protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
        append(line, "message", event.getFormattedMessage());
        List<KeyValuePair> ids = event.getKeyValuePairs();
        if (ids != null) {
            ids.forEach(id -> append(line, id.key, id.value));
        }
        IThrowableProxy fault = event.getThrowableProxy();
        if (fault != null) {
            append(line, "fault", FaultConverter.written(fault));
        }
    }

    private static void append(StringBuilder line, String name, @Nullable Object value) {
        line.append(',').append(Json.encode(name)).append(':').append(Json.encode(String.valueOf(value)));
    }
}
