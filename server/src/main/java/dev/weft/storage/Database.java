package dev.weft.storage;

import dev.weft.app.AppStore;
import dev.weft.app.operator.OperatorStore;
import dev.weft.callback.moderation.JudgeStore;
import dev.weft.callback.rule.RuleHistory;
import dev.weft.callback.rule.RuleStore;
import dev.weft.chat.GroupKind;
import dev.weft.chat.broadcast.BroadcastStore;
import dev.weft.chat.client.Absentees;
import dev.weft.chat.favorite.FavoriteStore;
import dev.weft.chat.file.FileContents;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.ReactionStore;
import dev.weft.chat.message.ReaderStore;
import dev.weft.chat.moderation.KeywordStore;
import dev.weft.chat.policy.FactStore;
import dev.weft.chat.push.PushStore;
import dev.weft.chat.stream.StreamStore;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.user.UserLinkStore;
import dev.weft.chat.user.UserMuteStore;
import dev.weft.chat.user.UserStore;
import dev.weft.cluster.Leases;
import dev.weft.cluster.NodeList;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.delivery.log.DeliveryLog;
import dev.weft.delivery.log.DeliverySearch;
import dev.weft.delivery.log.LogRetention;
import dev.weft.delivery.redrive.ExceptionStore;
import dev.weft.delivery.redrive.JobStore;
import dev.weft.idempotency.KeptAnswerStore;
import dev.weft.loop.Loops;
import dev.weft.pull.ConsumerStore;
import dev.weft.pull.EventLog;
import dev.weft.storage.jdbc.JdbcAppStore;
import dev.weft.storage.jdbc.JdbcConversationStateStore;
import dev.weft.storage.jdbc.JdbcDeviceStore;
import dev.weft.storage.jdbc.JdbcErasedStore;
import dev.weft.storage.jdbc.JdbcFavoriteStore;
import dev.weft.storage.jdbc.JdbcGroupAckStore;
import dev.weft.storage.jdbc.JdbcGroupMarkStore;
import dev.weft.storage.jdbc.JdbcIds;
import dev.weft.storage.jdbc.JdbcKeptAnswerStore;
import dev.weft.storage.jdbc.JdbcMessagePinStore;
import dev.weft.storage.jdbc.JdbcNotificationStore;
import dev.weft.storage.jdbc.JdbcOperatorStore;
import dev.weft.storage.jdbc.JdbcPresenceStore;
import dev.weft.storage.jdbc.JdbcPushStore;
import dev.weft.storage.jdbc.JdbcReaderStore;
import dev.weft.storage.jdbc.JdbcStreamStore;
import dev.weft.storage.jdbc.JdbcUserLinkStore;
import dev.weft.storage.jdbc.JdbcUserMuteStore;
import dev.weft.storage.jdbc.JdbcUserStore;
import dev.weft.storage.jdbc.delivery.JdbcConsumerStore;
import dev.weft.storage.jdbc.delivery.JdbcExceptionStore;
import dev.weft.storage.jdbc.delivery.JdbcFactStore;
import dev.weft.storage.jdbc.delivery.JdbcJobStore;
import dev.weft.storage.jdbc.delivery.JdbcJudgeStore;
import dev.weft.storage.jdbc.delivery.JdbcKeywordStore;
import dev.weft.storage.jdbc.delivery.JdbcLogRetention;
import dev.weft.storage.jdbc.delivery.JdbcRuleHistory;
import dev.weft.storage.jdbc.delivery.JdbcRuleStore;
import dev.weft.storage.jdbc.group.JdbcAbsentees;
import dev.weft.storage.jdbc.group.JdbcBroadcastStore;
import dev.weft.storage.postgres.PostgresAddress;
import dev.weft.storage.postgres.PostgresFileContents;
import dev.weft.storage.postgres.PostgresTransactions;
import dev.weft.storage.postgres.cluster.PostgresNodeList;
import dev.weft.storage.postgres.cluster.Sharing;
import dev.weft.storage.sql.TracedTransactions;
import dev.weft.storage.sqlite.SqliteTransactions;
import dev.weft.sync.ConversationStateStore;
import dev.weft.sync.CursorStore;
import dev.weft.sync.ErasedStore;
import dev.weft.sync.MessagePinStore;
import dev.weft.sync.NotificationStore;
import dev.weft.sync.attribute.AttributeStore;
import dev.weft.sync.device.DeviceStore;
import dev.weft.sync.presence.PresenceStore;
import dev.weft.sync.receipt.GroupAckStore;
import dev.weft.sync.search.SearchIndexStore;
import dev.weft.trace.Tracer;
import dev.weft.tx.CommitListener;
import dev.weft.tx.JoiningTransactions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// An open database: what is behind every port of the other packages.
public final class Database implements AutoCloseable {

