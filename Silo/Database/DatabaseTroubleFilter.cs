using System.Data.Common;
using Orleans.Storage;

namespace OrleansVideo.Silo.Database;

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
