package dev.jobc.executor.runner.bundle;

import dev.jobc.executor.runner.process.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Directories that are named by what is in them, written once and never changed.
 *
 * <ol>
 *   <li>A directory appears under its name complete, by one rename, or not at all.
 *   <li>Only one thread of one process fills it: threads wait on a lock in memory, processes on a
 *       lock file.
 *   <li>What a crash leaves half written has another name and is removed by the next writer.
 * </ol>
 */
public final class Immutable {
  /** Of this whole process: a lock file is refused, not waited for, when another thread has it. */
  private static final ConcurrentHashMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path root;

  /** Fills a new directory. */
  public interface Filler {
    void fill(Path directory) throws IOException, LoadException;
  }

  public Immutable(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** The directory of that name; filled first when it isn't there. Blocks meanwhile. */
  public Path get(String name, Filler filler) throws LoadException {
    Path target = root.resolve(name);
    if (Files.isDirectory(target)) {
      return target;
    }
    ReentrantLock lock = LOCKS.computeIfAbsent(target, key -> new ReentrantLock());
    lock.lock();
    try {
      Files.createDirectories(root);
      return locked(name, target, filler);
    } catch (IOException e) {
      throw new LoadException("can't write below " + root + ": " + e, e);
    } finally {
      lock.unlock();
    }
  }

  private Path locked(String name, Path target, Filler filler) throws IOException, LoadException {
    Path lockFile = root.resolve("." + name + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(target)) {
        fill(root.resolve("." + name + ".new"), target, filler);
      }
      return target;
    }
  }

  private static void fill(Path fresh, Path target, Filler filler)
      throws IOException, LoadException {
    Folders.remove(fresh);
    Files.createDirectory(fresh);
    try {
      filler.fill(fresh);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      Folders.remove(fresh);
    } catch (IOException | LoadException | RuntimeException e) {
      Folders.remove(fresh);
      throw e;
    }
  }
}
