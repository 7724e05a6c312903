package dev.jobc.compiler.provenance;

import dev.jobc.plan.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the repository that a directory belongs to, and what is checked out of it. */
public final class Checkouts {
  private static final String LINK = "gitdir:";

  private final Map<Path, Optional<Provenance>> known = new HashMap<>();

  /** That of a directory; empty when it is in no repository, or nothing certain can be said. */
  public Optional<Provenance> of(Path directory) {
    Path real = real(directory);
    // Not computeIfAbsent: each directory asks for the one above it.
    Optional<Provenance> found = known.get(real);
    if (found == null) {
      found = look(real);
      known.put(real, found);
    }
    return found;
  }

  private Optional<Provenance> look(Path directory) {
    Path git = directory.resolve(".git");
    if (Files.isDirectory(git) && Files.isRegularFile(git.resolve("HEAD"))) {
      return read(git);
    }
    if (Files.isRegularFile(git)) {
      Path linked = linked(directory);
      return linked == null ? Optional.empty() : read(linked);
    }
    Path above = directory.getParent();
    return above == null ? Optional.empty() : of(above);
  }

  /** A work tree, or a submodule, has a file that says where the rest is. */
  private static @Nullable Path linked(Path directory) {
    String line = GitFiles.line(directory, ".git");
    return line == null || !line.startsWith(LINK)
        ? null
        : GitFiles.resolve(directory, line.substring(LINK.length()).strip());
  }

  private static Optional<Provenance> read(Path git) {
    String link = GitFiles.line(git, "commondir");
    Path common = link == null ? git : GitFiles.resolve(git, link);
    if (common == null) {
      return Optional.empty();
    }
    String commit = new GitRefs(git, common).head();
    if (commit == null) {
      return Optional.empty();
    }
    String address = GitRemotes.address(common);
    return Optional.of(new Provenance(address == null ? null : Address.harmless(address), commit));
  }

  private static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      return directory.toAbsolutePath().normalize();
    }
  }
}
