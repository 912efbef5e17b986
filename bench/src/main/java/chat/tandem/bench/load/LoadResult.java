package chat.tandem.bench.load;

import java.util.List;

/**
 * What a run showed.
 *
 * @param right whether every message of every stage came once, in order, at the right client
 */
record LoadResult(
        boolean right,
        List<String> gateways,
        String transport,
        int clients,
        double warmupSeconds,
        double measuredSeconds,
        int bodyLength,
        String arrivals,
        int loops,
        int processors,
        String java,
        List<StageResult> stages) {

    static LoadResult of(LoadSettings settings, List<StageResult> stages) {
        return new LoadResult(
                stages.stream().allMatch(StageResult::right),
                settings.gateways().stream().map(Object::toString).toList(),
                settings.transport().word(),
                settings.clients(),
                settings.warmup().toMillis() / 1e3,
                settings.measured().toMillis() / 1e3,
                settings.bodyLength(),
                settings.arrivals().name(),
                settings.loops(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                stages);
    }
}
