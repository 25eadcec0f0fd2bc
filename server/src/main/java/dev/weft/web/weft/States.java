package dev.weft.web.weft;

import dev.weft.delivery.State;
import dev.weft.web.api.Errors;
import java.util.Arrays;
import java.util.Locale;

/// The states of a delivery, in the words of the API.
public final class States {

  private States() {}

  public static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /// The state with this word.
  ///
  /// @throws VendorException 400 if there is no such state
  public static State read(String text) {
    return Arrays.stream(State.values())
        .filter(state -> word(state).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Errors.illegalArgument(
                    "state must be one of "
                        + Arrays.stream(State.values()).map(States::word).toList()));
  }
}
