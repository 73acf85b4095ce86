using System.Text.Json;

namespace OrleansVideo.Grains.Database;

/// <summary>
/// A grain's stored state during an upgrade: a newer release may have written it. Members that this release does not know are kept
/// and written back. What it can't carry, a word or a form that it does not know, makes the state one to be read and not written.
/// </summary>
internal interface IStoredState
{
    /// <summary>Version of the stored form. A release raises it when releases before it must not write the state any more.</summary>
    int Schema { get; }

    /// <summary>Members of newer releases. Only the serializer adds to them: a name in both would be written twice.</summary>
    Dictionary<string, JsonElement>? More { get; }

    /// <summary>Whether this release must not write it: its schema is above this release's own, or it has a word unknown here.</summary>
    bool IsNewer { get; }
}

/// <summary>Writes grain state without ever leaving memory ahead of storage.</summary>
internal static class StateWriting
{
    /// <summary>
    /// Stores <paramref name="next"/> and keeps it, unless what is stored is a newer release's. When the write fails, the state in
    /// memory is what it was; whether the row was written then is unknown, and the next write finds out by its ETag.
    /// </summary>
    /// <exception cref="NewerVersionException">A newer release wrote what is stored; it stays as it is.</exception>
    public static async Task WriteAsync<TState>(this IPersistentState<TState> storage, TState next)
        where TState : IStoredState
    {
        storage.State.RefuseIfNewer();
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

    /// <summary>Removes what is stored, unless it is a newer release's.</summary>
    /// <exception cref="NewerVersionException">A newer release wrote it; it stays as it is.</exception>
    public static async Task ClearAsync<TState>(this IPersistentState<TState> storage)
        where TState : IStoredState
    {
        storage.State.RefuseIfNewer();
        if (storage.RecordExists) await storage.ClearStateAsync();
    }

    /// <summary>Throws for a state that this release must not write. Commands ask before they change anything else.</summary>
    /// <exception cref="NewerVersionException">A newer release wrote it.</exception>
    public static void RefuseIfNewer(this IStoredState state)
    {
        if (state.IsNewer)
            throw new NewerVersionException($"A newer release wrote this {state.GetType().Name} (schema {state.Schema}): it is not changed.");
    }
}
