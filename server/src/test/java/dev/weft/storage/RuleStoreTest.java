package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleDocument;
import dev.weft.delivery.RuleId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every database does with callback rules.
class RuleStoreTest extends EachStore {

  private static final AppId APP = new AppId(1);

  @Test
  void gives_each_rule_a_number_and_all_of_them_back() {
    CallbackRule first = insert("first");
    CallbackRule second = insert("second");

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(all()).containsExactly(first, second);
  }

  @Test
  void keeps_changes() {
    CallbackRule rule = insert("rule");
    CallbackRule changed =
        RuleDocument.read(
            rule.id(), APP, document("rule").replace("http://a.example", "http://b.example"));

    run(tx -> database.rules().update(tx, changed));

    assertThat(all()).containsExactly(changed);
  }

  @Test
  void never_gives_a_number_twice() {
    CallbackRule gone = insert("gone");
    run(tx -> database.rules().delete(tx, gone.id()));

    assertThat(all()).isEmpty();
    assertThat(insert("gone").id()).isNotEqualTo(gone.id());
  }

  private CallbackRule insert(String name) {
    CallbackRule rule = RuleDocument.read(new RuleId(0), APP, document(name));
    return call(tx -> database.rules().insert(tx, rule));
  }

  private List<CallbackRule> all() {
    return read(database.rules()::all);
  }

  private static String document(String name) {
    return """
    {"name": "%s", "url": "http://a.example/callbacks", "secret": "secret",
     "signing_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
     "created": 1767323045000, "modified": 1767323045000}\
    """
        .formatted(name);
  }
}
