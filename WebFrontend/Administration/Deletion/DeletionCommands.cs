using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Administration.Deletion;

/// <summary>Carries out what admins want done about deletions, and says in the log who wanted what.</summary>
/// <param name="shards">The way to the ledger's shards.</param>
/// <param name="admins">Whose change it is, when its outcome is not known.</param>
/// <param name="audit">Whose change it is, when it was made.</param>
public sealed class DeletionCommands(DeletionShards shards, AdminAudit admins, DeletionAudit audit)
{
    /// <summary>Does it to the video's newest deletion.</summary>
    /// <param name="command">What.</param>
    /// <param name="videoId">Of which video.</param>
    /// <param name="admin">Who wants it.</param>
    /// <param name="reason">What the owner is told of a hold; of other commands nothing is.</param>
    /// <returns>The deletion as it is then; the shard's refusal when its state does not allow it, or there is none.</returns>
    public async Task<Result<DeletionRecord>> Do(DeletionCommand command, Guid videoId, Caller admin, string? reason = null)
    {
        var shard = shards.ForVideo(videoId);
        var result = await admins.Tried(admin, $"{command.Word()} the deletion of {videoId}", () => Ask(shard, command, videoId, admin, reason));
        if (result.Refusal is null) audit.Changed(admin, command, videoId, command == DeletionCommand.Hold ? RemovalReason.Trimmed(reason) : null);
        return result;
    }

    /// <summary>Has all dead letters of all shards tried again.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ReplayAll(Caller admin)
    {
        var replayed = await admins.Tried(
            admin, "replay all deletions that were given up", () => Task.WhenAll(shards.ListAll().Select(shard => shard.Replay())));
        audit.Replayed(admin, replayed.Sum());
        return replayed.Sum();
    }

    private static Task<Result<DeletionRecord>> Ask(
        IDeletionShardGrain shard, DeletionCommand command, Guid videoId, Caller admin, string? reason) => command switch
    {
        DeletionCommand.Hold => shard.HoldFor(videoId, reason),
        DeletionCommand.Release => shard.Release(videoId),
        DeletionCommand.Cancel => shard.CancelBy(videoId, admin),
        DeletionCommand.Retry => shard.Retry(videoId),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, null),
    };
}

/// <summary>What an admin can do about one deletion.</summary>
public enum DeletionCommand
{
    /// <summary>Keep the files until it is released, whatever its deadline.</summary>
    Hold,

    /// <summary>Let a held one go on.</summary>
    Release,

    /// <summary>Undo it.</summary>
    Cancel,

    /// <summary>Try the step that failed now.</summary>
    Retry,
}

/// <summary>Says in the log who changed what about deletions.</summary>
/// <param name="logger">The log.</param>
public sealed partial class DeletionAudit(ILogger<DeletionAudit> logger)
{
    /// <summary>A command was carried out.</summary>
    public void Changed(Caller admin, DeletionCommand command, Guid videoId, string? reason) =>
        LogChanged(admin.UserName, admin.AccountId, videoId, command, reason);

    /// <summary>The dead letters are tried again.</summary>
    public void Replayed(Caller admin, int count) => LogReplayed(admin.UserName, admin.AccountId, count);

    [LoggerMessage(EventId = 3080, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) changed the deletion of {VideoId}: {Command} ({Reason})")]
    private partial void LogChanged(string admin, Guid accountId, Guid videoId, DeletionCommand command, string? reason);

    [LoggerMessage(EventId = 3081, Level = LogLevel.Information, Message = "{Admin} ({AccountId}) replayed all {Count} dead letters")]
    private partial void LogReplayed(string admin, Guid accountId, int count);
}