  private final JoiningTransactions transactions;
  private final StoresByDatabase stores;
  private final @Nullable Sharing sharing;
  private final BooleanSupplier writable;
  private final Runnable close;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Database(
      JoiningTransactions transactions,
      StoresByDatabase stores,
      @Nullable Sharing sharing,
      BooleanSupplier writable,
      Runnable close) {
    this.transactions = transactions;
    this.stores = stores;
    this.sharing = sharing;
    this.writable = writable;
    this.close = close;
  }

  /// Opens a SQLite file, makes it if it is missing, and brings its schema up to date.
  ///
  /// @throws StoreFailedException if the file cannot be opened or was made by a newer version
  public static Database sqlite(Path file, CommitListener listener) {
    return sqlite(file, listener, new Loops(), Tracer.NONE);
  }

  /// The same, with background loops that the caller supervises and commits that `tracer` records.
  public static Database sqlite(Path file, CommitListener listener, Loops loops, Tracer tracer) {
    SqliteTransactions transactions = new SqliteTransactions(file, listener, loops);
    return new Database(
        new JoiningTransactions(TracedTransactions.of(transactions, tracer)),
        new SqliteStores(),
        null,
        transactions::isWritable,
        transactions::close);
  }

  /// Opens a PostgreSQL database and brings its schema up to date.
  ///
  /// @throws StoreFailedException saying in one sentence why it cannot be used
  public static Database postgresql(PostgresAddress address, CommitListener listener) {
    return postgresql(address, listener, new Loops(), Tracer.NONE);
  }

  /// The same, with background loops that the caller supervises and commits that `tracer` records.
  public static Database postgresql(
      PostgresAddress address, CommitListener listener, Loops loops, Tracer tracer) {
    PostgresTransactions transactions = new PostgresTransactions(address, listener, loops);
    AtomicInteger node = new AtomicInteger(-1);
    return new Database(
        new JoiningTransactions(TracedTransactions.of(transactions, tracer)),
        new PostgresStores(node::get),
        new Sharing(transactions.database(), node::set),
        transactions::isWritable,
        transactions::close);
  }

  /// What it takes to share the database with other servers; empty for a file, which has one.
  public Optional<Sharing> sharing() {
    return Optional.ofNullable(sharing);
  }

  /// Whether the last attempt to write succeeded. While it did not, another comes within seconds.
  public boolean isWritable() {
    return writable.getAsBoolean();
  }

  public JoiningTransactions transactions() {
    return transactions;
  }

  public OperatorStore operators() {
    return new JdbcOperatorStore();
  }

  /// Looks for deliveries over all apps.
  public DeliverySearch deliverySearch() {
    return stores.deliverySearch();
  }

  public AppStore apps() {
    return new JdbcAppStore();
  }

  public FactStore facts() {
    return new JdbcFactStore();
  }

  public UserStore users() {
    return new JdbcUserStore();
  }

  public UserLinkStore userLinks() {
    return new JdbcUserLinkStore();
  }

  public UserMuteStore userMutes() {
    return new JdbcUserMuteStore();
  }

