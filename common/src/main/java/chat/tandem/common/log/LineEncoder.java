package chat.tandem.common.log;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;

/** Writes lines in the format that was asked for. Its properties are set by logback's configuration. */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private LogFormat format = LogFormat.TEXT;
    private String pattern = "%msg%n";
    private Encoder<ILoggingEvent> lines = new JsonLines();

    /** {@code TEXT} or {@code JSON}. */
    public void setFormat(LogFormat format) {
        this.format = format;
    }

    /** How a line of text looks, in logback's words. */
    public void setPattern(String pattern) {
        this.pattern = pattern;
    }

    @Override
    public void start() {
        lines = switch (format) {
            case TEXT -> text();
            case JSON -> new JsonLines();
        };
        lines.setContext(getContext());
        lines.start();
        super.start();
    }

    private PatternLayoutEncoder text() {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setPattern(pattern);
        return text;
    }

    @Override
    public byte[] headerBytes() {
        return lines.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return lines.encode(event);
    }

    @Override
    public byte[] footerBytes() {
        return lines.footerBytes();
    }
}
