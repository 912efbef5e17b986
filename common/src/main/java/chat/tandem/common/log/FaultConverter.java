package chat.tandem.common.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * Writes a fault as its class and its frames, without the message where a library made it: Redis quotes the command
 * that failed, PostgreSQL the row, a JSON parser the text, and each of them may hold what people wrote to each other.
 * Messages of our own and of the network, which never do, are kept.
 */
public final class FaultConverter extends ThrowableProxyConverter {

    private static final int FRAMES = 30;

    @Override
    protected String throwableProxyToString(IThrowableProxy fault) {
        return written(fault);
    }

    /** The fault and its causes, a line for each frame. */
    static String written(IThrowableProxy fault) {
        StringBuilder text = new StringBuilder();
        String relation = "";
        for (IThrowableProxy one = fault; one != null; one = one.getCause()) {
            write(text.append(relation), one);
            relation = "caused by ";
        }
        return text.toString();
    }

    private static void write(StringBuilder text, IThrowableProxy fault) {
        text.append(fault.getClassName());
        if (isHarmless(fault)) {
            text.append(": ").append(fault.getMessage());
        }
        text.append(System.lineSeparator());
        StackTraceElementProxy[] frames = fault.getStackTraceElementProxyArray();
        int distinct = Math.min(FRAMES, frames.length - fault.getCommonFrames());
        for (int i = 0; i < distinct; i++) {
            text.append("    ").append(frames[i].getSTEAsString()).append(System.lineSeparator());
        }
    }

    private static boolean isHarmless(IThrowableProxy fault) {
        if (fault.getMessage() == null || !(fault instanceof ThrowableProxy proxy)) {
            return false;
        }
        return fault.getClassName().startsWith("chat.tandem.")
                || switch (proxy.getThrowable()) {
                    case SocketException network -> true;
                    case UnknownHostException network -> true;
                    case NullPointerException names -> true;
                    case ClassCastException names -> true;
                    default -> false;
                };
    }
}
