import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.ThrowawayPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/**
 * Writes jOOQ's classes from the migrations: runs them on a private server and reads back what they
 * made. Does nothing when the migrations and the tools are those of the last time.
 *
 * <p>Arguments: directory of migrations, directory to write to, versions of the tools.
 */
public final class GenerateTables {
  public static void main(String[] args) throws Exception {
    Path migrations = Path.of(args[0]);
    Path target = Path.of(args[1]);
    Path mark = target.resolve("made-from.txt");
    String wanted = fingerprint(migrations, args[2]);
    if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
      return;
    }
    EmbeddedPostgres server = ThrowawayPostgres.shared();
    migrate(server, migrations);
    generate(server, target);
    Files.writeString(mark, wanted);
  }

  private static void migrate(EmbeddedPostgres server, Path migrations) {
    Flyway.configure()
        .dataSource(url(server), server.user(), server.password())
        .schemas("jobc")
        .placeholderReplacement(false)
        .locations("filesystem:" + migrations)
        .load()
        .migrate();
  }

  private static void generate(EmbeddedPostgres server, Path target) throws Exception {
    GenerationTool.generate(
        new Configuration()
            .withLogging(org.jooq.meta.jaxb.Logging.WARN)
            .withJdbc(
                new Jdbc()
                    .withUrl(url(server))
                    .withUser(server.user())
                    .withPassword(server.password()))
            .withGenerator(
                new Generator()
                    .withDatabase(
                        new Database()
                            .withName("org.jooq.meta.postgres.PostgresDatabase")
                            .withInputSchema("jobc")
                            .withExcludes("flyway_.*|.*_default"))
                    .withGenerate(
                        new Generate()
                            .withRecords(false)
                            .withGeneratedAnnotation(false)
                            .withGlobalObjectReferences(true)
                            .withImplicitJoinPathsToOne(false)
                            .withImplicitJoinPathsToMany(false))
                    .withTarget(
                        new Target()
                            .withPackageName("dev.jobc.executor.store.postgres.schema")
                            .withDirectory(target.toString()))));
  }

  private static String url(EmbeddedPostgres server) {
    return server.jdbcUrl(server.database());
  }

  private static String fingerprint(Path migrations, String versions) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : files(migrations)) {
      digest.update(file.getFileName().toString().getBytes());
      digest.update(Files.readAllBytes(file));
    }
    digest.update(versions.getBytes());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
