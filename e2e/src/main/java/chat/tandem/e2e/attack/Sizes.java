package chat.tandem.e2e.attack;

import java.util.List;
import java.util.Map;

/** The sizes of the services as {@code k8s/base} and their images have them. A test holds both together. */
final class Sizes {
    /** Options of the virtual machine in every image. */
    static final List<String> IMAGE = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData");

    /** {@code JDK_JAVA_OPTIONS} of each service. */
    static final Map<String, String> OPTIONS = Map.of(
            "gateway",
            "-Xms640m -Xmx640m -Xmn64m -XX:MaxDirectMemorySize=160m -XX:ActiveProcessorCount=2",
            "matcher",
            "-Xms160m -Xmx160m -XX:MaxDirectMemorySize=64m -XX:ActiveProcessorCount=2",
            "media",
            "-Xms256m -Xmx256m -XX:MaxDirectMemorySize=96m -XX:ActiveProcessorCount=2",
            "persistence",
            "-Xms256m -Xmx256m -XX:MaxDirectMemorySize=96m -XX:ActiveProcessorCount=2");

    private Sizes() {}

    /** The environment of a service of this name. */
    static Map<String, String> of(String service) {
        return Map.of("JDK_JAVA_OPTIONS", OPTIONS.getOrDefault(service, ""), "TANDEM_GATEWAY_LOOPS", "2");
    }
}
