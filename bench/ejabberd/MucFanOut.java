import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Members of one XMPP chat room, all on one thread, as `Devices` of `./weft bench K` are: some
/// send by turns, first as fast as the others get it (32 messages under way), then at half of that.
///
/// It looks for a mark in the bytes that come and parses nothing else, which costs less than what
/// the other side's clients do.
///
/// `java MucFanOut.java PORT MEMBERS WARM_SECONDS SECONDS` prints deliveries a second and the time
/// from sending until the last member has a message, in milliseconds.
final class MucFanOut {

  private static final String HOST = "localhost";
  private static final String ROOM = "bench@conference.localhost";
  private static final int WINDOW = 32;
  private static final int SENDERS = 32;
  private static final int TEXT_BYTES = 200;
  private static final byte[] MARK = "<body>#".getBytes(StandardCharsets.US_ASCII);

  private static final Map<Long, long[]> UNDER_WAY = new HashMap<>();
  private static final List<Long> TIMES = new ArrayList<>();
  private static long deliveries;
  private static long messages;
  private static long begin;
  private static long end;

  private MucFanOut() {}

  /// One member.
  private static final class Member {
    final SocketChannel channel;
    final ArrayDeque<ByteBuffer> out = new ArrayDeque<>();
    final byte[] rest = new byte[64];
    int restBytes;
    int step;
    final int number;

    Member(int number, int port, Selector selector) throws IOException {
      this.number = number;
      channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
      stream();
    }

    void stream() throws IOException {
      send(
          "<stream:stream to='"
              + HOST
              + "' xmlns='jabber:client' version='1.0'"
              + " xmlns:stream='http://etherx.jabber.org/streams'>");
    }

    void send(String text) throws IOException {
      out.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      flush();
    }

    void flush() throws IOException {
      while (!out.isEmpty()) {
        channel.write(out.peek());
        if (out.peek().hasRemaining()) {
          return;
        }
        out.remove();
      }
    }

    /// The login: features, ANONYMOUS, features, bind, session, and into the room.
    void talk(String text) throws IOException {
      if (step == 0 && text.contains("</stream:features>")) {
        step = 1;
        send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>");
      } else if (step == 1 && text.contains("<success")) {
        step = 2;
        stream();
      } else if (step == 2 && text.contains("</stream:features>")) {
        step = 3;
        send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
      } else if (step == 3 && text.contains("</jid>")) {
        step = 4;
        send(
            "<presence to='"
                + ROOM
                + "/m"
                + number
                + "'><x xmlns='http://jabber.org/protocol/muc'><history"
                + " maxstanzas='0'/></x></presence>");
      } else if (step == 4 && text.contains("code='201'")) {
        // Who makes the room unlocks it with its defaults.
        send(
            "<iq to='"
                + ROOM
                + "' type='set' id='c'><query"
                + " xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data'"
                + " type='submit'/></query></iq>");
      } else if (step == 4 && (text.contains("<subject") || text.contains("id='c'"))) {
        step = 5;
      }
      if (text.contains("type='error'")) {
        throw new IOException(text);
      }
    }

    /// Finds marks, those too that stand on both sides of two reads.
    void came(byte[] bytes, int length, int members) {
      byte[] all = new byte[restBytes + length];
      System.arraycopy(rest, 0, all, 0, restBytes);
      System.arraycopy(bytes, 0, all, restBytes, length);
      int from = 0;
      for (int i = 0; i + MARK.length + 20 <= all.length; i++) {
        if (all[i] == '<' && Arrays.equals(all, i, i + MARK.length, MARK, 0, MARK.length)) {
          long id = 0;
          int at = i + MARK.length;
          while (all[at] != '#') {
            id = id * 10 + all[at++] - '0';
          }
          delivered(id, members);
          i = at;
        }
        from = i + 1;
      }
      restBytes = Math.min(rest.length, all.length - from);
      System.arraycopy(all, all.length - restBytes, rest, 0, restBytes);
    }
  }

  private static void delivered(long id, int members) {
    long now = System.nanoTime();
    if (now >= begin && now < end) {
      deliveries++;
    }
    long[] under = UNDER_WAY.get(id);
    if (under != null && ++under[1] >= members) {
      UNDER_WAY.remove(id);
      if (under[0] >= begin && under[0] < end) {
        messages++;
        TIMES.add(now - under[0]);
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    // As many others as that beside the one who sends. The room sends to the sender too.
    int members = Integer.parseInt(arguments[1]);
    long warm = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
    long length = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[3]));
    Selector selector = Selector.open();
    List<Member> all = new ArrayList<>();
    long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    for (int i = 0; i < members; i++) {
      Member member = new Member(i, port, selector);
      all.add(member);
      while (member.step < 5) {
        if (System.nanoTime() > patience) {
          throw new IllegalStateException("member " + i + " did not get in, step " + member.step);
        }
        poll(selector, members);
      }
    }
    double rate = phase(selector, all, members, WINDOW, 0, warm, 0, length);
    long fast = deliveries;
    double seconds = length / 1e9;
    phase(selector, all, members, 0, rate / 2, TimeUnit.MILLISECONDS.toNanos(500), 1, length);
    long[] times = TIMES.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "members=%d deliveries_per_s=%.0f messages_per_s=%.0f last_p50_ms=%.2f last_p99_ms=%.2f%n",
        members, fast / seconds, rate, at(times, 0.5), at(times, 0.99));
    System.exit(0);
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))] / 1e6;
  }

  /// Returns messages a second.
  private static double phase(
      Selector selector,
      List<Member> all,
      int members,
      int window,
      double perSecond,
      long warm,
      int number,
      long length)
      throws IOException {
    UNDER_WAY.clear();
    TIMES.clear();
    messages = 0;
    deliveries = 0;
    long start = System.nanoTime();
    begin = start + warm;
    end = begin + length;
    long first = number * 1_000_000_000L;
    long id = first;
    String text = "x".repeat(TEXT_BYTES);
    long patience = end + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end || (!UNDER_WAY.isEmpty() && System.nanoTime() < patience)) {
      long now = System.nanoTime();
      while (now < end
          && (window > 0
              ? UNDER_WAY.size() < window
              : start + (long) ((id - first) * (1e9 / perSecond)) <= now)) {
        id++;
        UNDER_WAY.put(id, new long[] {now, 0});
        String mark = "%d#".formatted(id);
        all.get((int) (id % Math.min(SENDERS, all.size())))
            .send(
                "<message to='"
                    + ROOM
                    + "' type='groupchat'><body>#"
                    + mark
                    + text.substring(mark.length() + 1)
                    + "</body></message>");
      }
      poll(selector, members);
    }
    if (!UNDER_WAY.isEmpty()) {
      System.err.println(UNDER_WAY.size() + " messages did not reach everybody");
    }
    return messages / (length / 1e9);
  }

  private static final ByteBuffer IN = ByteBuffer.allocate(1 << 16);

  private static void poll(Selector selector, int members) throws IOException {
    selector.select(1);
    for (SelectionKey key : selector.selectedKeys()) {
      Member member = (Member) key.attachment();
      IN.clear();
      int count = member.channel.read(IN);
      if (count < 0) {
        throw new IOException("the server has closed the connection of member " + member.number);
      }
      if (member.step < 5) {
        member.talk(new String(IN.array(), 0, count, StandardCharsets.UTF_8));
      } else {
        member.came(IN.array(), count, members);
      }
      member.flush();
    }
    selector.selectedKeys().clear();
  }
}
