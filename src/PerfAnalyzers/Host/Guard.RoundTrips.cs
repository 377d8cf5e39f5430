namespace PerfAnalyzers.Host;

/// <summary>Guards of the rules about round trips in loops.</summary>
internal sealed partial class Guard
{
    public static readonly Guard LoopWithoutData = new(
        RoundTrips, "The loop does not run over a collection: it tries again, turns pages, or takes from a queue.");

    public static readonly Guard LoopOverStream = new(
        RoundTrips, "The loop runs over a stream, whose items are not all there at once.");

    public static readonly Guard LoopOverCounter = new(
        RoundTrips, "The loop runs over numbers that it makes up itself: pages, attempts, offsets.");

    public static readonly Guard LoopOverWrittenList = new(
        RoundTrips, "The loop runs over a list whose elements stand in the code, so that it does not grow with the data.");

    public static readonly Guard LoopOverDeclared = new(
        RoundTrips, "The loop runs over values of an enum, or over members of a type: no more of them than the code declares.");

    public static readonly Guard LoopOverOptional = new(
        RoundTrips, "The loop runs over a value that is there or not: at most one element.");

    public static readonly Guard LoopOverUnknownType = new(
        RoundTrips, "The type of what the loop runs over cannot be resolved, so that it may be no collection at all.");

    public static readonly Guard LoopThrottles = new(RoundTrips, "The loop waits, or takes a permit, between two items on purpose.");

    public static readonly Guard InChunks = new(RoundTrips, "The loop works in chunks or pages already.");

    public static readonly Guard ContextPerItem = new(RoundTrips, "Each item has a context, or a scope of services, of its own.");

    public static readonly Guard RunsForOneItem = new(
        RoundTrips, "The call runs once, however many items there are: one value of the loop's variable takes the branch, "
        + "or the loop ends there.");

    public static readonly Guard IndependentOfItem = new(
        RoundTrips, "The round trip does not depend on the item: it belongs before the loop, and there are not many of "
        + "which to make one.");

    public static readonly Guard HappensSometimes = new(
        RoundTrips, "Behind the call stands a cache, a branch, a loop or an implementation that spares some calls the round trip.");

    public static readonly Guard DoesMore = new(
        RoundTrips, "The call also waits for code that cannot be seen, so that it may do more than a round trip.");

    public static readonly Guard SaidToMakeNone = new(
        RoundTrips, "A line of a table, such as `!read Shop.IOrderStore::GetAsync`, says that the call makes no round trip.");

    public static readonly Guard UnseenAmongSteps = new(
        RoundTrips, "The code behind the call cannot be seen, and the loop waits for other calls too, beside a read for more than two: "
        + "a sequence of steps rather than one look-up or write.");

    public static readonly Guard UnseenInUnitOfWork = new(
        RoundTrips, "The code behind the call cannot be seen, and the function commits a unit of work: the call may only tell that what "
        + "to write later, or find what it holds already.");

    public static readonly Guard UnseenDecides = new(
        "PERF0301", "The code behind the call cannot be seen, and its result ends the loop or throws, or a catch keeps its failure "
        + "from the other items: each item is checked on its own.");

    public static readonly Guard ReportedOnce = new(
        RoundTrips, "The loop calls the same method at another place too, which is reported: one form for many mends both.");

    public static readonly Guard StatementPerItem = new(
        RoundTrips, "Each item asks another table, or brings its own SQL: no list of values can stand for those.");

    public static readonly Guard ObjectPerItem = new(RoundTrips, "Each item makes the call on an object of its own.");

    public static readonly Guard WritesToo = new("PERF0301", "The call writes as well, so that it is a case for PERF0302.");

    public static readonly Guard FillsCache = new("PERF0301", "The loop fills an entry of a cache, which happens once for many calls.");

    public static readonly Guard StartedTogether = new(
        "PERF0301", "The task is not awaited where it is started, so that the items do not wait for each other.");

    public static readonly Guard LoopCarried = new(
        "PERF0301", "The call needs what an earlier iteration left: a cursor, a running total, its own previous result.");

    public static readonly Guard LoopRemembers = new(
        "PERF0301", "The loop keeps what the call returned for a key, and asks for it first.");

    public static readonly Guard SeesWrites = new(
        "PERF0301", "The call may read what the loop has written for an earlier item: it does not ask for one row by its key, or what "
        + "is written is another row.");

    public static readonly Guard EndsOnResult = new(
        "PERF0301", "The loop ends on the result, as a search does, and the only remedy would make every call, whatever the "
        + "first ones return.");

    public static readonly Guard CatchesPerItem = new(
        "PERF0302", "A catch inside the loop keeps the failure of one item from the others.");

    public static readonly Guard LoopYields = new(
        "PERF0302", "The loop hands out results one by one, so that its caller decides how far it runs.");

    public static readonly Guard TransactionPerItem = new("PERF0302", "Each item has a transaction of its own.");

    public static readonly Guard InTransaction = new(
        "PERF0302", "A transaction spans the loop already, so that SQLite waits for the disk once.");

    public static readonly Guard ResultIsUsed = new(
        "PERF0302", "The loop needs what the write of the item returns, or does not wait for it.");

    public static readonly Guard FireAndForget = new("PERF0302", "The command is sent without waiting for its answer.");

    public static readonly Guard SendsNoRows = new(
        "PERF0302", "The SQL is not seen to change rows: it may be a script, or create a table.");

    public static readonly Guard ConnectionPerItem = new("PERF0302", "Each item opens a connection of its own.");

    public static readonly Guard NotSelectedByItem = new(
        "PERF0302", "The statement does not select its rows by one value of the item alone, for which a list of values could stand.");

    public static readonly Guard ReadsBetween = new(
        "PERF0302", "The loop reads from the same store between two writes, not just the item's row by its key, and may see what it has "
        + "written.");

    public static readonly Guard WritesElsewhere = new(
        "PERF0302", "The loop also writes elsewhere, in an order that a batch would change.");

    public static readonly Guard AwaitsUnknown = new(
        "PERF0302", "The loop waits for code that cannot be seen, such as the handler of a message: what is written of an "
        + "item may record that it succeeded.");

    public static readonly Guard ContextOfLoop = new(
        "PERF0302", "The context that is saved does not outlive the iteration, or cannot be told.");

    public static readonly Guard ChangesNoEntity = new("PERF0302", "The items of the loop are not seen to change an entity.");

    public static readonly Guard ContextHandedOver = new(
        "PERF0302", "Code elsewhere gets at the context between two saves, and may query it.");

    public static readonly Guard KeyReadBack = new(
        "PERF0302", "The loop reads a value that the database makes, such as a key, of an entity that it has saved.");

    public static readonly Guard QuerySeesChanges = new(
        "PERF0302", "The loop queries what it has changed: rows and values that the database has only when they are saved.");

    public static readonly Guard NoFormForMany = new("PERF0302", "The library has no form that writes many items at once.");
}
