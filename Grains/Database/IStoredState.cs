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
