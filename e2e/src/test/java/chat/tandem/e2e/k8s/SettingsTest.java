package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.KnownSettings;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.OpsSettings;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.common.service.ServiceMain;
import chat.tandem.gateway.GatewayService;
import chat.tandem.matcher.MatcherService;
import chat.tandem.media.MediaService;
import chat.tandem.persistence.PersistenceService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pods are told is what the code takes. */
@ParameterizedClass
@MethodSource("chat.tandem.e2e.k8s.Manifests#everywhere")
class SettingsTest {

    private static final Map<String, ServiceDefinition<?>> SERVICES = Map.of(
            "gateway", new GatewayService(),
            "matcher", new MatcherService(),
            "persistence", new PersistenceService(),
            "media", new MediaService(),
            "migrate", new PersistenceService());

    /** Read by the JVM's own launcher. */
    private static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

    private final Manifests manifests;

    SettingsTest(Manifests manifests) {
        this.manifests = manifests;
    }

    /** What a workload reads, as the service would, with every value checked by the service's own code. */
    private SettingsReader read(Workload workload) {
        var environment = new TreeMap<>(workload.environment(manifests));
        environment.remove(JVM_OPTIONS);
        var reader = SettingsReader.of(environment);
        Object settings = definition(workload).settings(reader);
        assertThat(settings).isNotNull();
        return reader;
    }

    private static ServiceDefinition<?> definition(Workload workload) {
        return Objects.requireNonNull(SERVICES.get(workload.component()), workload.toString());
    }

    @Test
    void everyServiceTakesItsSettings() {
        for (var workload : manifests.tandem()) {
            assertThat(read(workload).unknown()).as(workload.toString()).isEmpty();
        }
    }

    @Test
    void whatIsSetForOneServiceAloneIsReadByIt() {
        for (var workload : manifests.tandem()) {
            assertThat(workload.container().getEnv().stream().map(EnvVar::getName))
                    .as(workload.toString())
                    .filteredOn(name -> !name.equals(JVM_OPTIONS))
                    .isSubsetOf(keys(workload));
        }
    }

    private Set<String> keys(Workload workload) {
        var reader = read(workload);
        definition(workload).ops(reader);
        return reader.shown().keySet();
    }

    @Test
    void portsAreThoseOfTheSettings() {
        for (var service : manifests.services()) {
            OpsSettings ops = definition(service).ops(read(service));
            assertThat(service.port("ops")).as(service.toString()).contains(ops.port());
            assertThat(ops.host()).isEqualTo("0.0.0.0");
        }
        var gateway = manifests.services().stream()
                .filter(service -> service.component().equals("gateway"))
                .findFirst()
                .orElseThrow();
        assertThat(gateway.port("http")).contains(read(gateway).port("TANDEM_HTTP_PORT", 8080));
    }

    @Test
    void secretsComeFromSecretsOnly() {
        for (var workload : manifests.workloads()) {
            assertThat(workload.container().getEnv())
                    .filteredOn(variable -> KnownSettings.SECRET.contains(variable.getName()))
                    .as(workload.toString())
                    .allMatch(variable -> variable.getValueFrom().getSecretKeyRef() != null);
        }
        assertThat(manifests.all(ConfigMap.class))
                .allSatisfy(map -> assertThat(map.getData().keySet())
                        .doesNotContainAnyElementsOf(KnownSettings.SECRET)
                        .allMatch(KnownSettings.PLAIN::contains));
    }

    @Test
    void eachServiceKnowsTheSecretsOfItsOwnWorkAlone() {
        Map<String, List<String>> expected = Map.of(
                "gateway", List.of("tandem-redis", "tandem-token"),
                "matcher", List.of("tandem-redis"),
                "persistence", List.of("tandem-postgres", "tandem-redis"),
                "media", List.of("tandem-redis", "tandem-s3"),
                "migrate", List.of("tandem-postgres"));
        for (var workload : manifests.tandem()) {
            assertThat(secrets(workload)).as(workload.toString()).isEqualTo(expected.get(workload.component()));
        }
    }

    /** Without the hash that a generator puts behind a name. */
    private static List<String> secrets(Workload workload) {
        return workload.container().getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null)
                .map(variable -> variable.getValueFrom().getSecretKeyRef().getName())
                .map(name -> name.replaceFirst("^(tandem-[a-z0-9]+)-.*", "$1"))
                .distinct()
                .sorted()
                .toList();
    }

    /** The base trusts nobody, so each overlay has to name what stands in front, and that is no range of everybody. */
    @Test
    void theProxiesInFrontAreNamedAndNobodyIsExempt() throws IOException {
        assertThat(Files.readString(Path.of("../k8s/base/kustomization.yaml")))
                .doesNotContain("TANDEM_TRUSTED_PROXIES=", "TANDEM_LIMIT_EXEMPT=");
        var gateway = manifests.services().stream()
                .filter(service -> service.component().equals("gateway"))
                .findFirst()
                .orElseThrow();
        var shown = read(gateway).shown();
        assertThat(shown.get("TANDEM_LIMIT_EXEMPT")).isEmpty();
        assertThat(shown.get("TANDEM_TRUSTED_PROXIES")).isNotEmpty();
    }

    /** Else a Service of the namespace would set variables such as TANDEM_GATEWAY_PORT. */
    @Test
    void noServiceOfTheClusterIsTakenForASetting() {
        assertThat(manifests.workloads())
                .allMatch(workload -> Boolean.FALSE.equals(workload.pod().getEnableServiceLinks()));
    }

    @Test
    void aPodIsGivenTimeForTheDrainAndForClosing() {
        for (var service : manifests.services()) {
            var hook = service.container().getLifecycle();
            long before = hook == null ? 0 : hook.getPreStop().getSleep().getSeconds();
            long drain = ServiceMain.drain(read(service)).toSeconds();
            assertThat(service.pod().getTerminationGracePeriodSeconds())
                    .as(service.toString())
                    .isGreaterThanOrEqualTo(before + drain + 2 * ServiceMain.MARGIN.toSeconds());
        }
    }
}
