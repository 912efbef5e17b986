package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.KnownSettings;
import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.gateway.api.ContractDocuments;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tables of limits in {@code docs/SECURITY.md} name every route and command, and each of these is limited. */
@ExtendWith(Stores.class)
class LimitsTableTest {
    private static final Pattern ROUTE = Pattern.compile("\\| `([A-Z]+ /\\S*)` \\|(.*)");
    private static final Pattern COMMAND = Pattern.compile("\\| `([a-z-]+)` \\|(.*)");
    private static final Pattern LIMIT = Pattern.compile("TANDEM_[A-Z_]+");

    /** What is served and is no operation of the contract. */
    private static final Set<String> FURTHER = Set.of("GET /ws", "GET /socket.io/", "GET /");

    /** The rows of the section on limits: what is limited, and the settings that limit it. */
    private static Map<String, List<String>> rows(Pattern row) throws IOException {
        String page = Files.readString(Path.of("../docs/SECURITY.md"));
        int begin = page.indexOf("\n## Limits\n") + 1;
        String section = page.substring(begin, page.indexOf("\n## ", begin));
        Map<String, List<String>> rows = new TreeMap<>();
        row.matcher(section).results().forEach(found -> rows.put(found.group(1), settings(found.group(2))));
        return rows;
    }

    private static List<String> settings(String cells) {
        return LIMIT.matcher(cells).results().map(MatchResult::group).toList();
    }

    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>(FURTHER);
        ContractDocuments.http()
                .getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue())
                        .fieldNames().stream()
                                .filter(method -> !method.equals("parameters"))
                                .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return routes;
    }

    private static Set<String> commands() {
        return records(ClientCommand.class).map(LimitsTableTest::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isRecord() ? Stream.<Class<?>>of(type) : records(type));
    }

    private static String name(Class<?> command) {
        RecordComponent[] fields = command.getRecordComponents();
        Object[] empty = Arrays.stream(fields)
                .map(field -> switch (field.getType().getName()) {
                    case "int" -> (Object) 0;
                    case "long" -> (Object) 0L;
                    case "boolean" -> (Object) false;
                    default -> null;
                })
                .toArray();
        try {
            Class<?>[] types =
                    Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return ((ClientCommand) command.getDeclaredConstructor(types).newInstance(empty)).event();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(command.toString(), e);
        }
    }

    @Test
    void everyRouteStandsInTheTableWithALimit() throws IOException {
        Map<String, List<String>> rows = rows(ROUTE);

        assertThat(rows.keySet()).isEqualTo(routes());
        assertThat(rows)
                .allSatisfy((route, limits) -> assertThat(limits).isNotEmpty().allMatch(KnownSettings.PLAIN::contains));
    }

    @Test
    void everyCommandStandsInTheTableWithALimit() throws IOException {
        Map<String, List<String>> rows = rows(COMMAND);

        assertThat(rows.keySet()).isEqualTo(commands());
        assertThat(rows)
                .allSatisfy(
                        (command, limits) -> assertThat(limits).isNotEmpty().allMatch(KnownSettings.PLAIN::contains));
    }

    @Test
    void everyRouteIsRefusedWhereItsAddressHasUsedUpWhatItMay(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                redis.url(),
                Map.of(
                        "TANDEM_LIMIT_REQUESTS",
                        "1/d burst 1",
                        "TANDEM_LIMIT_HANDSHAKES",
                        "1/d burst 1",
                        "TANDEM_LIMIT_EXEMPT",
                        ""))) {
            request(gateway, "GET /api/online");
            request(gateway, "GET /socket.io/");

            assertThat(routes()).allSatisfy(route -> {
                HttpClientResponse answer = request(gateway, route);
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(answer.getHeader("Retry-After")).isNotNull();
            });
        }
    }

    @Test
    void everyCommandIsRefusedWhereItsConnectionHasUsedUpWhatItMay(RedisStore redis) {
        try (GatewayUnderTest gateway =
                        GatewayUnderTest.start(redis.url(), Map.of("TANDEM_LIMIT_COMMANDS", "1/d burst 1"));
                Client client = gateway.client()) {
            client.hello();

            assertThat(commands())
                    .allSatisfy(command -> assertThat(
                                    client.refusal(command, new JsonObject()).getString("code"))
                            .isEqualTo("rate-limited"));
        }
    }

    private static HttpClientResponse request(GatewayUnderTest gateway, String route) {
        String[] parts = route.split(" ", 2);
        return GatewayUnderTest.wait(gateway.onLoop(() -> gateway.httpClient()
                .request(HttpMethod.valueOf(parts[0]), gateway.port(), "127.0.0.1", parts[1].replaceAll("[{}]", ""))
                .compose(request -> request.send())
                .compose(answer -> answer.body().map(answer))));
    }
}
