namespace OrleansVideo;

/// <summary>The outcome of a command that returns nothing: done, or refused for a named reason.</summary>
/// <param name="Refusal">Why it was not done; null when it was.</param>
[GenerateSerializer, Immutable, Alias("Result")]
public sealed record Result([property: Id(0)] Refusal? Refusal)
{
    /// <summary>It was done, or had been done before.</summary>
    public static readonly Result Done = new((Refusal?)null);

    /// <summary>Refused for this reason.</summary>
    public static implicit operator Result(Refusal refusal) => new(refusal);

    /// <summary>Refused for this reason, with its standard words.</summary>
    public static implicit operator Result(RefusalCode code) => new(new Refusal(code));
}
