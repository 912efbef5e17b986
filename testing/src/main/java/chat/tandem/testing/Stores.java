package chat.tandem.testing;

import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test real stores as parameters of its methods: {@link RedisStore}, {@link PostgresStore}, an
 * {@link S3Store}, and, where the test stops or freezes its Redis, a {@link RedisProcess} of its own.
 *
 * <pre>{@code
 * @ExtendWith(Stores.class)
 * class MailboxTest {
 *     @Test
 *     void aLetterArrives(RedisStore redis, PostgresStore postgres) { … redis.url() … postgres.url() … }
 * }
 * }</pre>
 *
 * <p>A shared store comes from the address in {@code TANDEM_TEST_REDIS_URL} or {@code TANDEM_TEST_POSTGRES_URL}, else
 * from Testcontainers where Docker answers, else from embedded binaries, which need nothing but a JDK and run as root or
 * not. It is started when it is first asked for, and stopped when the JVM's tests are done. Redis is emptied and a
 * database is made once per test method (or per class, where the parameter stands in a method for all of them), so a
 * constructor, a method annotated {@code @BeforeEach} and the test itself get the same one.
 */
public final class Stores implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(Stores.class);
    private static final List<Class<?>> SUPPORTED =
            List.of(RedisStore.class, PostgresStore.class, RedisProcess.class, S3Store.class);

    /** For {@code @ExtendWith}. */
    public Stores() {}

    /** A constructor runs once per test, so what it gets belongs to the test. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return SUPPORTED.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        boolean cluster = parameter.isAnnotated(ClusterEnabled.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == RedisProcess.class) {
            return here(context, "own redis " + cluster, RedisProcess.class, () -> RedisProcess.start(cluster));
        }
        if (type == S3Store.class) {
            return here(context, "s3", S3Store.class, S3Store::start);
        }
        if (type == PostgresStore.class) {
            return here(
                    context,
                    "database",
                    PostgresStore.class,
                    () -> postgres(context).fresh());
        }
        return here(
                context,
                "redis " + cluster,
                RedisStore.class,
                () -> redis(context, cluster).fresh());
    }

    private static RedisStore redis(ExtensionContext context, boolean cluster) {
        return here(context.getRoot(), "shared redis " + cluster, RedisStore.class, () -> RedisStore.open(cluster));
    }

    private static PostgresStore postgres(ExtensionContext context) {
        return here(context.getRoot(), "shared postgres", PostgresStore.class, PostgresStore::open);
    }

    private static <T> T here(ExtensionContext context, String key, Class<T> type, Start<T> start) {
        return context.getStore(NAMESPACE).computeIfAbsent(key, k -> start.get(), type);
    }

    /** How a store comes to be. */
    private interface Start<T> {
        T get();
    }
}
