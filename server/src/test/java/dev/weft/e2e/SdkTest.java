package dev.weft.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test with the vendor's web SDKs as published, each against a server of its own.
abstract class SdkTest {

  static final List<String> PACKAGES = SdkClients.PACKAGES;

  @TempDir Path data;
  SdkFixture fixture;
  SdkClients sdks;

  /// Where the SDKs run.
  SdkClients.Host host() {
    return SdkClients.Host.NODE;
  }

  /// The server of one test, and the program that the SDKs run in.
  SdkFixture open() {
    return SdkFixture.start(data, host());
  }

  @BeforeEach
  void start() {
    fixture = open();
    sdks = fixture.sdks;
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }
}
