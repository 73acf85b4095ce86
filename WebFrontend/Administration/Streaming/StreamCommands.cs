using OrleansVideo.Accounts;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>Carries out what admins want done about stream tokens, and says in the log who wanted what.</summary>
/// <param name="grains">The way to the limiter.</param>
/// <param name="heartbeat">Tells this frontend at once what became of its tokens.</param>
/// <param name="admins">Whose change it is, when its outcome is not known.</param>
/// <param name="audit">Whose change it is, when it was made.</param>
internal sealed class StreamCommands(IGrainFactory grains, PlaybackHeartbeat heartbeat, AdminAudit admins, StreamAudit audit)
{
    /// <summary>As many tokens as the option allows.</summary>
    public const int Most = 10_000_000;

    private IStreamLimiterGrain Limiter => grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);

    /// <summary>Changes the number of tokens.</summary>
    /// <param name="maxStreams">From 0, which lets nobody in and cuts nobody, to <see cref="Most"/>; null goes back to the option.</param>
    /// <param name="admin">Who wants it.</param>
    /// <returns>The tokens after it; <see cref="RefusalCode.CapacityInvalid"/> for a number that may not be asked for.</returns>
    public async Task<Result<StreamLimiterView>> SetCapacity(int? maxStreams, Caller admin)
    {
        if (maxStreams is < 0 or > Most) return RefusalCode.CapacityInvalid;
        var before = await Limiter.GetState();
        var wish = maxStreams is null ? "go back to the option's number of stream tokens" : $"have {maxStreams} stream tokens";
        var after = await admins.Tried(admin, wish, () => Limiter.SetCapacity(maxStreams));
        audit.CapacityChanged(admin, before.Capacity, after.Capacity, isOption: maxStreams is null);
        return after;
    }

    /// <summary>Takes a token back.</summary>
    /// <returns>Done, or <see cref="RefusalCode.NotFound"/> when nobody holds it.</returns>
    public async Task<Result> Evict(Guid lease, Caller admin)
    {
        if (!await admins.Tried(admin, $"take back the stream token {lease}", () => Limiter.Evict(lease))) return RefusalCode.NotFound;
        audit.Evicted(admin, lease);
        await heartbeat.BeatNow(); // What is served here ends now; other frontends learn of it by their own next heartbeat.
        return Result.Done;
    }
}

/// <summary>Says in the log who changed what about the stream tokens.</summary>
/// <param name="logger">The log.</param>
internal sealed partial class StreamAudit(ILogger<StreamAudit> logger)
{
    /// <summary>The number of tokens is another.</summary>
    public void CapacityChanged(Caller admin, int before, int after, bool isOption) =>
        LogCapacity(admin.UserName, admin.AccountId, before, after, isOption ? "the option's number" : "this admin's number");

    /// <summary>A token was taken back.</summary>
    public void Evicted(Caller admin, Guid lease) => LogEvicted(admin.UserName, admin.AccountId, lease);

    [LoggerMessage(EventId = 3025, Level = LogLevel.Information,
        Message = "{Admin} ({AccountId}) changed the number of stream tokens from {Before} to {After}, {Source}")]
    private partial void LogCapacity(string admin, Guid accountId, int before, int after, string source);

    [LoggerMessage(EventId = 3026, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) took back the stream token {Lease}")]
    private partial void LogEvicted(string admin, Guid accountId, Guid lease);
}
