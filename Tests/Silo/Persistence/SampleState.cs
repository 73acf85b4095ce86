using System.Text.Json.Serialization;

namespace OrleansVideo.Tests.Silo.Persistence;

/// <summary>A state with what states are made of.</summary>
public sealed record SampleState
{
    public int Schema { get; set; } = 1;

    public string? Title { get; set; }

    public SamplePhase Phase { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public TimeSpan Window { get; set; }

    public long Size { get; set; }

    public IReadOnlyList<string> Roles { get; set; } = [];

    public IReadOnlyDictionary<string, SamplePhase> Phases { get; set; } = new Dictionary<string, SamplePhase>();
}

public enum SamplePhase
{
    Draft = 0,
    InTrash = 4,
}

[JsonSerializable(typeof(SampleState))]
public sealed partial class SampleStateContext : JsonSerializerContext;
