package chat.tandem.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;

/** Who may import whom: the table of modules in docs/ARCHITECTURE.md, as a test. */
@AnalyzeClasses(packages = "chat.tandem", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
    private static final String ROOT = "chat.tandem.";

    private static ArchRule only(String module, String... mayImport) {
        var allowed = new ArrayList<>(List.of(ROOT + module + ".."));
        for (var other : mayImport) {
            allowed.add(ROOT + other + "..");
        }
        return noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat(are(resideInAPackage("chat.tandem.."))
                        .and(are(not(resideInAnyPackage(allowed.toArray(String[]::new))))))
                .as(module + " imports " + (mayImport.length == 0 ? "no other module" : String.join(", ", mayImport)))
                .allowEmptyShould(true);
    }

    private static ArchRule known(String library, String to, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library.split(",", -1))
                .as("only " + to + " know " + library)
                .allowEmptyShould(true);
    }

    @ArchTest
    static final ArchRule common = only("common");

    @ArchTest
    static final ArchRule gateway = only("gateway", "common", "socketio");

    @ArchTest
    static final ArchRule matcher = only("matcher", "common");

    @ArchTest
    static final ArchRule persistence = only("persistence", "common");

    @ArchTest
    static final ArchRule media = only("media", "common");

    @ArchTest
    static final ArchRule socketio = only("socketio");

    @ArchTest
    static final ArchRule standalone =
            only("standalone", "common", "gateway", "matcher", "persistence", "media", "socketio");

    @ArchTest
    static final ArchRule bench = only("bench", "common");

    @ArchTest
    static final ArchRule examples = only("examples", "common");

    @ArchTest
    static final ArchRule testing = only("testing");

    @ArchTest
    static final ArchRule onlyPersistenceKnowsPostgres = known(
            "io.vertx.pgclient..,io.vertx.sqlclient..,org.flywaydb..,org.postgresql..",
            "persistence, the embedded one of standalone, the tests' one and what is measured beside it",
            "chat.tandem.persistence..",
            "chat.tandem.e2e.write..",
            "chat.tandem.standalone..",
            "chat.tandem.testing..");

    @ArchTest
    static final ArchRule onlyMediaKnowsS3 = known(
            "software.amazon.awssdk..",
            "media, the embedded one of standalone and the tests' one",
            "chat.tandem.media..",
            "chat.tandem.standalone..",
            "chat.tandem.testing..");

    @ArchTest
    static final ArchRule redisIsBehindCommon = known(
            "io.vertx.redis..",
            "the packages of common that speak to Redis",
            "chat.tandem.common.redis..",
            "chat.tandem.common.state..",
            "chat.tandem.common.bus..");

    @ArchTest
    static final ArchRule socketioIsALibraryOfItsOwn = classes()
            .that()
            .resideInAPackage("chat.tandem.socketio..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "chat.tandem.socketio..",
                    "io.vertx..",
                    "io.netty..",
                    "java..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule roomsDoNotGoInCircles =
            slices().matching("chat.tandem.(*).(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule logsGoThroughSlf4j = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "io.vertx.core.logging..", "org.apache.logging..");

    @ArchTest
    static final ArchRule nothingSleeps =
            noClasses().should().callMethod(Thread.class, "sleep", long.class).as("nobody blocks a thread by sleeping");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .that()
            .resideOutsideOfPackage("chat.tandem.socketio.impl..") // named as Vert.x names its own
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Processor")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    @ArchTest
    static final ArchRule nullnessIsChecked = classes().should(beInANullMarkedPackage());

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }
}
