namespace OrleansVideo.Grains.Database;

/// <summary>Writes grain state without ever leaving memory ahead of storage.</summary>
internal static class StateWriting
{
    /// <summary>
    /// Stores <paramref name="next"/> and keeps it. When the write fails, the state in memory is what it was; whether the
    /// row was written then is unknown, and the next write finds out by its ETag.
    /// </summary>
    public static async Task WriteAsync<TState>(this IPersistentState<TState> storage, TState next)
    {
        var previous = storage.State;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = previous;
            throw;
        }
    }
}
