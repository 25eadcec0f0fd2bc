package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.favorite.Favorite;
import dev.weft.chat.favorite.FavoriteStore.Range;
import dev.weft.chat.push.PushBinding;
import dev.weft.chat.push.PushSetting;
import dev.weft.chat.push.PushTemplate;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.chat.user.UserLinkStore.Link;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database does with what users keep beside their messages.
@SuppressWarnings("NullAway.Init") // JUnit calls prepare().
class AccountStoresTest extends EachStore {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final Range ALL =
      new Range(Optional.empty(), Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE), true);

  private AppId app;

  @BeforeEach
  void prepare() {
    app = makeApp("app");
  }

  @Test
  void a_setting_takes_the_place_of_the_old_one() {
    run(tx -> database.push().put(tx, app, ANN, PushSetting.LANGUAGE, "en"));
    run(tx -> database.push().put(tx, app, ANN, PushSetting.LANGUAGE, "zh"));

    assertThat(settings(ANN)).isEqualTo(Map.of(PushSetting.LANGUAGE, "zh"));
    assertThat(settings(BEN)).isEmpty();
  }

  private Map<PushSetting, String> settings(UserId user) {
    return read(snapshot -> database.push().settings(snapshot, app, user));
  }

  @Test
  void a_device_has_one_binding_for_each_certificate() {
    PushBinding fcm = new PushBinding("d", "fcm", "2");
    PushBinding apns = new PushBinding("d", "apns", "3");
    run(
        tx -> {
          database.push().bind(tx, app, ANN, new PushBinding("d", "fcm", "1"));
          database.push().bind(tx, app, ANN, fcm);
          database.push().bind(tx, app, ANN, apns);
        });
    List<PushBinding> both = bindings();
    run(tx -> database.push().unbind(tx, app, ANN, "d", "fcm"));

    assertThat(both).containsExactly(apns, fcm);
    assertThat(bindings()).containsExactly(apns);
  }

  private List<PushBinding> bindings() {
    return read(snapshot -> database.push().bindings(snapshot, app, ANN, 9));
  }

  @Test
  void a_template_belongs_to_its_app() {
    AppId other = makeApp("other");
    PushTemplate template = new PushTemplate("short", "{0}", "{1}", NOW, NOW);
    run(tx -> database.push().put(tx, app, template));

    assertThat(template(app)).contains(template);
    assertThat(template(other)).isEmpty();
    run(tx -> database.push().deleteTemplate(tx, app, "short"));
    assertThat(template(app)).isEmpty();
  }

  private Optional<PushTemplate> template(AppId of) {
    return read(snapshot -> database.push().template(snapshot, of, "short"));
  }

  @Test
  void favorites_are_listed_by_their_time() {
    Favorite old = new Favorite("a", 0, "Tea?", null, NOW, NOW);
    Favorite young = new Favorite("b", 1, "是的", "x", NOW.plusMillis(1), NOW.plusMillis(1));
    run(
        tx -> {
          database.favorites().put(tx, app, ANN, old);
          database.favorites().put(tx, app, ANN, young);
        });
    List<Favorite> all = favorites(ALL);
    List<Favorite> first = favorites(new Range(Optional.of(0), NOW, NOW, false));
    boolean deleted = call(tx -> database.favorites().delete(tx, app, ANN, "a"));
    boolean again = call(tx -> database.favorites().delete(tx, app, ANN, "a"));
    long left = read(snapshot -> database.favorites().count(snapshot, app, ANN));

    assertThat(all).containsExactly(young, old);
    assertThat(first).containsExactly(old);
    assertThat(deleted).isTrue();
    assertThat(again).isFalse();
    assertThat(left).isEqualTo(1);
  }

  private List<Favorite> favorites(Range range) {
    return read(snapshot -> database.favorites().list(snapshot, app, ANN, range, 9));
  }

  @Test
  void contacts_are_paged_with_their_remarks() {
    run(
        tx -> {
          database.userLinks().put(tx, app, ANN, Kind.CONTACT, BEN);
          database.userLinks().put(tx, app, ANN, Kind.CONTACT, new UserId("cleo"));
          boolean _ = database.userLinks().remark(tx, app, ANN, Kind.CONTACT, BEN, "Benny");
        });

    Page<Link> first = contacts(null);
    Page<Link> second = contacts(first.next());

    assertThat(first.items()).containsExactly(new Link(new UserId("cleo"), ""));
    assertThat(second.items()).containsExactly(new Link(BEN, "Benny"));
    assertThat(second.next()).isNull();
  }

  private Page<Link> contacts(@Nullable String after) {
    return read(snapshot -> database.userLinks().page(snapshot, app, ANN, Kind.CONTACT, 1, after));
  }
}
