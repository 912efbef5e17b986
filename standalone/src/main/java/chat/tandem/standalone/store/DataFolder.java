package chat.tandem.standalone.store;

import chat.tandem.common.service.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folder that holds everything which outlives the process, owned by one process at a time. The lock is the kernel's:
 * it ends with its holder, however that ends.
 */
public final class DataFolder implements AutoCloseable {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, for its owner's eyes only, and takes it.
     *
     * @throws RefusedException if another process has it, or if it cannot be made or written
     */
    public static DataFolder take(Path folder) {
        try {
            boolean existed = Files.isDirectory(folder);
            Path root = Files.createDirectories(folder).toRealPath();
            if (!existed) {
                Files.setPosixFilePermissions(root, OWNER_ONLY);
            }
            return new DataFolder(root, lock(root));
        } catch (IOException unusable) {
            throw new RefusedException("the data folder " + folder + " cannot be used: " + unusable.getMessage());
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new RefusedException("the data folder " + root + " is in use by another process");
        }
        return channel;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** The folder itself, without links. */
    public Path root() {
        return root;
    }

    /** A file or folder in it. */
    public Path at(String name) {
        return root.resolve(name);
    }

    /** A folder in it, made for its owner's eyes only where it is missing. */
    public Path folder(String name) throws IOException {
        Path folder = at(name);
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        return folder;
    }

    /** Lets go of the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
