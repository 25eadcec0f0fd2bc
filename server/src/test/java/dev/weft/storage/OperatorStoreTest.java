package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.app.Operator;
import dev.weft.app.OperatorRole;
import dev.weft.app.Operators;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// What every database does with operators.
class OperatorStoreTest extends EachStore {

  private Operators operators() {
    return new Operators(
        database.transactions(), database.operators(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void a_token_names_its_operator_and_nothing_else_does() {
    String token = operators().add("ann", OperatorRole.ADMIN).orElseThrow();
    String other = operators().add("bob", OperatorRole.VIEWER).orElseThrow();

    Operator ann = new Operator("ann", OperatorRole.ADMIN, NOW);
    assertThat(operators().bearerOf(token)).contains(ann);
    assertThat(operators().bearerOf(other)).map(Operator::name).contains("bob");
    assertThat(operators().bearerOf(token + "x")).isEmpty();
    assertThat(operators().bearerOf(token.substring(0, token.length() - 1))).isEmpty();
    assertThat(operators().bearerOf("")).isEmpty();
    assertThat(operators().bearerOf(Operators.PREFIX + "a".repeat(100_000))).isEmpty();
    assertThat(operators().all()).extracting(Operator::name).containsExactly("ann", "bob");
  }

  @Test
  void a_name_is_given_once() {
    String token = operators().add("ann", OperatorRole.ADMIN).orElseThrow();

    assertThat(operators().add("ann", OperatorRole.VIEWER)).isEmpty();
    assertThat(operators().bearerOf(token)).map(Operator::role).contains(OperatorRole.ADMIN);
    assertThatThrownBy(() -> operators().add("a b", OperatorRole.VIEWER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void another_token_voids_the_old_one() {
    String old = operators().add("ann", OperatorRole.OPERATOR).orElseThrow();

    String fresh = operators().renewToken("ann").orElseThrow();

    assertThat(operators().bearerOf(old)).isEmpty();
    assertThat(operators().bearerOf(fresh)).map(Operator::name).contains("ann");
    assertThat(operators().renewToken("nobody")).isEmpty();
  }

  @Test
  void who_is_removed_is_out_at_once() {
    String token = operators().add("ann", OperatorRole.OPERATOR).orElseThrow();

    assertThat(operators().remove("ann")).isTrue();

    assertThat(operators().bearerOf(token)).isEmpty();
    assertThat(operators().find("ann")).isEmpty();
    assertThat(operators().remove("ann")).isFalse();
  }

  @Test
  void the_token_itself_is_not_kept() {
    String token = operators().add("ann", OperatorRole.ADMIN).orElseThrow();

    boolean found =
        database
            .transactions()
            .read(snapshot -> database.operators().findByToken(snapshot, token))
            .isPresent();

    assertThat(found).isFalse();
  }
}