  public GroupStore groups() {
    return stores.groups(GroupKind.GROUP);
  }

  /// Chat rooms.
  public GroupStore rooms() {
    return stores.groups(GroupKind.ROOM);
  }

  /// What chat rooms alone have.
  public RoomStores roomStores() {
    return RoomStores.jdbc();
  }

  public StreamStore streams() {
    return new JdbcStreamStore();
  }

  public BroadcastStore broadcasts() {
    return new JdbcBroadcastStore();
  }

  public GroupMarkStore groupMarks() {
    return new JdbcGroupMarkStore();
  }

  public ThreadStore threads() {
    return stores.threads();
  }

  public MessageStore messages() {
    return stores.messages();
  }

  /// What happened in each conversation, in order.
  ///
  /// @param ids numbers of new conversations of two users
  public TimelineStore timelines(LongSupplier ids) {
    return stores.timelines(ids);
  }

  public ReaderStore readers() {
    return new JdbcReaderStore();
  }

  public DeviceStore devices() {
    return new JdbcDeviceStore();
  }

  public CursorStore cursors() {
    return stores.cursors();
  }

  public SearchIndexStore searchIndex() {
    return stores.searchIndex();
  }

  public ErasedStore erased() {
    return new JdbcErasedStore();
  }

  public MessagePinStore messagePins() {
    return new JdbcMessagePinStore();
  }

  public NotificationStore notifications() {
    return new JdbcNotificationStore();
  }

  public PushStore push() {
    return new JdbcPushStore();
  }

  public KeywordStore keywords() {
    return new JdbcKeywordStore();
  }

  public JudgeStore judges() {
    return new JdbcJudgeStore();
  }

  public FavoriteStore favorites() {
    return new JdbcFavoriteStore();
  }

  public AttributeStore attributes() {
    return stores.attributes();
  }

  public Absentees absentees() {
    return new JdbcAbsentees();
  }

  public GroupAckStore groupAcks() {
    return new JdbcGroupAckStore();
  }

  public PresenceStore presences() {
    return new JdbcPresenceStore();
  }

  public ReactionStore reactions() {
    return stores.reactions();
  }

  public ConversationStateStore conversationStates() {
    return new JdbcConversationStateStore();
  }

  public FileStores files() {
    return FileStores.jdbc();
  }

  /// The bytes of files: in PostgreSQL itself, where every node finds them, or else in a folder.
  public FileContents fileContents(Path folder) {
    return sharing == null ? new FileFolder(folder) : new PostgresFileContents(transactions);
  }

  /// Shows who shares the database; empty for a file.
  public Optional<NodeList> nodes() {
    return sharing == null
        ? Optional.empty()
        : Optional.of(new PostgresNodeList(transactions, Leases.NODE_TIMEOUT.toMillis()));
  }

  public KeptAnswerStore keptAnswers() {
    return new JdbcKeptAnswerStore();
  }

  public RuleStore rules() {
    return new JdbcRuleStore();
  }

  public DeliveryStore deliveries() {
    return stores.deliveries();
  }

  public DeliveryLog deliveryLog() {
    return stores.deliveryLog();
  }

  public EventLog eventLog() {
    return stores.eventLog();
  }

  public ConsumerStore consumers() {
    return new JdbcConsumerStore();
  }

  public ExceptionStore exceptions() {
    return new JdbcExceptionStore();
  }

  public JobStore jobs() {
    return new JdbcJobStore(stores.jobCopies());
  }

  public LogRetention logRetention() {
    return new JdbcLogRetention();
  }

  public RuleHistory ruleHistory() {
    return new JdbcRuleHistory();
  }

  /// The largest id of a message, thread or group; 0 in a new store.
  public long newestId() {
    return transactions.read(new JdbcIds()::newest);
  }

  /// The largest id of a conversation that has at most 15 digits; 0 in a new store.
  public long newestConversation() {
    return transactions.read(new JdbcIds()::newestConversation);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      close.run();
    }
  }
}
