package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.OpsServer;
import chat.tandem.common.ops.OpsSettings;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever asks a port, asks one that is there, for something that is answered. */
@ParameterizedClass
@MethodSource("chat.tandem.e2e.k8s.Manifests#everywhere")
class PortsTest {

    private final Manifests manifests;

    PortsTest(Manifests manifests) {
        this.manifests = manifests;
    }

    private static Stream<Probe> probes(Workload workload) {
        var container = workload.container();
        return Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe());
    }

    @Test
    void everyServiceIsProbedOnItsOperationsPort() {
        for (var service : manifests.services()) {
            assertThat(probes(service))
                    .as(service.toString())
                    .allMatch(probe -> "ops".equals(probe.getHttpGet().getPort().getStrVal()));
        }
    }

    /** Readiness may have to do with stores; a restart never mends one. */
    @Test
    void onlyReadinessAsksForMoreThanLife() {
        for (var service : manifests.services()) {
            var container = service.container();
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
        }
        assertThat(manifests.workloads())
                .filteredOn(workload -> !workload.isTandem())
                .allMatch(workload -> workload.container().getLivenessProbe() == null);
    }

    @Test
    void everythingThatIsAskedForOnTheOperationsPortIsAnswered() throws Exception {
        var paths = new HashSet<String>();
        for (var service : manifests.services()) {
            probes(service).map(Probe::getHttpGet).map(HTTPGetAction::getPath).forEach(paths::add);
            paths.add(annotation(service, "path"));
        }
        assertThat(paths).hasSize(3);

        Vertx watched = Vertx.vertx();
        var server = OpsServer.start(watched, "any", new OpsSettings("127.0.0.1", 0), new Operations(), Map.of())
                .await();
        try {
            for (var path : paths) {
                assertThat(status(server.port(), path)).as(path).isIn(200, 503);
            }
        } finally {
            server.close().await();
            watched.close().await();
        }
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static String annotation(Workload service, String name) {
        return service.template().getMetadata().getAnnotations().getOrDefault("prometheus.io/" + name, "");
    }

    @Test
    void prometheusIsSentToTheOperationsPort() {
        for (var service : manifests.services()) {
            assertThat(annotation(service, "scrape")).isEqualTo("true");
            assertThat(service.port("ops")).contains(Integer.parseInt(annotation(service, "port")));
        }
    }

    @Test
    void everyProbeNamesAPortOfItsContainer() {
        for (var workload : manifests.workloads()) {
            probes(workload)
                    .filter(Objects::nonNull)
                    .map(probe -> probe.getHttpGet() == null
                            ? probe.getTcpSocket().getPort()
                            : probe.getHttpGet().getPort())
                    .forEach(port -> assertThat(workload.port(port.getStrVal()))
                            .as(workload + " " + port.getStrVal())
                            .isPresent());
        }
    }

    @Test
    void everyServiceLeadsToAPortOfItsPods() {
        for (var service : manifests.all(Service.class)) {
            var pods = pods(service);
            for (var port : service.getSpec().getPorts()) {
                assertThat(pods.port(port.getTargetPort().getStrVal()))
                        .as(service.getMetadata().getName() + " " + port.getName())
                        .isPresent();
                if ("None".equals(service.getSpec().getClusterIP())) {
                    assertThat(pods.port(port.getName())).contains(port.getPort());
                }
            }
        }
    }

    private Workload pods(Service service) {
        return manifests.workloads().stream()
                .filter(workload -> workload.isSelectedBy(service.getSpec().getSelector()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theOperationsPortIsInNoServiceThatTheWorldMayReach() {
        for (var ingress : manifests.all(Ingress.class)) {
            ingress.getSpec().getRules().stream()
                    .flatMap(rule -> rule.getHttp().getPaths().stream())
                    .map(path -> path.getBackend().getService())
                    .forEach(backend -> {
                        var service =
                                manifests.find(Service.class, backend.getName()).orElseThrow();
                        assertThat(service.getSpec().getPorts())
                                .anyMatch(port ->
                                        port.getName().equals(backend.getPort().getName()));
                        assertThat(service.getSpec().getPorts())
                                .noneMatch(port ->
                                        "ops".equals(port.getTargetPort().getStrVal()));
                    });
        }
    }

    @Test
    void everyPolicyOpensAPortOfThePodsThatItIsFor() {
        for (var policy : manifests.all(NetworkPolicy.class)) {
            var pods = manifests.workloads().stream()
                    .filter(workload -> workload.isSelectedBy(policy.getSpec().getPodSelector()))
                    .toList();
            Set<IntOrString> opened = new HashSet<>();
            policy.getSpec().getIngress().forEach(rule -> rule.getPorts().forEach(port -> opened.add(port.getPort())));
            assertThat(opened)
                    .as(policy.getMetadata().getName())
                    .allMatch(port -> pods.stream()
                            .allMatch(
                                    workload -> workload.port(port.getStrVal()).isPresent()));
        }
    }
}
