package dev.weft.web.weft;

import dev.weft.delivery.redrive.DateKey;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.delivery.redrive.JobRefusedException;
import dev.weft.delivery.redrive.StoredDateKey;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.StagedHandler;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The vendor's exception storage: callbacks that were given up, and their resending (callback
/// contract, section 4.1). Its curl says `callback` where its text says `callbacks`: both work.
public final class ExceptionRoutes {

  private static final List<String> SPELLINGS = List.of("/callbacks", "/callback");
  private static final Rate INFO = Rate.of("callback-storage-info");
  private static final Rate RETRY = Rate.of("callback-storage-retry");

  private final ExceptionStorage storage;

  public ExceptionRoutes(ExceptionStorage storage) {
    this.storage = storage;
  }

  public void addTo(Routes routes) {
    for (String callbacks : SPELLINGS) {
      routes
          .add("GET", callbacks + "/storage/info", INFO, this::info)
          .add("POST", callbacks + "/storage/retry", RETRY, new StagedHandler(this::retry));
    }
  }

  private Answer info(Call call) {
    return answer(
        call, storage.dateKeys(call.app().id().value()).stream().map(Stored::of).toList());
  }

  /// What is stored under one key.
  private record Stored(String date, long size, int retry) {
    static Stored of(StoredDateKey stored) {
      return new Stored(stored.dateKey().toString(), stored.size(), stored.rounds());
    }
  }

  /// `failure` when nothing is stored under the key, so that there is nothing to send.
  private Supplier<Answer> retry(Call call) {
    JsonBody body = call.json();
    DateKey date =
        body.id("date")
            .flatMap(DateKey::parse)
            .orElseThrow(
                () ->
                    Errors.illegalArgument(
                        "date must be the beginning of ten minutes as yyyyMMddHHmm"));
    if (body.number("retry").filter(rounds -> rounds < 0).isPresent()) {
      throw Errors.illegalArgument("retry must be 0 or more");
    }
    @Nullable URI target = Targets.read(body, "targetUrl");
    try {
      storage.checkTarget(target);
    } catch (JobRefusedException e) {
      throw Targets.refusal(e);
    }
    return () -> retry(call, date, target);
  }

  private Answer retry(Call call, DateKey date, @Nullable URI target) {
    try {
      boolean sending = !storage.begin(call.app().id().value(), date, target).isEmpty();
      return answer(call, sending ? "success" : "failure");
    } catch (JobRefusedException e) {
      throw Targets.refusal(e);
    }
  }

  /// `post` even for GET, and the path of no route: so the vendor answers.
  private static Answer answer(Call call, Object data) {
    return Envelope.of(call).at("/callbacks").with("action", "post").with("data", data).answer();
  }
}
