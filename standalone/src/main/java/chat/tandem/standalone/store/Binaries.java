package chat.tandem.standalone.store;

import chat.tandem.common.service.RefusedException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import redis.embedded.core.ExecutableProvider;

/**
 * The stores' programs, unpacked once into {@code DATA/bin} out of the libraries that carry them. A process that runs a
 * program from this folder is therefore one of this folder's stores, and nothing else is.
 */
final class Binaries {

    private final Path folder;

    private Binaries(Path folder) {
        this.folder = folder;
    }

    static Binaries in(DataFolder data) throws IOException {
        return new Binaries(data.folder("bin"));
    }

    /** Whether a program lies in this folder. */
    boolean contain(String program) {
        return Path.of(program).startsWith(folder);
    }

    /** The folder of PostgreSQL, with its {@code bin} in it. */
    Path postgres() throws IOException {
        byte[] archive = postgresArchive();
        Path home = folder.resolve("postgres-" + digest(archive));
        if (!Files.isDirectory(home)) {
            Path draft = Files.createTempDirectory(folder, "unpacking");
            unpack(archive, draft);
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return home;
    }

    private static byte[] postgresArchive() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return archive.readAllBytes();
        } catch (IllegalStateException unknown) {
            throw new RefusedException("there is no PostgreSQL for " + system + " on " + machine + " in the libraries");
        }
    }

    private static void unpack(byte[] archive, Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, into.resolve(entry.getName()));
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            if (executable && !target.toFile().setExecutable(true, false)) {
                throw new IOException(target + " cannot be made executable");
            }
        }
    }

    /** The program of Redis. */
    Path redis() throws IOException {
        Path home = Files.createDirectories(folder.resolve("redis"));
        return ExecutableProvider.newJarResourceProvider(home.toFile()).get().toPath();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
