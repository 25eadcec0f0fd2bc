package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// Files that the vendor's web SDKs, as published, upload out of a page.
@Tag("slow")
@Timeout(180)
class SdkFileBrowserTest extends SdkTest {

  /// Above one and a half times 5 MiB the SDKs upload in parts, on private servers too.
  private static final int LARGE = 9_000_000;

  @Override
  SdkClients.Host host() {
    return SdkClients.Host.CHROMIUM;
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_large_file_goes_up_in_parts_and_arrives_whole(String sdk) throws Exception {
    fixture.logIn(sdk, "anna", "ben");

    JsonNode _ = sdks.sendFile("anna", Map.of("chatType", "singleChat", "to", "ben"), LARGE);

    JsonNode got = sdks.await("ben", "onFileMessage").data();
    assertThat(got.path("filename").asString()).isEqualTo("large.bin");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(got.path("url").asString()))
            .header("Authorization", "Bearer " + fixture.tokenOf("ben"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      byte[] bytes = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
      assertThat(bytes).hasSize(LARGE).containsOnly((byte) 7);
    }
    // It is begun, has two parts, and is completed.
    assertThat(sdks.statuses("/sdk/chatfiles/part-upload")).containsExactly(200, 200, 200, 200);
    assertThat(sdks.statuses("/chatfiles?")).isEmpty();
    sdks.requireNoAccident();
  }
}
