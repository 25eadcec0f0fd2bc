package dev.weft.storage.sql;

import dev.weft.trace.Span;
import dev.weft.trace.TraceContext;
import dev.weft.trace.Tracer;
import dev.weft.trace.Tracer.Kind;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Records each unit of work that belongs to a trace: from the call until what it wrote is durable,
/// the wait for the writer included. What the unit does belongs to that span.
public final class TracedTransactions implements Transactions {

  private final Transactions transactions;
  private final Tracer tracer;

  private TracedTransactions(Transactions transactions, Tracer tracer) {
    this.transactions = transactions;
    this.tracer = tracer;
  }

  /// `transactions` as `tracer` records them; themselves, if it records nothing.
  public static Transactions of(Transactions transactions, Tracer tracer) {
    return tracer.equals(Tracer.NONE) ? transactions : new TracedTransactions(transactions, tracer);
  }

  @Override
  public <T extends @Nullable Object> T call(Function<Tx, T> work) {
    return traced(() -> transactions.call(work));
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Snapshot, T> work) {
    return transactions.read(work);
  }

  @Override
  public <K, F> GroupCommit<K, F> groupCommit(BiFunction<Tx, List<K>, F> fetch) {
    GroupCommit<K, F> groups = transactions.groupCommit(fetch);
    return new GroupCommit<>() {
      @Override
      public <T extends @Nullable Object> T call(List<K> needs, BiFunction<Tx, F, T> work) {
        return traced(() -> groups.call(needs, work));
      }
    };
  }

  private <T extends @Nullable Object> T traced(Supplier<T> unit) {
    @Nullable TraceContext trace = TraceContext.current();
    if (trace == null) {
      return unit.get();
    }
    Span span = tracer.begin(Kind.INTERNAL, "commit", trace);
    try {
      return TraceContext.within(span.context(), unit);
    } catch (RuntimeException | Error e) {
      span.failed(e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }
}
