package chat.tandem.common.ops;

import io.vertx.core.Future;
import java.net.BindException;
import java.util.function.Function;

/** A port that cannot be listened on. Its message is the one line that the operator sees. */
public final class PortInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PortInUseException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Turns a refusal to bind into this exception and leaves every other failure alone: for {@link Future#recover}. */
    public static <T> Function<Throwable, Future<T>> explain(String key, String host, int port) {
        return fault -> Future.failedFuture(refused(fault) ? cannotListen(key, host, port, fault) : fault);
    }

    private static PortInUseException cannotListen(String key, String host, int port, Throwable fault) {
        boolean inUse = String.valueOf(fault.getMessage()).contains("in use");
        String reason = inUse ? "is in use" : "cannot be listened on";
        return new PortInUseException(key + ": port " + port + " on " + host + " " + reason, fault);
    }

    private static boolean refused(Throwable fault) {
        return fault instanceof BindException || fault.getCause() instanceof BindException;
    }
}
