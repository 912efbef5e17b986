package chat.tandem.common.service;

/** What a process says as it ends. */
public final class ExitCode {

    /** Stopped as asked, or did what it was asked to. */
    public static final int STOPPED = 0;

    /** Something broke. */
    public static final int FAULT = 1;

    /** Bad arguments, bad settings, or a port or folder in use. */
    public static final int REFUSED = 2;

    private ExitCode() {}
}
