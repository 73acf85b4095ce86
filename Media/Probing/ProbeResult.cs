using System.Diagnostics.CodeAnalysis;

namespace OrleansVideo.Media.Probing;

/// <summary>What the probe found: facts of a playable file, or the reason why it is none. Exactly one of the two is there.</summary>
public sealed record ProbeResult
{
    private ProbeResult(MediaFacts? facts, ProbeFailure? failure) => (Facts, Failure) = (facts, failure);

    /// <summary>The facts of a whole, playable file.</summary>
    public MediaFacts? Facts { get; }

    /// <summary>Why the file cannot be published.</summary>
    public ProbeFailure? Failure { get; }

    /// <summary>True when <see cref="Facts"/> are there.</summary>
    [MemberNotNullWhen(true, nameof(Facts))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsPlayable => Facts is not null;

    /// <summary>The file is whole and playable.</summary>
    public static implicit operator ProbeResult(MediaFacts facts) => new(facts, null);

    /// <summary>The file cannot be published.</summary>
    public static implicit operator ProbeResult(ProbeFailure failure) => new(null, failure);

    /// <summary>The file is whole and playable.</summary>
    public static ProbeResult FromMediaFacts(MediaFacts facts) => facts;

    /// <summary>The file cannot be published.</summary>
    public static ProbeResult FromProbeFailure(ProbeFailure failure) => failure;
}
