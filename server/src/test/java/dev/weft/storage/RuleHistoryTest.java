package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleFilter;
import dev.weft.callback.rule.RuleOptions;
import dev.weft.callback.rule.RulePace;
import dev.weft.callback.rule.RuleSecrets;
import dev.weft.callback.rule.RuleTarget;
import dev.weft.callback.rule.RuleVersion;
import dev.weft.delivery.RuleId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every database keeps of what rules were.
class RuleHistoryTest extends EachStore {

  private static final AppId APP = new AppId(1);
  private static final RuleId NONE = new RuleId(0);

  private void began(AppId app, long id, String name, Instant at) {
    CallbackRule rule =
        new CallbackRule(
            new RuleId(id),
            app,
            name,
            new RuleTarget.Http(URI.create("https://app.example.com/")),
            true,
            Set.of(EventKind.THREAD),
            RuleFilter.NONE,
            RulePace.DEFAULT,
            new RuleSecrets("s3cret", "whsec_c2VjcmV0", null, null),
            RuleOptions.DEFAULT,
            NOW,
            at);
    database.transactions().run(tx -> database.ruleHistory().began(tx, rule));
  }

  private List<RuleVersion> at(Instant moment) {
    return database
        .transactions()
        .read(snapshot -> database.ruleHistory().at(snapshot, APP, moment, NONE, 100));
  }

  private List<String> namesAt(Instant moment) {
    return at(moment).stream().map(version -> version.spec().name()).toList();
  }

  @Test
  void knows_what_was_at_each_moment() {
    began(APP, 1, "first", NOW);
    began(APP, 1, "changed", NOW.plusSeconds(10));
    began(APP, 2, "other", NOW.plusSeconds(5));
    database
        .transactions()
        .run(tx -> database.ruleHistory().ended(tx, new RuleId(1), NOW.plusSeconds(20)));
    began(new AppId(2), 3, "foreign", NOW);

    assertThat(namesAt(NOW.minusMillis(1))).isEmpty();
    assertThat(namesAt(NOW)).containsExactly("first");
    assertThat(namesAt(NOW.plusMillis(9_999))).containsExactly("first", "other");
    assertThat(namesAt(NOW.plusSeconds(10))).containsExactly("changed", "other");
    assertThat(namesAt(NOW.plusSeconds(20))).containsExactly("other");
    assertThat(at(NOW).getFirst().until()).isEqualTo(NOW.plusSeconds(10));
  }

  @Test
  void keeps_no_secrets() {
    began(APP, 1, "r", NOW);

    RuleVersion version = at(NOW).getFirst();

    assertThat(version.spec().secret()).isEmpty();
    assertThat(version.spec().signingSecret()).isEmpty();
    assertThat(version.spec().events()).containsExactly(EventKind.THREAD);
  }

  @Test
  void of_two_changes_in_one_moment_the_last_is_what_was() {
    began(APP, 1, "first", NOW);
    began(APP, 1, "second", NOW);

    assertThat(namesAt(NOW)).containsExactly("second");
    assertThat(namesAt(NOW.plusSeconds(1))).containsExactly("second");
  }

  @Test
  void gives_pages_in_the_order_of_the_rules() {
    for (int id = 1; id <= 5; id++) {
      began(APP, id, "r" + id, NOW);
    }

    List<RuleVersion> page =
        database
            .transactions()
            .read(snapshot -> database.ruleHistory().at(snapshot, APP, NOW, new RuleId(2), 2));

    assertThat(page).extracting(version -> version.rule().value()).containsExactly(3L, 4L);
  }

  @Test
  void forgets_what_had_ended_and_never_what_still_is() {
    began(APP, 1, "first", NOW);
    began(APP, 1, "second", NOW.plusSeconds(1));
    began(APP, 1, "third", NOW.plusSeconds(2));

    int one =
        database
            .transactions()
            .call(tx -> database.ruleHistory().forget(tx, NOW.plusSeconds(9), 1));
    int rest =
        database
            .transactions()
            .call(tx -> database.ruleHistory().forget(tx, NOW.plusSeconds(9), 10));

    assertThat(List.of(one, rest)).containsExactly(1, 1);
    assertThat(namesAt(NOW.plusSeconds(1))).isEmpty();
    assertThat(namesAt(NOW.plusSeconds(2))).containsExactly("third");
  }
}
