package chat.tandem.common.ops;

/**
 * How one part of a process is.
 *
 * @param up whether it does its work
 * @param reason one short sentence for an operator, without secrets: {@code connected}, {@code no connection for 12 s}
 */
public record Status(boolean up, String reason) {

    public static Status up(String reason) {
        return new Status(true, reason);
    }

    public static Status down(String reason) {
        return new Status(false, reason);
    }
}
