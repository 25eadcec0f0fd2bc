package dev.weft.callback.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.callback.event.EventFacts;
import dev.weft.callback.event.EventKind;
import dev.weft.chat.MessageType;
import dev.weft.chat.Source;
import dev.weft.delivery.RuleId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which events a rule wants (callback contract, section 4.2).
class MatcherTest {

  private static final EventFacts IN_THREAD =
      new EventFacts("user1", null, List.of("17", "9"), MessageType.TXT, "{\"k\":1}", Source.REST);

  private static final EventFacts SINGLE =
      new EventFacts("user1", "user2", List.of(), MessageType.IMG, "{}", Source.SDK);

  @Test
  void a_rule_without_filter_wants_every_event_of_its_kinds() {
    CallbackRule rule = rule(RuleFilter.NONE, true);

    assertThat(Matcher.match(rule, EventKind.THREAD, IN_THREAD)).isEqualTo(new Match.Matched());
    assertThat(Matcher.match(rule, EventKind.RECALL, IN_THREAD))
        .isEqualTo(new Match.Unmatched("events has no \"recall\""));
  }

  @Test
  void a_disabled_rule_wants_nothing() {
    assertThat(Matcher.match(rule(RuleFilter.NONE, false), EventKind.THREAD, IN_THREAD))
        .isInstanceOf(Match.Unmatched.class);
  }

  @Test
  void from_names_the_operator() {
    assertMatches(filter(Set.of("user1"), Set.of(), Set.of()), IN_THREAD, true);
    assertMatches(filter(Set.of("user2"), Set.of(), Set.of()), IN_THREAD, false);
  }

  @Test
  void to_names_the_receiver_of_a_single_chat() {
    assertMatches(filter(Set.of("user1"), Set.of("user2"), Set.of()), SINGLE, true);
    assertMatches(filter(Set.of(), Set.of("user3"), Set.of()), SINGLE, false);
    assertMatches(filter(Set.of(), Set.of("user2"), Set.of()), IN_THREAD, false);
  }

  @Test
  void a_group_id_matches_the_thread_or_its_group() {
    assertMatches(filter(Set.of(), Set.of(), Set.of("17")), IN_THREAD, true);
    assertMatches(filter(Set.of(), Set.of(), Set.of("9")), IN_THREAD, true);
    assertMatches(filter(Set.of(), Set.of(), Set.of("8")), IN_THREAD, false);
    assertMatches(filter(Set.of("user1"), Set.of(), Set.of("9")), IN_THREAD, true);
  }

  @Test
  void from_to_and_groups_together_never_match() {
    assertMatches(filter(Set.of("user1"), Set.of("user2"), Set.of("9")), IN_THREAD, false);
  }

  @Test
  void ext_keys_types_and_source_look_at_the_message() {
    assertMatches(message(Set.of("k"), Set.of(), null), IN_THREAD, true);
    assertMatches(message(Set.of("x"), Set.of(), null), IN_THREAD, false);
    assertMatches(message(Set.of(), Set.of(MessageType.TXT), null), IN_THREAD, true);
    assertMatches(message(Set.of(), Set.of(MessageType.TXT), null), SINGLE, false);
    assertMatches(message(Set.of(), Set.of(), Source.REST), IN_THREAD, true);
    assertMatches(message(Set.of(), Set.of(), Source.SDK), IN_THREAD, false);
  }

  private static void assertMatches(RuleFilter filter, EventFacts facts, boolean expected) {
    Match match = Matcher.match(rule(filter, true), EventKind.THREAD, facts);
    assertThat(match instanceof Match.Matched).as("%s", match).isEqualTo(expected);
  }

  private static RuleFilter filter(Set<String> from, Set<String> to, Set<String> groups) {
    return new RuleFilter(from, to, groups, Set.of(), Set.of(), null);
  }

  private static RuleFilter message(
      Set<String> extKeys,
      Set<MessageType> types,
      @org.jspecify.annotations.Nullable Source source) {
    return new RuleFilter(Set.of(), Set.of(), Set.of(), extKeys, types, source);
  }

  private static CallbackRule rule(RuleFilter filter, boolean enabled) {
    return new CallbackRule(
        new RuleId(1),
        new AppId(1),
        "rule",
        new RuleTarget.Http(URI.create("http://example.com/")),
        enabled,
        Set.of(EventKind.THREAD),
        filter,
        RulePace.DEFAULT,
        new RuleSecrets("", "whsec_AAAA", null, null),
        RuleOptions.DEFAULT,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
