package chat.tandem.gateway.api;

import static java.util.Map.entry;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.address.ClientAddresses;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.limit.GuestLimit;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.token.TokenSeal;
import chat.tandem.gateway.token.Tokens;
import chat.tandem.gateway.transport.Streams;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is served under which path on one event loop: the operations of the contract, and the page. */
public final class Routes {
    private final Router router;
    private final Bearer bearer;
    private final Map<String, Call.Endpoint> endpoints;

    private Routes(Router router, Bearer bearer, Map<String, Call.Endpoint> endpoints) {
        this.router = router;
        this.bearer = bearer;
        this.endpoints = endpoints;
    }

    /**
     * All of them.
     *
     * @param contract which operations there are
     * @param welcome whether there may be guests
     * @param guests how many guests may be made
     * @param storage where images are, which the page may talk to
     * @param seal of the cookie for streams
     * @param streams of this process
     * @param opener makes connections of streams
     * @param addresses of clients
     */
    public static Handler<HttpServerRequest> of(
            Vertx vertx,
            Contract contract,
            Tokens tokens,
            boolean welcome,
            GuestLimit guests,
            ShardGateways shards,
            StorageOrigins storage,
            TokenSeal seal,
            Streams streams,
            StreamRoutes.Opener opener,
            ClientAddresses addresses) {
        ConversationRoutes conversations = new ConversationRoutes(shards);
        Bearer bearer = new Bearer(tokens);
        StreamRoutes stream = new StreamRoutes(seal, streams, opener);
        // By the operations' ids.
        Map<String, Call.Endpoint> endpoints = Map.ofEntries(
                entry("createGuest", new GuestRoute(tokens, welcome, guests)),
                entry("countOnline", call -> HttpAnswers.json(call.response(), 200, online(shards))),
                entry("listConversations", conversations::list),
                entry("listMessages", conversations::messages),
                entry("eraseMe", new ErasureRoute(shards)),
                entry("exportMe", new ExportRoute(vertx, shards, uptime())),
                entry("createStreamSession", stream::session),
                entry("openStream", stream::stream),
                entry("postCommand", stream::command),
                entry("fetchImage", new MediaRoute(new DownloadLinks(shards, System::currentTimeMillis), addresses)),
                entry("readEventContract", call -> HttpAnswers.json(call.response(), 200, contract.events())),
                entry("readHttpContract", call -> HttpAnswers.json(call.response(), 200, contract.http())));
        Routes routes = new Routes(Router.router(vertx), bearer, endpoints);
        routes.serve(contract);
        routes.router
                .route()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(new WebFiles(vertx, storage.policy()));
        routes.router.route().handler(Routes::nothing);
        routes.router.route().failureHandler(Routes::failed);
        return routes.router;
    }

    private void serve(Contract contract) {
        Set<String> described = contract.paths().stream()
                .flatMap(path -> path.getOperations().stream())
                .map(Operation::getOperationId)
                .collect(Collectors.toSet());
        if (!described.equals(endpoints.keySet())) {
            throw new IllegalStateException("described is " + described + ", served " + endpoints.keySet());
        }
        contract.paths().forEach(path -> {
            String route = path.getName().replaceAll("\\{(.*?)}", ":$1");
            path.getOperations().forEach(operation -> serve(route, operation));
            otherwise(route, path);
        });
    }

    private void serve(String path, Operation operation) {
        Call.Endpoint endpoint = Objects.requireNonNull(endpoints.get(operation.getOperationId()));
        ServedOperation served = new ServedOperation(operation, bearer, endpoint);
        methods(operation).forEach(method -> served.mount(router.route(HttpMethod.valueOf(method), path)));
    }

    private static Stream<String> methods(Operation operation) {
        boolean head = operation.getHttpMethod().equals(HttpMethod.GET) && !Contract.bitByBit(operation);
        String method = operation.getHttpMethod().name();
        return head ? Stream.of(method, "HEAD") : Stream.of(method);
    }

    private void otherwise(String route, Path path) {
        String allowed =
                path.getOperations().stream().flatMap(Routes::methods).sorted().collect(Collectors.joining(", "));
        router.route(route).handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, allowed);
            HttpAnswers.refuse(
                    context.response(),
                    ProtocolError.of(ErrorCode.NOT_FOUND, "Not with this method: " + allowed + "."));
        });
    }

    private static LongSupplier uptime() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start;
    }

    private static String online(ShardGateways shards) {
        return "{\"count\":" + shards.online() + "}";
    }

    private static void nothing(RoutingContext context) {
        HttpAnswers.refuse(context.response(), ProtocolError.of(ErrorCode.NOT_FOUND, "Nothing is here."));
    }

    private static void failed(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        HttpAnswers.refuse(
                context.response(),
                switch (context.statusCode()) {
                    case 400 -> ProtocolError.invalidFrame("The request is malformed.");
                    case 413 -> ProtocolError.of(ErrorCode.TOO_LARGE, "Too large.");
                    default -> ProtocolError.internal();
                });
    }
}
