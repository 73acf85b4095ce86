using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// Tells a database that is away, or can't take more at the moment, from statements that are wrong: the first passes by
/// itself or by an operator's hand, the second is a fault of the program.
/// </summary>
public static class DatabaseTrouble
{
    /// <summary>What a caller of a grain is told, in a type that every process knows.</summary>
    public const string Words = "The database did not answer; whether a change was made is not known.";

    /// <summary>What a caller is told whose token stopped a statement.</summary>
    public const string CancelledWords = "The statement was cancelled.";

    private const int SqliteInterrupt = 9;

    // Primary result codes, https://sqlite.org/rescode.html: busy, locked, I/O error, full, can't open.
    private static readonly int[] SqliteAway = [5, 6, 10, 13, 14];

    // https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, insufficient resources; then
    // shutdowns, a cancelled or too long statement, a lock not had in time, a standby that is no primary yet.
    private static readonly string[] AwayClasses = ["08", "53", "57P"];
    private static readonly string[] AwayStates = ["57014", "55P03", "25006"];

    /// <summary>Whether a statement was stopped by the token that it was given. Nothing else here interrupts a statement of SQLite.</summary>
    public static bool IsCancelled(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: SqliteInterrupt } or OperationCanceledException { InnerException: DbException };

    /// <summary>Whether this failure, or one that caused it, says that the database is away.</summary>
    public static bool IsAway(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is SocketException) return true; // Not even the address could be found. Nothing else here opens sockets.
            if (current is SqliteException sqlite && SqliteAway.Contains(sqlite.SqliteErrorCode)) return true;
            if (current is DbException { SqlState: { } state }) return IsAway(state) || IsTransient(current);
            if (current is DbException && (IsTransient(current) || HasBroken(current.InnerException))) return true;
        }

        return false;
    }

    /// <summary>Whether a SQLSTATE says so.</summary>
    public static bool IsAway(string state) =>
        Array.Exists(AwayClasses, prefix => state.StartsWith(prefix, StringComparison.Ordinal)) || AwayStates.Contains(state);

    /// <summary>Deadlocks and lost serialisations among them: nothing was done, and another try is right.</summary>
    private static bool IsTransient(Exception exception) => exception is DbException { IsTransient: true };

    private static bool HasBroken(Exception? inner) => inner is SocketException or IOException or TimeoutException;
}

/// <summary>
/// The one place where a database that is away becomes an answer of a grain: whatever its driver threw is logged here,
/// and leaves the silo as a <see cref="TimeoutException"/>, which every process knows and takes for what it is.
/// </summary>
/// <param name="logger">The log.</param>
internal sealed partial class DatabaseTroubleFilter(ILogger<DatabaseTroubleFilter> logger) : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (DatabaseTrouble.IsCancelled(exception))
        {
            throw new OperationCanceledException(DatabaseTrouble.CancelledWords); // The caller's own wish; what the driver said can't travel.
        }
        catch (Exception exception) when (exception is not InconsistentStateException && DatabaseTrouble.IsAway(exception))
        {
            LogAway(context.TargetId, context.MethodName, exception);
            throw new TimeoutException(DatabaseTrouble.Words);
        }
        catch (OrleansException exception) when (exception.InnerException is TimeoutException { Message: DatabaseTrouble.Words })
        {
            throw new TimeoutException(DatabaseTrouble.Words); // The storage has logged it.
        }
        catch (InconsistentStateException exception) when (Find(exception) is not null)
        {
            throw new InconsistentStateException(exception.Message); // Nothing was written. What the driver said can't travel.
        }
        catch (Exception exception) when (exception is not InconsistentStateException && Find(exception) is { } fault)
        {
            // A fault of ours. Its own type would reach a process without that driver as an error of its codec.
            LogFault(context.TargetId, context.MethodName, exception);
            throw new InvalidOperationException($"A statement failed: {fault.SqlState ?? fault.GetType().Name}. The silo's log has it.");
        }
    }

    private static DbException? Find(Exception? exception)
    {
        while (exception is not null and not DbException) exception = exception.InnerException;
        return (DbException?)exception;
    }

    [LoggerMessage(EventId = 2021, Level = LogLevel.Error, Message = "The database did not answer {Method} of {Grain}")]
    private partial void LogAway(GrainId grain, string method, Exception exception);

    [LoggerMessage(EventId = 2022, Level = LogLevel.Error, Message = "A statement of {Method} of {Grain} failed")]
    private partial void LogFault(GrainId grain, string method, Exception exception);
}
