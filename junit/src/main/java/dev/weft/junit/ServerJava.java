package dev.weft.junit;

/// The Java that can run a server.
final class ServerJava {

  /// What the server is compiled for.
  static final int OLDEST = 25;

  private ServerJava() {}

  /// @param running the feature version of the Java that runs the tests
  /// @throws IllegalStateException if it is too old, with what to do
  static void require(int running) {
    if (running < OLDEST) {
      throw new IllegalStateException(
          "weft-junit runs a Weft server inside the tests and needs Java "
              + OLDEST
              + " for that, but these tests run on Java "
              + running
              + " ("
              + System.getProperty("java.home")
              + "). The app may be compiled for an older Java. To run its tests on Java "
              + OLDEST
              + ": Maven, <jvm> of maven-surefire-plugin or -Djvm=<JDK 25>/bin/java; Gradle,"
              + " javaLauncher of the test task");
    }
  }
}
