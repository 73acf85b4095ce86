using Microsoft.Extensions.Logging;
using OrleansVideo.Media.Posters;
using OrleansVideo.Media.Store;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Uploads;

/// <content>
/// What happens once all bytes are here: publish, look into the file, say what was found, and have the poster made. Every step is a turn of
/// the grain and can be repeated; only the look and the poster, which may take long, go on beside the turns. A video plays before it has
/// its poster: until then its upload stays, so that a crash leaves the poster as due work.
/// </content>
internal sealed partial class UploadGrain
{
    /// <summary>Longer than a poster waits for its turn; should it be shorter, a pass takes the work up again.</summary>
    private static readonly TimeSpan LongestPoster = TimeSpan.FromHours(2);

    private IGrainTimer? _driving;
    private Task<ProbeReport>? _probing;
    private Task<PosterOutcome>? _makingPoster;

    private void StartDriving() => _driving ??= this.RegisterGrainTimer(
        DriveOn, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = true });

    /// <summary>One turn of the work. An exception ends it for now: the reconciler takes it up again in a minute.</summary>
    private async Task DriveOn()
    {
        if (_probing is { IsCompleted: false } || _makingPoster is { IsCompleted: false }) return;
        if (posters.IsStopping)
        {
            StopDriving(); // A silo that stops finds no grain to ask any more.
            return;
        }

        var waits = false;
        try
        {
            waits = _makingPoster is not null ? await FinishPoster(_makingPoster)
                : _probing is not null ? await FinishProbing(_probing)
                : await GoOn();
        }
        finally
        {
            if (!waits) StopDriving();
        }
    }

    /// <summary>Publishes what is complete, and has the file looked into, or its poster made, when the video waits for that.</summary>
    /// <returns>Whether there is something to wait for; so too those below.</returns>
    private async Task<bool> GoOn()
    {
        if (_stored.Content is not null && (await Publish()).Refusal is not null) return await End();
        var video = await Video.Read();
        if (video is not { Status: VideoStatus.Processing }) return _stored.Content is null ? await End() : await StartPoster(video);
        _probing = GrainFactory.GetGrain<IMediaProbeGrain>(0).ProbeFile(Id, video.OwnerId);
        _ = WakeAfter(_probing);
        return true;
    }

    private async Task<bool> End()
    {
        await Finish();
        return false;
    }

    /// <summary>Asks for a turn once the work beside the turns is over, however it ended.</summary>
    private async Task WakeAfter(Task work)
    {
        await Task.WhenAny(work);
        _driving?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task<bool> FinishProbing(Task<ProbeReport> probing)
    {
        var completed = await Video.CompleteProcessing(await probing);
        if (completed.Refusal is { IsOfNewerVersion: true }) throw NotYetOurs(); // The video waits on, and so does the upload.
        return await StartPoster(await Video.Read());
    }

    private async Task<bool> StartPoster(VideoDetails? video)
    {
        if (video is not { Status: VideoStatus.Ready or VideoStatus.Trashed, HasPoster: false }) return await End();
        _makingPoster = posters.Make(video);
        DelayDeactivation(LongestPoster);
        _ = WakeAfter(_makingPoster);
        return true;
    }

    private async Task<bool> FinishPoster(Task<PosterOutcome> making)
    {
        var outcome = await making;
        if (outcome == PosterOutcome.Interrupted) return false; // The upload stays, and is taken up again.
        if (outcome != PosterOutcome.Made) return await End();
        var added = await Video.AddPoster();
        if (added.Refusal is { IsOfNewerVersion: true }) throw NotYetOurs();

        // A purge that came in between removed the files before the poster was among them.
        if (added.Refusal is not null) await Disk.Run(() => media.RemovePoster(Id));
        return await End();
    }

    private void StopDriving()
    {
        if (_makingPoster is not null) DelayDeactivation(TimeSpan.Zero);
        _probing = null;
        _makingPoster = null;
        _driving?.Dispose();
        _driving = null;
    }

    /// <summary>
    /// From a whole part file to a video that is processing. Asks the video again after the rename, so that a deletion
    /// that came in between leaves no file behind.
    /// </summary>
    private async Task<Result> Publish()
    {
        var outcome = await Disk.Run(() => media.Publish(Id, _stored.Lease));
        if (outcome == PublishOutcome.Missing && await Video.Read() is { Status: VideoStatus.Draft }) return await Lose();
        if (outcome == PublishOutcome.Conflict) await Disk.Run(() => media.RemovePart(Id, _stored.Lease));
        var begun = await Video.BeginProcessing(_stored.Content!);
        if (begun.Refusal is { IsOfNewerVersion: true }) throw NotYetOurs();
        if (begun.Refusal is { } refusal && await Video.Read() is not { Status: not (VideoStatus.Purging or VideoStatus.Purged) })
        {
            await Disk.Run(() => media.RemoveVideo(Id));
            LogRefused(Id, refusal.Code);
        }

        return begun;
    }

    /// <summary>
    /// The bytes are neither in their part file nor published: nothing of them may be acknowledged. The draft says so, and takes
    /// another upload; the room that was kept for this one is given back.
    /// </summary>
    private async Task<Result> Lose()
    {
        LogLost(Id, _stored.Lease);
        var told = await Video.LoseUpload("The uploaded file was lost before it was stored. Upload it again.");
        if (told.Refusal is { IsOfNewerVersion: true }) throw NotYetOurs();
        await Store(_stored with { Content = null }); // A crash from here on leaves a complete row without content, which a pass releases.
        return RefusalCode.UploadLost;
    }

    /// <summary>
    /// Nothing is left to do: forgets the upload. A draft whose bytes never were all here keeps its lease number, and its
    /// row for the expiry, but neither part file nor storage, unless somebody writes.
    /// </summary>
    private async Task Finish()
    {
        if (_stored.Content is null && HasWriter) return;
        if (_stored.Content is null && await Video.Read() is { Status: VideoStatus.Draft })
        {
            await Disk.Run(() => media.RemoveParts(Id));
            await rows.Release(Id);
            return;
        }

        await Close();
    }

    /// <summary>What ends the work for now and forgets nothing: the release that wrote the video goes on with it.</summary>
    private NewerVersionException NotYetOurs() => new($"A newer release wrote video {Id}: its upload waits.");

    [LoggerMessage(1502, LogLevel.Error,
        "The file of video {VideoId} (write lease {Lease}) is not in the media directory, so it is not published: the upload is refused and can be sent again")]
    private partial void LogLost(Guid videoId, int lease);

    [LoggerMessage(1501, LogLevel.Information, "The content of video {VideoId} came too late ({Reason}); its file is removed")]
    private partial void LogRefused(Guid videoId, RefusalCode reason);
}
