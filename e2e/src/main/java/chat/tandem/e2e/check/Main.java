package chat.tandem.e2e.check;

import chat.tandem.bench.check.CheckSeries;
import chat.tandem.bench.check.CheckSettings;
import chat.tandem.bench.check.fault.FaultKind;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@link Check}. */
@Command(
        name = "bench/check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Redis, PostgreSQL and Tandem's services as processes of their own, lets people meet and talk while"
                    + " things break by a schedule that the seed decides, and then holds what everybody saw against"
                    + " what the database holds.",
            "Exit code: 0 if every promise was kept, 1 if not (with the story) or if it could not run, 2 for bad"
                    + " arguments."
        })
public final class Main implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--seed", description = "repeats a run's faults and habits (default: a new one, printed)")
    private long seed = ThreadLocalRandom.current().nextLong(1_000_000);

    @Option(names = "--runs", defaultValue = "1", description = "this many runs, with seeds that follow")
    private int runs;

    @Option(names = "--seconds", defaultValue = "30", description = "for how long faults begin (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--clients", defaultValue = "40", description = "people (${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--gateways", defaultValue = "3", description = "processes (${DEFAULT-VALUE})")
    private int gateways;

    @Option(names = "--matchers", defaultValue = "2", description = "processes (${DEFAULT-VALUE})")
    private int matchers;

    @Option(names = "--persistences", defaultValue = "2", description = "processes (${DEFAULT-VALUE})")
    private int persistences;

    @Option(
            names = "--lease",
            defaultValue = "4000",
            description = "of a gateway and a reader, in ms (${DEFAULT-VALUE})")
    private int lease;

    @Option(names = "--grace", defaultValue = "15000", description = "for whoever is away, in ms (${DEFAULT-VALUE})")
    private int grace;

    @Option(
            names = "--faults",
            defaultValue = "all",
            description = "all, none, or kinds between commas, those with a minus left out: all,-empty-redis"
                    + " (${DEFAULT-VALUE})")
    private String faults = "all";

    @Option(
            names = "--overlay",
            description = "a folder whose classes and scripts replace those of the services: to see that the checker"
                    + " notices")
    private @Nullable Path overlay;

    @Option(names = "--keep", description = "a folder for the whole history and the services' logs")
    private @Nullable Path keep;

    private Main() {}

    /** Exits with the code of the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        var out = new PrintWriter(System.out, true, Charset.defaultCharset());
        var series = new CheckSeries();
        try (var check = Check.open()) {
            for (int run = 0; run < runs; run++) {
                run(check, seed + run, series, out);
            }
        }
        if (runs > 1) {
            series.print(out);
        }
        return series.right() ? 0 : 1;
    }

    /** One that cannot be carried through does not end the series. */
    private void run(Check check, long ofRun, CheckSeries series, PrintWriter out) {
        var settings = settings(ofRun);
        try {
            var result = check.run(settings, new Check.Extras(overlay, keep, null), this::say);
            result.print(out);
            series.add(result);
        } catch (RuntimeException e) {
            series.addFailure();
            out.println("COULD NOT RUN: seed " + ofRun);
            e.printStackTrace(out);
        }
    }

    private CheckSettings settings(long ofRun) {
        try {
            return new CheckSettings(
                    ofRun,
                    Duration.ofSeconds(seconds),
                    clients,
                    gateways,
                    matchers,
                    persistences,
                    FaultKind.parse(faults),
                    Duration.ofMillis(lease),
                    Duration.ofMillis(grace));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void say(String progress) {
        spec.commandLine().getErr().println(progress);
    }
}
