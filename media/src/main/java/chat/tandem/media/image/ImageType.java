package chat.tandem.media.image;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of picture that may be uploaded. No SVG: it is a document that may hold scripts. */
public enum ImageType {
    /** Portable Network Graphics. */
    PNG("image/png"),
    /** JPEG, of any process. */
    JPEG("image/jpeg"),
    /** GIF, still or moving. */
    GIF("image/gif"),
    /** WebP, still or moving. */
    WEBP("image/webp");

    private final String contentType;

    ImageType(String contentType) {
        this.contentType = contentType;
    }

    /** The content type under which it is served. */
    public String contentType() {
        return contentType;
    }

    /** The kind that is served under a content type. */
    public static Optional<ImageType> of(String contentType) {
        return Arrays.stream(values())
                .filter(type -> type.contentType.equals(contentType))
                .findFirst();
    }
}
