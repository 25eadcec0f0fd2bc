package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody sees who runs tests on a Java that cannot run the server.
class ServerJavaTest {

  private static final int JAVA_17 = 61;

  @ParameterizedTest
  @ValueSource(ints = {17, 21, 24})
  void says_which_java_is_needed_and_how_to_get_it(int running) {
    assertThatThrownBy(() -> ServerJava.require(running))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs Java 25")
        .hasMessageContaining("run on Java " + running)
        .hasMessageContaining("maven-surefire-plugin");
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 26})
  void is_silent_on_a_java_that_can(int running) {
    assertThatCode(() -> ServerJava.require(running)).doesNotThrowAnyException();
  }

  /// Or the sentence is never reached: the class that says it does not load.
  @Test
  void everything_but_the_server_itself_loads_on_java_17() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target/classes"))) {
      List<String> newer =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> version(file) > JAVA_17)
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList();

      assertThat(newer).isNotEmpty().allMatch(name -> name.startsWith("EmbeddedServer"));
    }
  }

  private static int version(Path file) {
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(in)) {
      data.skipNBytes(6);
      return data.readUnsignedShort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
