using System.Diagnostics.CodeAnalysis;
using System.Globalization;

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

/// <summary>A "no" as a value: which rule said it, and what the caller can do about it.</summary>
/// <param name="Code">The rule, one stable problem code.</param>
/// <param name="Detail">A sentence in English where it says more than the code's standard words; else null.</param>
/// <param name="RetryAfter">How long to wait before it is worth another try; null where waiting does not help.</param>
[GenerateSerializer, Immutable, Alias("Refusal")]
public sealed record Refusal(
    [property: Id(0)] RefusalCode Code,
    [property: Id(1)] string? Detail = null,
    [property: Id(2)] TimeSpan? RetryAfter = null)
{
    /// <summary>The field of the request that breaks the rule, by its name in JSON; null where the code says it, or it is about none.</summary>
    [Id(3)] public string? Field { get; init; }

    /// <summary>What <see cref="Detail"/> says, where it has an argument; null where it is a sentence as it stands, or there is none.</summary>
    [Id(4)] public RefusalReason? Reason { get; init; }

    /// <summary>
    /// Whether it comes of two releases side by side: what is to be changed is newer than what answered, or the answer carries a code
    /// that this release does not know. Nothing follows from it but another try.
    /// </summary>
    public bool IsOfNewerVersion => Code == RefusalCode.NewerVersion || !Enum.IsDefined(Code);

    /// <summary>A refusal with the code's standard words.</summary>
    public static implicit operator Refusal(RefusalCode code) => new(code);
}

/// <summary>What a refusal says beyond its code's standard words: a code and its argument. Pages put it into words, in the reader's language.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Argument">What the code says of it.</param>
[GenerateSerializer, Immutable, Alias("RefusalReason")]
public sealed record RefusalReason([property: Id(0)] RefusalReasonCode Code, [property: Id(1)] string Argument)
{
    /// <summary>A refusal for this reason, with the English sentence for releases that do not know it.</summary>
    public Refusal Refuse(RefusalCode code) =>
        new(code, string.Format(CultureInfo.InvariantCulture, Code.Sentence() ?? "", Argument)) { Reason = this };
}

/// <summary>What a refusal says beyond its code's standard words. The numbers travel.</summary>
public enum RefusalReasonCode
{
    /// <summary>None that this release knows.</summary>
    Unknown = 0,

    /// <summary>The argument is for how long a file that was changed is left alone.</summary>
    FileChangedRecently = 1,

    /// <summary>The argument is the list of types that are taken.</summary>
    TypeNotTaken = 2,
}

/// <summary>
/// The English sentence of each reason: what releases show that know no code, and the key under which pages find it in other languages.
/// </summary>
public static class RefusalReasonText
{
    /// <summary>The sentence, with <c>{0}</c> for the argument; null for a code unknown here.</summary>
    public static string? Sentence(this RefusalReasonCode code) => code switch
    {
        RefusalReasonCode.FileChangedRecently => "The file changed less than {0} ago, and is left alone that long.",
        RefusalReasonCode.TypeNotTaken => "The file's content is none of the types taken here: {0}. Its name does not matter.",
        _ => null,
    };
}
