package chat.tandem.common.log;

/** How log lines look. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For programs: a JSON object on each line. */
    JSON
}
