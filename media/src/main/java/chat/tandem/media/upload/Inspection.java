package chat.tandem.media.upload;

import chat.tandem.common.protocol.ProtocolLimits;
import chat.tandem.common.state.Upload;
import chat.tandem.media.image.ImageBytes;
import chat.tandem.media.image.ImageType;
import chat.tandem.media.image.NoPictureException;
import chat.tandem.media.image.Picture;
import chat.tandem.media.store.ObjectKeys;
import chat.tandem.media.store.ObjectStore;
import chat.tandem.media.store.StoreFaultException;
import chat.tandem.media.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the bytes that a client brought, and copies them to where they are served if they are what was announced.
 * Every look and the copy are bound to one state of the object by its ETag, so what was checked is what is served,
 * whatever is brought meanwhile. Blocks.
 */
final class Inspection {
    /** More than a viewer should have to make room for. */
    private static final long MOST_PIXELS = 50_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    private final ObjectStore store;

    Inspection(ObjectStore store) {
        this.store = store;
    }

    /**
     * Returns the key under which the picture is served.
     *
     * @throws RejectedException when the bytes are missing, are not what was announced, or changed meanwhile
     * @throws StoreFaultException when the store is not to be had
     */
    String serve(Upload upload) {
        try {
            StoredObject brought = store.look(ObjectKeys.staging(upload.id()));
            ImageType type = checked(upload, brought);
            String key = ObjectKeys.served(Instant.now());
            store.copy(brought, key, type.contentType());
            return key;
        } catch (StoreFaultException fault) {
            if (fault.isMissing()) {
                throw new RejectedException("The bytes have not come.");
            }
            if (fault.isChanged()) {
                throw new RejectedException("The bytes changed while they were looked at.");
            }
            throw fault;
        }
    }

    /** Bytes that are refused go away at once: asked again, media finds none, and need not look through them again. */
    private ImageType checked(Upload upload, StoredObject brought) {
        try {
            checkAnnounced(upload, brought);
            ImageType type = checkPicture(upload, brought);
            checkSum(upload, brought);
            return type;
        } catch (RejectedException rejected) {
            throwAway(upload);
            throw rejected;
        }
    }

    private void throwAway(Upload upload) {
        try {
            store.delete(ObjectKeys.staging(upload.id()));
        } catch (StoreFaultException left) {
            LOG.debug("Left to the sweep: {}", left.getMessage());
        }
    }

    private static void checkAnnounced(Upload upload, StoredObject brought) {
        if (brought.size() != upload.size() || brought.size() > ProtocolLimits.IMAGE_BYTES) {
            throw new RejectedException("There are more or fewer bytes than announced.");
        }
        if (brought.contentType() != null && !brought.contentType().equals(upload.contentType())) {
            throw new RejectedException("The type is not the one announced.");
        }
    }

    private ImageType checkPicture(Upload upload, StoredObject brought) {
        Picture picture = picture(brought);
        if (!picture.type().contentType().equals(upload.contentType())) {
            throw new RejectedException("The bytes are not of the type announced.");
        }
        if (picture.pixels() == 0 || picture.pixels() > MOST_PIXELS) {
            throw new RejectedException("The image must have between 1 pixel and 50 megapixels.");
        }
        return picture.type();
    }

    private Picture picture(StoredObject brought) {
        try {
            return Picture.read(new ImageBytes((from, length) -> store.read(brought, from, length), brought.size()));
        } catch (NoPictureException none) {
            throw new RejectedException("The bytes are no whole image of the type announced.");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where the store does not tell the checksum that it verified, the bytes are read and it is taken here. */
    private void checkSum(Upload upload, StoredObject brought) {
        if (upload.sha256() == null) {
            return;
        }
        String sum = brought.sha256() == null ? store.sha256(brought) : brought.sha256();
        if (!sum.equals(upload.sha256())) {
            throw new RejectedException("The checksum is not the one announced.");
        }
    }
}
