package chat.tandem.e2e.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something that makes pods.
 *
 * @param owner the object itself
 * @param template its pods
 */
record Workload(HasMetadata owner, PodTemplateSpec template) {

    static final String NAME = "app.kubernetes.io/name";
    static final String COMPONENT = "app.kubernetes.io/component";

    String name() {
        return owner.getMetadata().getName();
    }

    PodSpec pod() {
        return template.getSpec();
    }

    /** Each of ours has one. */
    Container container() {
        return pod().getContainers().getFirst();
    }

    Map<String, String> labels() {
        return template.getMetadata().getLabels();
    }

    boolean isTandem() {
        return "tandem".equals(labels().get(NAME));
    }

    /** Which part of Tandem it runs: {@code gateway}, …, {@code migrate}. */
    String component() {
        return labels().getOrDefault(COMPONENT, name());
    }

    boolean isSelectedBy(Map<String, String> wanted) {
        return !wanted.isEmpty() && labels().entrySet().containsAll(wanted.entrySet());
    }

    /** Also by an empty selector, which means every pod. */
    boolean isSelectedBy(LabelSelector selector) {
        var wanted = selector.getMatchLabels();
        return wanted == null || labels().entrySet().containsAll(wanted.entrySet());
    }

    /** Its port of that name. */
    Optional<Integer> port(String name) {
        return container().getPorts().stream()
                .filter(port -> name.equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    /** Its whole environment, with what its ConfigMaps and Secrets hold. */
    Map<String, String> environment(Manifests manifests) {
        var all = new TreeMap<String, String>();
        container()
                .getEnvFrom()
                .forEach(from ->
                        all.putAll(manifests.settings(from.getConfigMapRef().getName())));
        container().getEnv().forEach(variable -> all.put(variable.getName(), value(variable, manifests)));
        return all;
    }

    private static String value(EnvVar variable, Manifests manifests) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        SecretKeySelector secret = variable.getValueFrom().getSecretKeyRef();
        var value = manifests.secrets(secret.getName()).get(secret.getKey());
        if (value == null) {
            throw new AssertionError("the Secret " + secret.getName() + " has no " + secret.getKey());
        }
        return value;
    }

    @Override
    public String toString() {
        return owner.getKind() + " " + name();
    }
}
