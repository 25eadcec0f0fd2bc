package dev.weft.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.storage.Database;
import dev.weft.storage.EachDatabase;
import io.agora.chat.ChatTokenBuilder2;
import io.agora.media.AccessToken2.PrivilegeChat;
import io.agora.media.AccessToken2.PrivilegeRtc;
import io.agora.media.AccessToken2.ServiceChat;
import io.agora.media.AccessToken2.ServiceRtc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens that others make: the published builder of Agora's realm, and dynamic ones.
class BearersTest extends EachDatabase {

  private static final AgoraApp AGORA =
      new AgoraApp("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b");
  private static final Credentials CREDENTIALS = new Credentials("client", "s3cret");
  private static final Tokens TOKENS = new Tokens(new byte[32], Clock.systemUTC());
  private static final int HOUR = 3600;

  private Database database;
  private Apps apps;
  private App app;

  @BeforeEach
  void open() {
    database = openDatabase();
    apps =
        new Apps(
            database.transactions(),
            database.apps(),
            new Passwords(4),
            new Sealer(new byte[32]),
            Clock.systemUTC());
    app = apps.create(new AppKey("org", "app"), CREDENTIALS, AGORA).orElseThrow();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Bearer read(String token) {
    return at(Instant.now()).read(app, token);
  }

  private Bearers at(Instant now) {
    return new Bearers(TOKENS, apps, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static String appToken() {
    return new ChatTokenBuilder2().buildAppToken(AGORA.id(), AGORA.certificate(), HOUR);
  }

  private static String userToken(String user) {
    return new ChatTokenBuilder2().buildUserToken(AGORA.id(), AGORA.certificate(), user, HOUR);
  }

  @Test
  void the_published_builders_tokens_are_taken() {
    assertThat(read(appToken()))
        .isInstanceOfSatisfying(Bearer.OfApp.class, of -> assertThat(of.app()).isEqualTo(app.id()));
    assertThat(read(userToken("ann")))
        .isInstanceOfSatisfying(
            Bearer.OfUser.class,
            of -> {
              assertThat(of.username()).isEqualTo("ann");
              assertThat(of.expires())
                  .isBetween(
                      Instant.now().plusSeconds(HOUR - 60).toEpochMilli(),
                      Instant.now().plusSeconds(HOUR).toEpochMilli());
            });
  }

  @Test
  void a_token_ends_at_its_time() {
    Instant end = Instant.now().plusSeconds(HOUR + 2);

    assertThat(at(end).read(app, appToken())).isEqualTo(new Bearer.Expired());
    assertThat(at(end.minusSeconds(60)).read(app, appToken())).isInstanceOf(Bearer.OfApp.class);
    assertThat(at(Instant.now().minus(Duration.ofHours(2))).read(app, appToken()))
        .isEqualTo(new Bearer.Expired());
  }

  @Test
  void a_privilege_that_ends_before_its_token_ends_it() throws Exception {
    var token = new io.agora.media.AccessToken2(AGORA.id(), AGORA.certificate(), HOUR);
    ServiceChat chat = new ServiceChat();
    chat.addPrivilegeChat(PrivilegeChat.PRIVILEGE_CHAT_APP, 60);
    token.addService(chat);
    String built = token.build();

    assertThat(read(built)).isInstanceOf(Bearer.OfApp.class);
    assertThat(at(Instant.now().plusSeconds(62)).read(app, built)).isEqualTo(new Bearer.Expired());
  }

  @Test
  void a_token_for_other_services_opens_nothing_and_one_for_several_does() throws Exception {
    var calls = new io.agora.media.AccessToken2(AGORA.id(), AGORA.certificate(), HOUR);
    ServiceRtc rtc = new ServiceRtc("channel", "1");
    rtc.addPrivilegeRtc(PrivilegeRtc.PRIVILEGE_JOIN_CHANNEL, HOUR);
    calls.addService(rtc);
    assertThat(read(calls.build())).isEqualTo(new Bearer.Corrupt());

    ServiceChat chat = new ServiceChat("ann");
    chat.addPrivilegeChat(PrivilegeChat.PRIVILEGE_CHAT_USER, HOUR);
    calls.addService(chat);
    assertThat(read(calls.build())).isInstanceOf(Bearer.OfUser.class);
  }

  @Test
  void a_user_with_the_privilege_of_an_app_is_none() throws Exception {
    var token = new io.agora.media.AccessToken2(AGORA.id(), AGORA.certificate(), HOUR);
    ServiceChat chat = new ServiceChat("ann");
    chat.addPrivilegeChat(PrivilegeChat.PRIVILEGE_CHAT_APP, HOUR);
    token.addService(chat);

    assertThat(read(token.build())).isEqualTo(new Bearer.Corrupt());
  }

  @Test
  void forged_and_foreign_tokens_are_refused() {
    ChatTokenBuilder2 builder = new ChatTokenBuilder2();
    String forged = builder.buildAppToken(AGORA.id(), AgoraApp.random(), HOUR);
    String foreign = builder.buildAppToken(AgoraApp.random(), AGORA.certificate(), HOUR);

    assertThat(read(forged)).isEqualTo(new Bearer.Unknown());
    assertThat(read(foreign)).isEqualTo(new Bearer.Corrupt());
    App plain = apps.create(new AppKey("org", "plain"), CREDENTIALS).orElseThrow();
    assertThat(at(Instant.now()).read(plain, appToken())).isEqualTo(new Bearer.Corrupt());
  }

  @Test
  void no_truncated_token_is_taken() {
    String token = userToken("ann");

    for (int length = 0; length < token.length(); length++) {
      assertThat(read(token.substring(0, length)))
          .as("first %d of %s", length, token)
          .isInstanceOfAny(Bearer.Corrupt.class, Bearer.Unknown.class);
    }
    assertThat(read(token + "AAAA")).isEqualTo(new Bearer.Corrupt());
  }

  @Test
  void no_token_with_another_bit_is_taken() {
    String token = userToken("ann");
    byte[] packed = Base64.getDecoder().decode(token.substring(3));

    for (int bit = 0; bit < packed.length * 8; bit++) {
      byte[] flipped = packed.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(read("007" + Base64.getEncoder().encodeToString(flipped)))
          .as("bit %d of %s", bit, token)
          .isInstanceOfAny(Bearer.Corrupt.class, Bearer.Unknown.class);
    }
    for (int i = 3; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(read(changed))
          .as(changed)
          .isInstanceOfAny(Bearer.Corrupt.class, Bearer.Unknown.class);
    }
  }

  @Test
  void a_bomb_is_not_unpacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
      deflater.write(new byte[1_000_000]);
    }

    assertThat(read("007" + Base64.getEncoder().encodeToString(bytes.toByteArray())))
        .isEqualTo(new Bearer.Corrupt());
    assertThat(read("007" + "A".repeat(1_000_000))).isEqualTo(new Bearer.Corrupt());
  }

  private static String dynamic(String secret, String user, long now, long ttl, String mark)
      throws Exception {
    String content = "client" + "org#app" + user + now + ttl + secret;
    String signature =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(content.getBytes(StandardCharsets.UTF_8)));
    String json =
        "{\"signature\":\"%s\",\"appkey\":\"org#app\",\"userId\":\"%s\",\"curTime\":%d,\"ttl\":%d}"
            .formatted(signature, user, now, ttl);
    return Base64.getUrlEncoder().encodeToString((mark + json).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_dynamic_token_is_its_users() throws Exception {
    long now = System.currentTimeMillis();

    Bearer ann = new Bearer.OfUser(app.id(), "ann", Instant.ofEpochMilli(now), now + 600_000);
    assertThat(read(dynamic("s3cret", "ann", now, 600, "dt-"))).isEqualTo(ann);
    assertThat(read(dynamic("guessed", "ann", now, 600, "dt-"))).isEqualTo(new Bearer.Unknown());
    assertThat(read(dynamic("s3cret", "ann", now - 601_000, 600, "dt-")))
        .isEqualTo(new Bearer.Expired());
    assertThat(read(dynamic("s3cret", "ann", now, -1, "dt-"))).isEqualTo(new Bearer.Corrupt());
    for (long never : new long[] {-1, Long.MIN_VALUE}) {
      assertThat(read(dynamic("s3cret", "ann", never, 600, "dt-"))).isEqualTo(new Bearer.Corrupt());
    }
    assertThat(read(dynamic("s3cret", "ann", Long.MAX_VALUE, Long.MAX_VALUE, "dt-")))
        .isEqualTo(new Bearer.Expired());
    assertThat(read(dynamic("s3cret", "", now, 600, "dt-"))).isEqualTo(new Bearer.Corrupt());
    assertThat(read(dynamic("s3cret", "ann", now, 600, "dt-").substring(0, 40)))
        .isEqualTo(new Bearer.Corrupt());
    app = apps.ensure(app.key(), new Credentials("client", "another"));
    assertThat(read(dynamic("s3cret", "ann", now, 600, "dt-"))).isEqualTo(new Bearer.Unknown());
  }

  @Test
  void revoking_voids_the_apps_own_tokens_and_no_others() {
    String before = TOKENS.issueForApp(app, Duration.ofDays(1));
    String user = TOKENS.issueForUser(app.id(), "ann", Duration.ofDays(1));
    assertThat(read(before)).isInstanceOf(Bearer.OfApp.class);

    app = apps.revokeTokens(app.key()).orElseThrow();

    assertThat(read(before)).isEqualTo(new Bearer.Expired());
    assertThat(read(user)).isInstanceOf(Bearer.OfUser.class);
    assertThat(read(TOKENS.issueForApp(app, Duration.ofDays(1)))).isInstanceOf(Bearer.OfApp.class);
    assertThat(apps.find(app.key()).map(App::generation)).contains(1);
  }

  @Test
  void another_secret_voids_tokens_and_the_old_secret() {
    String before = TOKENS.issueForApp(app, Duration.ofDays(1));

    Credentials fresh = apps.rotateSecret(app.key()).orElseThrow();
    app = apps.find(app.key()).orElseThrow();

    assertThat(read(before)).isEqualTo(new Bearer.Expired());
    assertThat(apps.accepts(app, CREDENTIALS)).isFalse();
    assertThat(apps.accepts(app, fresh)).isTrue();
    assertThat(read(appToken())).isInstanceOf(Bearer.OfApp.class);
  }

  @Test
  void an_app_id_is_given_once_whatever_its_case() {
    AgoraApp same = new AgoraApp(AGORA.id().toLowerCase(java.util.Locale.ROOT), AgoraApp.random());

    assertThat(apps.create(new AppKey("org", "other"), CREDENTIALS, same)).isEmpty();
    assertThat(apps.findByAppId(same.id()).map(App::key)).contains(app.key());
    assertThat(apps.findByAppId("no id")).isEmpty();
  }

  @Test
  void secrets_are_not_kept_as_they_are() {
    assertThat(app.sealed().clientSecret()).isNotNull().doesNotContain("s3cret");
    assertThat(app.sealed().certificate()).isNotNull().doesNotContain(AGORA.certificate());
    assertThat(app.toString()).doesNotContain("s3cret").doesNotContain(AGORA.certificate());
  }
}
