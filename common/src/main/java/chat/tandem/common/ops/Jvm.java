package chat.tandem.common.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.util.internal.PlatformDependent;
import java.util.List;

/** What the virtual machine and the process say of themselves: {@code jvm_…}, {@code process_…} and {@code system_…}. */
final class Jvm {

    private final JvmGcMetrics collections;

    private Jvm(JvmGcMetrics collections) {
        this.collections = collections;
    }

    /** Adds them to the metrics. */
    static Jvm measure(Metrics metrics) {
        MeterRegistry registry = metrics.registry();
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        // Netty's buffers are in no pool that the virtual machine knows of.
        Gauge.builder("jvm.netty.direct", PlatformDependent::usedDirectMemory)
                .baseUnit("bytes")
                .description("Direct memory of network buffers, bounded by -XX:MaxDirectMemorySize.")
                .register(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        return new Jvm(collections);
    }

    /** Listens to the garbage collectors no more. */
    void close() {
        collections.close();
    }
}
