package chat.tandem.media.store;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The store did not do what it was asked, or did not answer. Its message is for logs: the kind of fault, no address. */
public final class StoreFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private StoreFaultException(String message, int status) {
        super(message, null, false, false);
        this.status = status;
    }

    static StoreFaultException of(Throwable cause) {
        if (cause instanceof AwsServiceException refusal) {
            String code = refusal.awsErrorDetails() == null
                    ? null
                    : refusal.awsErrorDetails().errorCode();
            return new StoreFaultException(refusal.statusCode() + described(code), refusal.statusCode());
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StoreFaultException(root.getClass().getSimpleName(), 0);
    }

    private static String described(@Nullable String code) {
        return code == null || code.isBlank() ? "" : " " + code;
    }

    /** There is no such object, or no such bucket. */
    public boolean isMissing() {
        return status == 404;
    }

    /** It is no longer what it was when it was looked at. */
    public boolean isChanged() {
        return status == 412;
    }

    /** The store answered that we may not. */
    public boolean isForbidden() {
        return status == 401 || status == 403;
    }
}
