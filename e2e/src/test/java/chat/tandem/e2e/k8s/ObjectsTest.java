package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The objects fit together. */
@ParameterizedClass
@MethodSource("chat.tandem.e2e.k8s.Manifests#everywhere")
class ObjectsTest {

    private final Manifests manifests;

    ObjectsTest(Manifests manifests) {
        this.manifests = manifests;
    }

    @Test
    void noTwoObjectsOfAKindHaveOneName() {
        assertThat(manifests.objects())
                .extracting(
                        object -> object.getKind() + " " + object.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyServiceOfTandemIsThere() {
        assertThat(manifests.tandem())
                .extracting(Workload::component)
                .containsExactlyInAnyOrder("gateway", "matcher", "persistence", "media", "migrate");
    }

    @Test
    void aWorkloadSelectsItsOwnPodsAndNoOthers() {
        for (var workload : manifests.workloads()) {
            if (!(workload.owner() instanceof Job)) {
                var selector = switch (workload.owner()) {
                    case Deployment deployment -> deployment.getSpec().getSelector();
                    case StatefulSet set -> set.getSpec().getSelector();
                    default -> throw new AssertionError(workload);
                };
                assertThat(manifests.workloads().stream().filter(any -> any.isSelectedBy(selector)))
                        .as(workload.toString())
                        .containsExactly(workload);
            }
        }
    }

    @Test
    void everyServiceFindsPods() {
        for (var service : manifests.all(Service.class)) {
            assertThat(manifests.workloads().stream()
                            .filter(workload ->
                                    workload.isSelectedBy(service.getSpec().getSelector())))
                    .as(service.getMetadata().getName())
                    .hasSize(1);
        }
    }

    @Test
    void everyServiceOfTandemHasWhatKeepsItUp() {
        for (var service : manifests.services()) {
            assertThat(manifests.all(PodDisruptionBudget.class).stream()
                            .filter(budget ->
                                    service.isSelectedBy(budget.getSpec().getSelector())))
                    .as("PodDisruptionBudget of " + service)
                    .hasSize(1);
            assertThat(manifests.all(HorizontalPodAutoscaler.class).stream()
                            .map(scaler -> scaler.getSpec().getScaleTargetRef())
                            .filter(target -> target.getName().equals(service.name())
                                    && target.getKind().equals(service.owner().getKind())
                                    && target.getApiVersion()
                                            .equals(service.owner().getApiVersion())))
                    .as("HorizontalPodAutoscaler of " + service)
                    .hasSize(1);
        }
    }

    @Test
    void everyWorkloadHasAnAccountAndAPolicyOfItsOwn() {
        for (var workload : manifests.workloads()) {
            var account = workload.pod().getServiceAccountName();
            assertThat(account).as(workload.toString()).isEqualTo(workload.name());
            assertThat(manifests.find(ServiceAccount.class, account))
                    .as(account)
                    .isPresent();
            assertThat(manifests.find(NetworkPolicy.class, workload.name()))
                    .as("NetworkPolicy of " + workload)
                    .hasValueSatisfying(policy -> assertThat(
                                    workload.isSelectedBy(policy.getSpec().getPodSelector()))
                            .isTrue());
        }
    }

    @Test
    void whateverSelectsByLabelsFindsSomething() {
        Stream<LabelSelector> selectors = Stream.of(
                        manifests.all(PodDisruptionBudget.class).stream()
                                .map(budget -> budget.getSpec().getSelector()),
                        manifests.all(NetworkPolicy.class).stream()
                                .map(policy -> policy.getSpec().getPodSelector()))
                .flatMap(all -> all);
        assertThat(selectors)
                .allSatisfy(selector -> assertThat(manifests.workloads())
                        .as(selector.toString())
                        .anyMatch(workload -> workload.isSelectedBy(selector)));
    }

    @Test
    void podsOfAServiceAreSpreadOverZonesAndNodes() {
        for (var service : manifests.services()) {
            assertThat(service.pod().getTopologySpreadConstraints())
                    .as(service.toString())
                    .extracting(TopologySpreadConstraint::getTopologyKey)
                    .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            assertThat(service.pod().getTopologySpreadConstraints())
                    .as(service.toString())
                    .allMatch(constraint -> service.isSelectedBy(constraint.getLabelSelector()));
        }
    }

    @Test
    void everyConfigMapAndSecretIsThereWithItsKeys() {
        for (var workload : manifests.workloads()) {
            assertThat(workload.environment(manifests)).as(workload.toString()).isNotEmpty();
        }
    }

    @Test
    void everyMountHasItsVolume() {
        for (var workload : manifests.workloads()) {
            assertThat(volumes(workload))
                    .as(workload.toString())
                    .containsExactlyInAnyOrderElementsOf(workload.container().getVolumeMounts().stream()
                            .map(VolumeMount::getName)
                            .toList());
        }
    }

    private static List<String> volumes(Workload workload) {
        var names = new ArrayList<String>();
        workload.pod().getVolumes().forEach(volume -> names.add(volume.getName()));
        if (workload.owner() instanceof StatefulSet set) {
            set.getSpec()
                    .getVolumeClaimTemplates()
                    .forEach(claim -> names.add(claim.getMetadata().getName()));
        }
        return names;
    }

    @Test
    void everythingOfADeploymentLivesInItsNamespace() {
        assertThat(manifests.all(ConfigMap.class)).isNotEmpty();
        assertThat(manifests.objects().stream().map(HasMetadata::getMetadata))
                .allMatch(metadata -> metadata.getNamespace() == null
                        || metadata.getNamespace().equals("tandem"));
    }
}
