namespace OrleansVideo;

/// <summary>A "no" as a value: which rule said it, and what the caller can do about it.</summary>
/// <param name="Code">The rule, one stable problem code.</param>
/// <param name="Detail">A sentence for people where it says more than the code's standard words; else null.</param>
/// <param name="RetryAfter">How long to wait before it is worth another try; null where waiting does not help.</param>
[GenerateSerializer, Immutable, Alias("Refusal")]
public sealed record Refusal(
    [property: Id(0)] RefusalCode Code,
    [property: Id(1)] string? Detail = null,
    [property: Id(2)] TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// Whether it comes of two releases side by side: what is to be changed is newer than what answered, or the answer carries a code
    /// that this release does not know. Nothing follows from it but another try.
    /// </summary>
    public bool IsOfNewerVersion => Code == RefusalCode.NewerVersion || !Enum.IsDefined(Code);

    /// <summary>A refusal with the code's standard words.</summary>
    public static implicit operator Refusal(RefusalCode code) => new(code);
}
