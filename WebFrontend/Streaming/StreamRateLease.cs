using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>The rate limiter's word on one request: let in, until it is disposed; or refused by a rule, or not known without asking.</summary>
internal sealed class StreamRateLease(IDisposable? entry, Refusal? refusal = null) : RateLimitLease
{
    /// <summary>The rule that refused.</summary>
    public static MetadataName<Refusal> Rule { get; } = MetadataName.Create<Refusal>("RULE");

    /// <inheritdoc/>
    public override bool IsAcquired => entry is not null;

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => refusal is null ? [] : [Rule.Name];

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == Rule.Name ? refusal : null;
        return metadata is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) entry?.Dispose();
        base.Dispose(disposing);
    }
}
