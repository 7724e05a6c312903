package dev.jobc.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls of ARCHITECTURE: who may see whom, who alone may use what. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jobc")
          // Written by jOOQ, which keeps other rules.
          .that(
              DescribedPredicate.not(
                  resideInAPackage("dev.jobc.executor.store.postgres.schema..")));

  /** Waiting for what gives no signal; everything else waits on a condition. */
  private static final List<String> MAY_SLEEP = List.of("dev.jobc.postgres.Poll");

  private static final String[] SCHEMAS = {
    "dev.jobc.calendar..",
    "dev.jobc.json..",
    "dev.jobc.type..",
    "dev.jobc.expr..",
    "dev.jobc.input..",
    "dev.jobc.plan..",
    "dev.jobc.protocol..",
    "dev.jobc.reference.."
  };
  private static final String[] DSL = {
    "dev.jobc.source..",
    "dev.jobc.diag..",
    "dev.jobc.yaml..",
    "dev.jobc.syntax..",
    "dev.jobc.format..",
    "dev.jobc.model..",
    "dev.jobc.decode..",
    "dev.jobc.reader.."
  };

  @Test
  void everyModuleIsSeen() {
    assertThat(CLASSES.size()).isGreaterThan(300);
    assertThat(packages())
        .contains(
            "dev.jobc.plan",
            "dev.jobc.postgres",
            "dev.jobc.reader",
            "dev.jobc.compiler",
            "dev.jobc.executor",
            "dev.jobc.cli");
  }

  @Test
  void schemasSeeNothingElseOfOurs() {
    noClasses()
        .that(resideInAnyPackage(SCHEMAS))
        .should()
        .dependOnClassesThat(ours().and(DescribedPredicate.not(resideInAnyPackage(SCHEMAS))))
        .check(CLASSES);
  }

  @Test
  void theDslSeesSchemasOnly() {
    noClasses()
        .that(resideInAnyPackage(DSL))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "dev.jobc.compiler..",
                "dev.jobc.executor..",
                "dev.jobc.postgres..",
                "dev.jobc.cli.."))
        .check(CLASSES);
  }

  @Test
  void theCompilerNeverCallsTheExecutorAndTheExecutorNeverCompiles() {
    noClasses()
        .that(resideInAPackage("dev.jobc.compiler.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.jobc.executor..", "dev.jobc.postgres..", "dev.jobc.cli.."))
        .check(CLASSES);
    noClasses()
        .that(resideInAPackage("dev.jobc.executor.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(DSL))
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage("dev.jobc.compiler..", "dev.jobc.postgres..", "dev.jobc.cli.."))
        .check(CLASSES);
  }

  @Test
  void theEmbeddedServerKnowsNobody() {
    noClasses()
        .that(resideInAPackage("dev.jobc.postgres.."))
        .should()
        .dependOnClassesThat(ours().and(outside("dev.jobc.postgres..")))
        .check(CLASSES);
  }

  @Test
  void nobodyCallsTheCommandLine() {
    noClasses()
        .that(outside("dev.jobc.cli.."))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.jobc.cli.."))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "org.snakeyaml..,        dev.jobc.yaml..",
    "com.fasterxml..,        dev.jobc.json..",
    "picocli..,              dev.jobc.cli..",
    "org.jooq..,             dev.jobc.executor.store.postgres..",
    "java.sql..|javax.sql.., dev.jobc.executor.store.postgres..",
    "org.postgresql..,       dev.jobc.executor.store.postgres..",
    "org.flywaydb..,         dev.jobc.executor.store.postgres..",
    "com.zaxxer..,           dev.jobc.executor.store.postgres..",
    "io.opentelemetry..,     dev.jobc.executor.telemetry.otel..",
    "org.apache.commons..,   dev.jobc.postgres..",
    "org.tukaani..,          dev.jobc.postgres.."
  })
  void oneRoomAloneUses(String libraries, String room) {
    DescribedPredicate<JavaClass> library = resideInAnyPackage(libraries.split("\\|"));
    noClasses()
        .that(outside(room))
        .and(ours())
        .should()
        .dependOnClassesThat(library)
        .check(CLASSES);
    assertThat(
            CLASSES.stream()
                .filter(resideInAPackage(room))
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream()))
        .as("%s uses %s at all, so that the rule means something", room, libraries)
        .anyMatch(dependency -> library.test(dependency.getTargetClass()));
  }

  @Test
  void theSchemaValidatorIsForTestsOnly() {
    noClasses().should().dependOnClassesThat(resideInAPackage("com.networknt..")).check(CLASSES);
  }

  @Test
  void thePureCoreTouchesNoOutsideWorld() {
    noClasses()
        .that(resideInAPackage("dev.jobc.executor.core.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.io..",
                "java.nio..",
                "java.net..",
                "java.sql..",
                "java.util.concurrent..",
                "dev.jobc.executor.store..",
                "dev.jobc.executor.runner.."))
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.jobc.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void timeIsInjected() {
    noClasses()
        .that(ours())
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(
                    named("now").and(ownedBy(Instant.class, LocalDate.class, LocalDateTime.class)))
                .or(JavaCall.Predicates.target(named("currentTimeMillis")))
                .or(JavaCall.Predicates.target(named("systemUTC").and(ownedBy(Clock.class)))))
        .check(CLASSES);
  }

  /** Each is built on those before it and knows none behind it. */
  @Test
  void typesAreCheckedInLayers() {
    String types = "dev.jobc.compiler.types";
    List<String> layers = List.of(types + ".value", types + ".presence", types + ".expr", types);
    for (int i = 0; i + 1 < layers.size(); i++) {
      String[] above = layers.subList(i + 1, layers.size()).toArray(String[]::new);
      noClasses()
          .that(resideInAPackage(layers.get(i)))
          .should()
          .dependOnClassesThat(resideInAnyPackage(above))
          .check(CLASSES);
    }
  }

  @Test
  void nobodySleepsButTheNamed() {
    noClasses()
        .that(ours())
        .and(
            DescribedPredicate.describe(
                "are not named for it", c -> !MAY_SLEEP.contains(c.getName())))
        .should()
        .callMethodWhere(JavaCall.Predicates.target(named("sleep").and(ownedBy(Thread.class))))
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that(ours())
        .should()
        .accessFieldWhere(
            DescribedPredicate.describe(
                "System.out or System.err",
                (JavaFieldAccess access) ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && Set.of("out", "err").contains(access.getTarget().getName())))
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatLivesThereAndIsNullMarked() {
    Set<String> silent =
        CLASSES.stream()
            .filter(ours())
            .map(JavaClass::getPackage)
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toSet());
    assertThat(silent).isEmpty();
  }

  private static Set<String> packages() {
    return CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAPackage("dev.jobc..");
  }

  private static DescribedPredicate<JavaClass> outside(String room) {
    return DescribedPredicate.not(resideInAPackage(room));
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.AccessTarget> named(
      String name) {
    return DescribedPredicate.describe("named " + name, target -> target.getName().equals(name));
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.AccessTarget> ownedBy(
      Class<?>... owners) {
    return DescribedPredicate.describe(
        "of " + List.of(owners),
        target -> {
          for (Class<?> owner : owners) {
            if (target.getOwner().isEquivalentTo(owner)) {
              return true;
            }
          }
          return false;
        });
  }
}
