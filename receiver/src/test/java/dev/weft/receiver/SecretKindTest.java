package dev.weft.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The two secrets of a rule, told apart when the receiver is built.
class SecretKindTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test-secret-0001",
        // A vendor's secret may happen to be base64.
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "secret whsec_",
        ""
      })
  void takes_no_vendor_secret_for_a_signing_secret(String secret) {
    assertThatThrownBy(() -> CallbackReceiver.builder().secret(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a signing secret, which begins with whsec_")
        .hasMessageContaining("vendorSecret(...)")
        .satisfies(e -> assertThat(told(e, secret)).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
        "whpk_dGVzdA==",
        "whsk_dGVzdA==",
        "whsec_"
      })
  void takes_no_signing_secret_for_a_vendor_secret(String secret) {
    assertThatThrownBy(() -> CallbackReceiver.builder().vendorSecret(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this is a signing secret")
        .hasMessageContaining("it belongs to secret(...)")
        .satisfies(e -> assertThat(told(e, secret.strip().replaceFirst("^.*?_", ""))).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n"})
  void takes_nothing_for_no_vendor_secret(String secret) {
    assertThatThrownBy(() -> CallbackReceiver.builder().vendorSecret(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a vendor secret must not be empty");
  }

  @Test
  void leaves_the_private_key_to_the_sender() {
    assertThatThrownBy(() -> CallbackReceiver.builder().secret("whsk_dGVzdA=="))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whpk_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whsec_", "whsec_not base64", "whsec_MfKQ-_", "whpk_dGVzdA=="})
  void refuses_a_key_that_is_none(String secret) {
    assertThatThrownBy(() -> CallbackReceiver.builder().secret(secret))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reads_a_secret_from_a_file_that_ends_with_a_line_break() {
    byte[] body = Vectors.bytes("vectors/thread_callback_send.json");
    Map<String, List<String>> headers = TestCallbacks.signed("call-1", body);
    CallbackReceiver receiver =
        CallbackReceiver.builder()
            .secret(TestCallbacks.SECRET + "\r\n")
            .clock(TestCallbacks.CLOCK)
            .build();

    assertThat(receiver.receive("POST", headers, body).status()).isEqualTo(200);
  }

  /// Whether the message quotes so much of the secret that it would be one in a log.
  private static boolean told(Throwable e, String secret) {
    return secret.length() > 8 && String.valueOf(e.getMessage()).contains(secret);
  }
}
