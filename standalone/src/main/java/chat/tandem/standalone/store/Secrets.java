package chat.tandem.standalone.store;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * What the parts of one installation know each other by: made once, and kept in {@code DATA/secrets}.
 *
 * @param postgres the password of PostgreSQL's only user
 * @param redis the password of Redis
 * @param s3 the secret key of the object store
 * @param token what guest tokens are signed with, as {@code kid:secret}
 */
public record Secrets(String postgres, String redis, String s3, String token) {

    /** Reads them; those that are missing are made. */
    public static Secrets keep(DataFolder data) throws IOException {
        Path file = data.at("secrets");
        Properties kept = read(file);
        int known = kept.size();
        Secrets secrets = new Secrets(
                kept(kept, "postgres.password", ""),
                kept(kept, "redis.password", ""),
                kept(kept, "s3.secret", ""),
                kept(kept, "token.secret", "k1:"));
        if (kept.size() > known) {
            StringWriter text = new StringWriter();
            kept.store(text, "Made once by ./tandem. Without them the data in this folder cannot be opened.");
            PrivateFile.write(file, text.toString());
        }
        return secrets;
    }

    private static Properties read(Path file) throws IOException {
        Properties kept = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            }
        }
        return kept;
    }

    private static String kept(Properties kept, String key, String prefix) {
        return (String) kept.computeIfAbsent(key, ignored -> prefix + random());
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
