package dev.weft.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is sent is what the URL says, in ASCII.
class CallbackUrlTest {

  private static CallbackUrl parsed(String url) {
    return ((CallbackUrl.Parsed.Url) CallbackUrl.parse(URI.create(url))).url();
  }

  @ParameterizedTest
  @CsvSource({
    "http://host/hook, host",
    "http://host:80/hook, host:80",
    "http://host:8080, host:8080",
    "http://host:/hook, host",
    "https://host/hook, host",
    "https://host:443/hook, host:443",
    "http://Host.Example./hook, Host.Example.",
    "http://[::1]/hook, [::1]",
    "http://[::1]:8080/hook, [::1]:8080",
    "http://127.0.0.1:3000/hook, 127.0.0.1:3000",
    "http://a_b:3000/hook, a_b:3000",
    "http://回调.example:3000/hook, xn--0zwm56d.example:3000"
  })
  void the_authority_is_that_of_the_url(String url, String authority) {
    String expected = authority.startsWith("xn--") ? idn(authority) : authority;
    assertThat(parsed(url).authority()).isEqualTo(expected);
  }

  private static String idn(String authority) {
    return java.net.IDN.toASCII("回调") + authority.substring(authority.indexOf('.'));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, /",
    "http://h?a=b, /?a=b",
    "http://h/hook?a=b%20c, /hook?a=b%20c",
    "http://h/回调?名=值, /%E5%9B%9E%E8%B0%83?%E5%90%8D=%E5%80%BC",
    "http://h/caf\u00e9, /caf%C3%A9",
    "http://h/%E5%9B%9E/调, /%E5%9B%9E/%E8%B0%83",
    "http://h/😀, /%F0%9F%98%80"
  })
  void the_target_is_percent_encoded_utf8(String url, String target) {
    assertThat(parsed(url).target()).isEqualTo(target);
  }
}
