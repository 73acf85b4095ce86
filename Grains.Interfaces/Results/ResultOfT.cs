using System.Diagnostics.CodeAnalysis;

namespace OrleansVideo;

/// <summary>The outcome of a command: a value, or the reason why there is none. Exactly one of the two is set.</summary>
/// <typeparam name="T">What the command returns when it is done.</typeparam>
/// <param name="Value">The answer; null when refused.</param>
/// <param name="Refusal">Why there is no answer; null when there is one.</param>
[GenerateSerializer, Immutable, Alias("Result`1")]
public sealed record Result<T>([property: Id(0)] T? Value, [property: Id(1)] Refusal? Refusal)
    where T : class
{
    /// <summary>Tells the two cases apart, so that the compiler knows which one is not null.</summary>
    /// <param name="value">The answer when this returns true.</param>
    /// <param name="refusal">The reason when this returns false.</param>
    /// <returns>Whether the command was done.</returns>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        (value, refusal) = (Value, Refusal);
        return refusal is null;
    }

    /// <summary>Done, with this answer.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Refused for this reason.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator Result<T>(Refusal refusal) => new(null, refusal);

    /// <summary>Refused for this reason, with its standard words.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator Result<T>(RefusalCode code) => new(null, new Refusal(code));
}
