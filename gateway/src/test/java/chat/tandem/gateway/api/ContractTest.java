package chat.tandem.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.config.Config;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolLimits;
import chat.tandem.common.protocol.Texts;
import chat.tandem.gateway.GatewaySettings;
import chat.tandem.gateway.address.ClientAddresses;
import chat.tandem.gateway.limit.AddressLimits;
import chat.tandem.gateway.limit.GuestLimit;
import chat.tandem.gateway.meters.AdmissionMeters;
import chat.tandem.gateway.shard.Places;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.token.TokenSeal;
import chat.tandem.gateway.token.Tokens;
import chat.tandem.gateway.transport.RelayLimits;
import chat.tandem.gateway.transport.Streams;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The document of the HTTP API is whole, is valid, and says what the code says. */
@ExtendWith({Stores.class, VertxExtension.class})
class ContractTest {
    private static final JsonObject DOCUMENT = Documents.read("openapi.yaml");

    private static JsonObject schema(String name) {
        return DOCUMENT.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    private static Contract load(Vertx vertx) {
        return await(Contract.load(vertx));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void theOfficialSchemaOfOpenApiTakesIt(Vertx vertx) {
        assertThat(load(vertx).model().getVersion().name()).isEqualTo("V3_1");
    }

    @Test
    void theOfficialSchemaOfOpenApiRefusesOneThatIsBroken(Vertx vertx) {
        JsonObject broken = DOCUMENT.copy();
        broken.getJsonObject("paths").remove("/sse"); // Which the library would stumble over before.
        broken.getJsonObject("info").remove("title");
        assertThatThrownBy(() -> await(OpenAPIContract.from(vertx, broken)))
                .hasMessageContaining("contract is invalid");
    }

    @Test
    void everythingThatIsServedIsDescribedAndTheReverse(Vertx vertx, RedisStore redis) {
        GatewaySettings settings = GatewaySettings.read(new SettingsReader(new Config(Map.of(
                "TANDEM_REDIS_URL", redis.url(), "TANDEM_TOKEN_SECRET", "one:0123456789abcdef0123456789abcdef"))));
        Places places = new Places();
        Set<String> served = new TreeSet<>();
        ShardGateways shards = await(Future.future(made -> vertx.runOnContext(loop -> made.complete(
                new ShardGateways(vertx, settings.redis(), settings.state(), new Metrics(), places::asked)))));
        Router router = (Router) Routes.of(
                vertx,
                load(vertx),
                new Tokens(vertx, settings.tokens()),
                true,
                guests(settings),
                shards,
                settings.storage(),
                new TokenSeal(settings.tokens(), "sse"),
                new Streams(places.directory("sse"), new RelayLimits(RateLimit.OFF, System::nanoTime)),
                (request, hello, refused) -> {},
                new ClientAddresses(settings.proxies().trusted()));
        router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .forEach(route -> route.methods().stream()
                        .filter(method -> !method.equals(HttpMethod.HEAD))
                        .forEach(method -> served.add(method + " " + route.getPath())));
        await(shards.stop());

        assertThat(served).isEqualTo(described());
    }

    private static GuestLimit guests(GatewaySettings settings) {
        AddressLimits limits = new AddressLimits(settings.limits(), System::nanoTime);
        return new GuestLimit(limits, network -> Future.succeededFuture(0L), new AdmissionMeters(new Metrics()));
    }

    private static Set<String> described() {
        Set<String> described = new TreeSet<>();
        JsonObject paths = DOCUMENT.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            paths.getJsonObject(path)
                    .fieldNames()
                    .forEach(method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{(.*?)}", ":$1")));
        }
        return described;
    }

    @Test
    void anErrorHasTheStatusOfItsCode() {
        List<String> codes =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();
        assertThat(schema("ErrorCode").getJsonArray("enum")).isEqualTo(new JsonArray(codes));
        Set<Integer> statuses =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::httpStatus).collect(Collectors.toSet());
        JsonObject paths = DOCUMENT.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            paths.getJsonObject(path).stream()
                    .map(operation -> ((JsonObject) operation.getValue()).getJsonObject("responses"))
                    .flatMap(responses -> responses.fieldNames().stream())
                    .map(Integer::valueOf)
                    .filter(status -> status >= 400)
                    .forEach(status -> assertThat(statuses).as(path).contains(status));
        }
    }

    @Test
    void sizesAreThoseOfTheProtocol() {
        assertThat(schema("Limit").getInteger("maximum")).isEqualTo(ProtocolLimits.LARGEST_PAGE);
        assertThat(schema("Limit").getInteger("default")).isEqualTo(ProtocolLimits.USUAL_PAGE);
        assertThat(schema("Sequence").getLong("maximum")).isEqualTo(ProtocolLimits.SAFE_INTEGER);
        assertThat(schema("SequenceOrNone").getLong("maximum")).isEqualTo(ProtocolLimits.SAFE_INTEGER);
        assertThat(schema("CommandId").getLong("maximum")).isEqualTo(ProtocolLimits.SAFE_INTEGER);
        assertThat(schema("Name").getInteger("maxLength")).isEqualTo(ProtocolLimits.NAME_CHARACTERS);
    }

    @Test
    void aNameIsOneForTheContractWhereItIsOneForTheProtocol(Vertx vertx) {
        Schema name = new Schema(load(vertx)
                .model()
                .operation("createGuest")
                .getRequestBody()
                .getContent()
                .values()
                .iterator()
                .next()
                .getOpenAPIModel()
                .getJsonObject("schema")
                .getJsonObject("properties")
                .getJsonObject("name"));
        IntStream.concat(IntStream.range(0, 0x20000), IntStream.range(0xdff00, 0xe1100))
                .forEach(c -> List.of(Character.toString(c), "a" + Character.toString(c))
                        .forEach(one -> assertThat(name.allows(one))
                                .as(Integer.toHexString(c))
                                .isEqualTo(Texts.isName(one))));
        Random random = new Random(7);
        int[] odd = {
            0, 9, '\n', 0x0b, 0x1c, 0x1f, ' ', 0x85, 0xa0, 0x2003, 0x200d, 0x2028, 0x202e, 0x2800, 0x3000, 0x3164,
            0xfeff, 0xd800, 0xdc00, 'a', 0x1f600
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(4) == 0 ? 30 + random.nextInt(5) : random.nextInt(4);
            for (int c = 0; c < length; c++) {
                text.appendCodePoint(length > 4 && c > 1 ? 0x1f600 : odd[random.nextInt(odd.length)]);
            }
            String one = text.toString();
            assertThat(name.allows(one))
                    .as(() -> one.codePoints()
                            .mapToObj(Integer::toHexString)
                            .toList()
                            .toString())
                    .isEqualTo(Texts.isName(one));
        }
    }
}
