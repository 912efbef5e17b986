package chat.tandem.persistence;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.log.LogSettings;
import chat.tandem.common.log.Logs;
import chat.tandem.common.service.ConfigOption;
import chat.tandem.common.service.ExitCode;
import chat.tandem.persistence.schema.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings the database to this build's schema, and ends. Whoever deploys runs it before the services. */
@Command(name = "migrate", mixinStandardHelpOptions = true, description = "Brings the database up to date, and ends.")
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        SettingsReader reader = new SettingsReader(config.load());
        PersistenceSettings settings = PersistenceSettings.read(reader);
        Logs.begin(LogSettings.read(reader));
        Migrations.Outcome outcome =
                Migrations.migrate(settings.postgres().address(), PersistenceSettings.MONTHS_AHEAD);
        System.out.println(outcome.applied() + " migrations applied, " + outcome.partitions() + " partitions made.");
        return ExitCode.STOPPED;
    }
}
