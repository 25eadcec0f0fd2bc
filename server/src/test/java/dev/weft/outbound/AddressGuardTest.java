package dev.weft.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A callback URL cannot reach where it must not.
class AddressGuardTest {

  /// Where names lead; what is not here leads to loopback, as names of this trade do.
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "example.com", List.of("93.184.215.14"),
          "metadata.google.internal", List.of("169.254.169.254"),
          "instance-data", List.of("169.254.169.254"),
          "10.0.0.1.sslip.io", List.of("10.0.0.1"),
          "cname-to-private.example", List.of("192.168.1.1"),
          "mixed-public-and-private.example", List.of("93.184.215.14", "10.0.0.8"),
          "six-to-private.example", List.of("2002:a9fe:a9fe::1"),
          "xn--fsqu00a.xn--0zwm56d", List.of("93.184.215.14"),
          "app_server", List.of("93.184.215.14"));

  private static final Resolver IN_THE_WILD = AddressGuardTest::resolve;

  private static List<InetAddress> resolve(String host, Duration within)
      throws UnknownHostException {
    if (host.equals("unknown.example")) {
      throw new UnknownHostException(host);
    }
    return NAMES.getOrDefault(host, List.of("127.0.0.1")).stream()
        .map(InetAddress::ofLiteral)
        .toList();
  }

  private final AddressGuard guard = new AddressGuard(List.of(), IN_THE_WILD);

  static Stream<String> bypasses() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    AddressGuardTest.class.getResourceAsStream("/delivery/ssrf.txt")),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("# ")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("bypasses")
  void refuses_every_published_bypass(String url) {
    assertThat(isPermitted(url)).isFalse();
  }

  private boolean isPermitted(String url) {
    try {
      return guard.check(new URI(url)) instanceof AddressCheck.Permitted;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @Test
  void knows_more_than_a_hundred_bypasses() {
    assertThat(bypasses().distinct().count()).isGreaterThanOrEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "https://example.com:8443/hook?a=b",
        "http://EXAMPLE.com./",
        "http://93.184.215.14/",
        "http://8.8.8.8/",
        "http://[2606:4700:4700::1111]/",
        "http://[64:ff9b::8.8.8.8]/",
        "http://[::ffff:8.8.8.8]/",
        "http://例子.测试/",
        "http://app_server/",
        "http://unknown.example/"
      })
  void permits_public_hosts_and_names_that_are_not_known_yet(String url) {
    assertThat(isPermitted(url)).isTrue();
  }

  @Test
  void names_the_address_and_the_setting() {
    assertThat(guard.check(URI.create("http://2130706433/")))
        .isEqualTo(
            new AddressCheck.Refused(
                "127.0.0.1 is a loopback address, which callbacks must not reach; if they should,"
                    + " start the server with --callback-allow 127.0.0.1/32"));
    assertThat(guard.check(URI.create("http://instance-data/")))
        .isEqualTo(
            new AddressCheck.Refused(
                "instance-data leads to 169.254.169.254, a cloud metadata address, which callbacks"
                    + " must not reach; if they should, start the server with --callback-allow"
                    + " 169.254.169.254/32"));
  }

  @Test
  void permits_what_is_allowed_and_nothing_beside_it() {
    AddressGuard fixture =
        new AddressGuard(List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("::1")), IN_THE_WILD);
    assertThat(fixture.check(URI.create("http://10.1.2.3/")))
        .isEqualTo(new AddressCheck.Permitted());
    assertThat(fixture.check(URI.create("http://[::1]/"))).isEqualTo(new AddressCheck.Permitted());
    assertThat(fixture.check(URI.create("http://[::ffff:10.1.2.3]/")))
        .isEqualTo(new AddressCheck.Permitted());
    assertThat(fixture.check(URI.create("http://10.2.2.3/")))
        .isInstanceOf(AddressCheck.Refused.class);
    assertThat(fixture.check(URI.create("http://[64:ff9b::10.1.2.3]/")))
        .isInstanceOf(AddressCheck.Refused.class);
  }

  @Test
  void reads_ranges_bit_by_bit() {
    assertThat(Cidr.parse("172.16.0.0/12").contains(InetAddress.ofLiteral("172.31.255.255")))
        .isTrue();
    assertThat(Cidr.parse("172.16.0.0/12").contains(InetAddress.ofLiteral("172.32.0.0"))).isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("8.8.8.8"))).isTrue();
    assertThat(Cidr.parse("fd00::/8").contains(InetAddress.ofLiteral("fdff::1"))).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("10.0.0.0/33"));
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("private"));
  }
}
