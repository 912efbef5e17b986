package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.ops.Metric;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** More, fewer and newer pods, and what each of them may use. */
@ParameterizedClass
@MethodSource("chat.tandem.e2e.k8s.Manifests#everywhere")
class ScalingTest {

    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);

    /** Classes, compiled code, stacks and the collector's own: what a JVM takes beside heap and direct memory. */
    private static final int JVM_ITSELF = 144;

    private final Manifests manifests;

    ScalingTest(Manifests manifests) {
        this.manifests = manifests;
    }

    private static HorizontalPodAutoscalerBehavior behavior(HorizontalPodAutoscaler scaler) {
        return scaler.getSpec().getBehavior();
    }

    /** Applied again, it would undo what the autoscaler has done. */
    @Test
    void aDeploymentThatIsScaledNamesNoNumberOfItsOwn() {
        assertThat(manifests.all(Deployment.class))
                .allMatch(deployment -> deployment.getSpec().getReplicas() == null);
    }

    @Test
    void everyoneGoesSlowlyAndTheGatewayMostOfAll() {
        var scalers = manifests.all(HorizontalPodAutoscaler.class);
        assertThat(scalers)
                .allMatch(scaler -> behavior(scaler).getScaleDown().getStabilizationWindowSeconds() >= 600
                        && behavior(scaler).getScaleDown().getStabilizationWindowSeconds()
                                > behavior(scaler).getScaleUp().getStabilizationWindowSeconds());
        var gateway = behavior(
                manifests.find(HorizontalPodAutoscaler.class, "tandem-gateway").orElseThrow());
        assertThat(gateway.getScaleDown().getStabilizationWindowSeconds()).isGreaterThanOrEqualTo(1800);
        assertThat(gateway.getScaleDown().getPolicies()).singleElement().satisfies(policy -> {
            assertThat(policy.getType()).isEqualTo("Pods");
            assertThat(policy.getValue()).isEqualTo(1);
        });
    }

    @Test
    void everyMetricThatIsScaledByIsExported() {
        var names = manifests.all(HorizontalPodAutoscaler.class).stream()
                .flatMap(scaler -> scaler.getSpec().getMetrics().stream())
                .filter(metric -> metric.getPods() != null)
                .map(metric -> metric.getPods().getMetric().getName());
        assertThat(names)
                .isSubsetOf(Arrays.stream(Metric.values()).map(Metric::exported).toList());
    }

    @Test
    void noneIsMissedWhileANewVersionComes() {
        assertThat(manifests.all(Deployment.class)).allSatisfy(deployment -> {
            var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
            assertThat(rolling.getMaxUnavailable().getIntVal())
                    .as(name(deployment))
                    .isZero();
            assertThat(rolling.getMaxSurge().getIntVal()).as(name(deployment)).isEqualTo(1);
            assertThat(deployment.getSpec().getMinReadySeconds())
                    .as(name(deployment))
                    .isPositive();
        });
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    /** New clients come for a while after a pod was told to go. */
    @Test
    void theGatewayServesUntilItsAddressIsForgotten() {
        var gateway = manifests.services().stream()
                .filter(service -> service.component().equals("gateway"))
                .findFirst()
                .orElseThrow();
        assertThat(gateway.container().getLifecycle().getPreStop().getSleep().getSeconds())
                .isGreaterThanOrEqualTo(5);
    }

    @Test
    void anEvictionTakesOneAtATimeAndIsNotHeldUpByWhatIsBrokenAlready() {
        assertThat(manifests.all(PodDisruptionBudget.class)).hasSize(4).allSatisfy(budget -> {
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
            assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
        });
    }

    /** A loop that the kernel stops for using too much misses its lease; memory is not to be had on credit. */
    @Test
    void memoryIsBoundAsRequestedAndTheProcessorIsNot() {
        for (var workload : manifests.workloads()) {
            var resources = workload.container().getResources();
            assertThat(resources.getLimits().get("memory"))
                    .as(workload.toString())
                    .isNotNull()
                    .isEqualTo(resources.getRequests().get("memory"));
            assertThat(resources.getRequests().get("cpu"))
                    .as(workload.toString())
                    .isNotNull();
            assertThat(resources.getLimits()).as(workload.toString()).doesNotContainKey("cpu");
        }
    }

    @Test
    void heapAndDirectMemoryLeaveRoomForTheJvmItself() {
        for (var workload : manifests.tandem()) {
            int limit = mebibytes(Objects.requireNonNull(
                    workload.container().getResources().getLimits().get("memory")));
            String options = workload.environment(manifests).getOrDefault("JDK_JAVA_OPTIONS", "");
            assertThat(option(options, "-Xmx") + option(options, "-XX:MaxDirectMemorySize=") + JVM_ITSELF)
                    .as(workload + " of " + limit + " MiB")
                    .isLessThanOrEqualTo(limit);
        }
    }

    private static int mebibytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).divide(MEBIBYTE).intValueExact();
    }

    private static int option(String options, String name) {
        var found = Pattern.compile(Pattern.quote(name) + "(\\d+)m\\b").matcher(options);
        assertThat(found.find()).as(name + " in " + options).isTrue();
        return Integer.parseInt(found.group(1));
    }

    /** Else the JVM counts those of the whole node, and makes a loop for each. */
    @Test
    void theJvmIsToldHowManyProcessorsItMayCountOn() {
        for (var workload : manifests.tandem()) {
            var environment = workload.environment(manifests);
            var told = Pattern.compile("-XX:ActiveProcessorCount=(\\d+)")
                    .matcher(environment.getOrDefault("JDK_JAVA_OPTIONS", ""));
            assertThat(told.find()).as(workload.toString()).isTrue();
            if (workload.component().equals("gateway")) {
                assertThat(environment).containsEntry("TANDEM_GATEWAY_LOOPS", told.group(1));
            }
        }
    }
}
