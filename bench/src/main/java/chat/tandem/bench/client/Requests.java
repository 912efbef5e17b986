package chat.tandem.bench.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/** HTTP requests, over as many connections as are needed at once. */
final class Requests {
    private static final int MOST_CONNECTIONS = 1_000_000;

    private final HttpClient http;

    /** What came back. */
    record Answer(int status, String body) {}

    Requests(Vertx vertx) {
        http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(10_000).setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    }

    Future<Answer> get(URI gateway, String path) {
        return request(HttpMethod.GET, gateway, path)
                .compose(HttpClientRequest::send)
                .compose(Requests::answer);
    }

    /** @param headers a name and a value in turns */
    Future<Answer> post(URI gateway, String path, String body, String... headers) {
        return request(HttpMethod.POST, gateway, path)
                .compose(request -> {
                    for (int i = 0; i < headers.length; i += 2) {
                        request.putHeader(headers[i], headers[i + 1]);
                    }
                    return request.send(Buffer.buffer(body));
                })
                .compose(Requests::answer);
    }

    /** The answer when its head has come; its body is for the caller. */
    Future<HttpClientResponse> stream(URI gateway, String path) {
        return request(HttpMethod.GET, gateway, path).compose(HttpClientRequest::send);
    }

    private Future<HttpClientRequest> request(HttpMethod method, URI gateway, String path) {
        return http.request(new RequestOptions()
                .setMethod(method)
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI(path));
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body.toString()));
    }
}
