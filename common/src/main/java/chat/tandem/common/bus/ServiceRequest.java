package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * What a gateway asks of a service.
 *
 * @param type what is asked, such as {@code history}
 * @param inbox the gateway that waits for the answer
 * @param correlation by which the gateway knows the answer
 * @param deadline after which nobody waits any more, in epoch milliseconds of Redis
 * @param user on whose behalf
 * @param data a JSON object
 */
public record ServiceRequest(String type, String inbox, String correlation, long deadline, String user, Buffer data) {

    /** The records' fields by their names. */
    static final class Codec implements EntryCodec<ServiceRequest> {
        @Override
        public Map<String, Buffer> encode(ServiceRequest request) {
            return Written.entry(request.type)
                    .with("inbox", request.inbox)
                    .with("correlation", request.correlation)
                    .with("deadline", request.deadline)
                    .with("user", request.user)
                    .with("data", request.data)
                    .fields();
        }

        @Override
        public ServiceRequest decode(Fields fields) throws UndecodableException {
            return new ServiceRequest(
                    fields.type(),
                    fields.text("inbox"),
                    fields.text("correlation"),
                    fields.number("deadline"),
                    fields.text("user"),
                    fields.bytes("data"));
        }

        @Override
        public boolean late(ServiceRequest request, long now) {
            return now > request.deadline;
        }
    }
}
