package dev.weft.app;

import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where operators are kept, each with the hash of one token.
public interface OperatorStore {

  /// Keeps a new operator. False if the name is taken.
  boolean insert(Tx tx, Operator operator, String tokenHash);

  /// Gives an operator another token. False if there is no such operator.
  boolean replaceToken(Tx tx, String name, String tokenHash);

  /// False if there is no such operator.
  boolean delete(Tx tx, String name);

  Optional<Operator> find(Snapshot snapshot, String name);

  /// The operator whose token has this hash.
  Optional<Operator> findByToken(Snapshot snapshot, String tokenHash);

  /// All operators by name.
  List<Operator> all(Snapshot snapshot);
}
