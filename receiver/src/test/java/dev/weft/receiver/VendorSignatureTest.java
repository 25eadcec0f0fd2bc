package dev.weft.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VendorSignatureTest {

  static Stream<Json> vectors() {
    return Vectors.json("vectors/signature.json").elements().stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void is_the_md5_of_call_id_secret_and_timestamp(Json vector) {
    VendorSignature signature = new VendorSignature(vector.get("secret").text(""));
    String callId = vector.get("callId").text("");
    String timestamp = vector.get("timestamp").text("");
    String security = vector.get("security").text("");

    assertThat(signature.sign(callId, timestamp)).isEqualTo(security);
    assertThat(signature.verifies(security, callId, timestamp)).isTrue();
    assertThat(signature.verifies(security, callId, timestamp + "0")).isFalse();
    assertThat(signature.verifies(security + "0", callId, timestamp)).isFalse();
    assertThat(signature.verifies("", callId, timestamp)).isFalse();
  }

  @Test
  void never_shows_its_secret() {
    assertThat(new VendorSignature("geheim")).asString().doesNotContain("geheim");
  }
}
