using System.Text.Json;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>How many stream tokens there are to be.</summary>
/// <param name="MaxStreams">A whole number from 0, or null for what the option says. It has to be there: null is an order of its own.</param>
internal sealed record CapacityJson(JsonElement MaxStreams)
{
    /// <summary>Reads the number.</summary>
    /// <param name="maxStreams">The number; null goes back to the option.</param>
    /// <returns>Whether it is a whole number, or null.</returns>
    public bool TryRead(out int? maxStreams)
    {
        maxStreams = MaxStreams.ValueKind == JsonValueKind.Number && MaxStreams.TryGetInt32(out var number) ? number : null;
        return maxStreams is not null || MaxStreams.ValueKind == JsonValueKind.Null;
    }
}
