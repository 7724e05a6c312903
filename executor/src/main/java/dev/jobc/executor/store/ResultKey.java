package dev.jobc.executor.store;

import java.util.Arrays;
import java.util.HexFormat;

/** What a result is found by: a digest of which nothing can be read. */
public record ResultKey(byte[] digest) implements Comparable<ResultKey> {
  public ResultKey {
    digest = digest.clone();
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }

  @Override
  public int compareTo(ResultKey other) {
    return Arrays.compareUnsigned(digest, other.digest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResultKey key && Arrays.equals(digest, key.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest);
  }
}
