using System.ComponentModel;
using System.Globalization;
using OrleansVideo.Media.Probing;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Media.Posters;

/// <summary>Takes a picture from a video with ffmpeg and publishes it as the video's poster: JPEG, at most 640 pixels wide.</summary>
/// <remarks>
/// The file is a stranger's. ffmpeg may read it with the demuxer of its sniffed type and with the decoders named here only, so that no
/// playlist or script inside is ever followed; it may open local files only; decodes no picture beyond 64 megapixels; gets no input, and
/// nothing of this process's environment; writes to this process alone; and runs within <see cref="PosterLimits"/>, as a user of its own
/// if there is one, in a session that is ended whole. Without the programs that set those limits it is not run.
/// </remarks>
public sealed class PosterMaker
{
    private const int MostPixels = 64 << 20;
    private const int PixelsOf1080p = 1920 * 1088;
    private const int Signalled = 128;
    private const int ProcessorTimeUp = Signalled + 24;
    private const int FileTooLarge = Signalled + 25;
    private const int Killed = Signalled + 9;

    /// <summary>ffmpeg's decoders of the pictures that people send; others get no poster.</summary>
    private const string Decoders =
        "h264,hevc,vvc,av1,libdav1d,libaom-av1,vp8,libvpx,vp9,libvpx-vp9,mpeg4,h263,mpeg1video,mpeg2video,mjpeg,prores,theora,dirac";

    /// <summary>How ffmpeg ends when it was told to, and by what it may be told: hang-up, interrupt, termination.</summary>
    private static readonly int[] ToldToEnd = [255, Signalled + 1, Signalled + 2, Signalled + 15];

    private readonly TimeProvider _time;
    private readonly PosterLimits _limits;
    private readonly PosterTools _tools;
    private string? _group;

    /// <summary>A maker that uses the programs found now.</summary>
    /// <param name="time">The clock of the time limit.</param>
    /// <param name="ffmpegFolder">The folder that holds ffmpeg; null looks through the PATH.</param>
    /// <param name="limits">What ffmpeg may take for one try.</param>
    public PosterMaker(TimeProvider time, string? ffmpegFolder = null, PosterLimits? limits = null)
    {
        _time = time;
        _limits = limits ?? new PosterLimits();
        _tools = new PosterTools(ffmpegFolder, needsRights: _limits.User is not null);
    }

    /// <summary>Whether posters can be made.</summary>
    public bool IsAvailable => Problem is null;

    /// <summary>Why no poster can be made, in a sentence; null when one can.</summary>
    public PosterProblem? Problem => _tools.Problem;

    /// <summary>
    /// Looks whether ffmpeg can run as <see cref="PosterLimits.User"/>. It runs in this process's group, which may read the store's files.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it can't, as the end of a sentence about that user; null when it can, or runs as this process's own.</returns>
    public async Task<string?> CheckUserAsync(CancellationToken cancellationToken = default)
    {
        if (_limits.User is not { } user)
            return null;
        if (!_tools.HasRights)
            return "but setpriv (of util-linux, on Linux alone) was not found on the PATH";
        try
        {
            return await CheckUserAsync(user, cancellationToken);
        }
        catch (Win32Exception error)
        {
            return $"but who that is can't be looked up: {error.Message}";
        }
    }

    /// <summary>Makes the poster, in place of an older one.</summary>
    /// <param name="store">Where the poster goes.</param>
    /// <param name="id">The video.</param>
    /// <param name="videoPath">The file to take the picture from; published or not.</param>
    /// <param name="facts">What the probe said of the file.</param>
    /// <param name="cancellationToken">Ends ffmpeg and throws <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="StorageFullException">No room for the poster.</exception>
    public async Task<PosterResult> MakeAsync(
        MediaStore store, Guid id, string videoPath, MediaFacts facts, CancellationToken cancellationToken = default)
    {
        if (Problem is { } problem)
            return new(PosterOutcome.NotAvailable, $"ffmpeg can't be run: {problem.Code}, {problem.Tool}.");
        if (_group is null && await CheckUserAsync(cancellationToken) is { } reason)
            return new(PosterOutcome.NotAvailable, $"ffmpeg is to run as {_limits.User}, {reason}.");
        if (new FileInfo(videoPath).LinkTarget is not null)
            return new(PosterOutcome.Failed, "A symbolic link stands in the file's place.");
        var moment = PosterMoment.Of(facts.Duration);
        var (result, image, isLastTry) = await TakeAsync(videoPath, facts, moment, cancellationToken);
        // A video may have its only picture at its start.
        if (!isLastTry && moment > TimeSpan.Zero)
            (result, image, _) = await TakeAsync(videoPath, facts, TimeSpan.Zero, cancellationToken);
        if (image is not null)
            await PublishAsync(store, id, image, cancellationToken);
        return result;
    }

    private async Task<string?> CheckUserAsync(string user, CancellationToken cancellationToken)
    {
        if (await AskAsync(["id", "-u", "--", user], cancellationToken) is not { ExitCode: 0 })
            return "but this machine has no such user";
        var group = await AskAsync(["id", "-g"], cancellationToken);
        var tried = await AskAsync(_tools.CommandAs(user, Text(group), "true"), cancellationToken);
        if (tried.ExitCode != 0)
            return $"but this process may not run programs as another user: it must be root's, or have CAP_SETUID, CAP_SETGID and CAP_SETPCAP ({tried.Errors})";
        _group = Text(group);
        return null;
    }

    private static async Task PublishAsync(MediaStore store, Guid id, byte[] image, CancellationToken cancellationToken)
    {
        var part = store.NewPosterPartPath(id);
        try
        {
            await File.WriteAllBytesAsync(part, image, cancellationToken);
            store.PublishPoster(id, part);
        }
        catch (IOException error) when (StorageFull.Is(error))
        {
            throw StorageFull.From(error);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task<Take> TakeAsync(string video, MediaFacts facts, TimeSpan moment, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limits.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var isLarge = (long)(facts.Width ?? 0) * (facts.Height ?? 0) > PixelsOf1080p;
        var memory = isLarge ? _limits.MemoryBytesAbove1080p : _limits.MemoryBytes;
        var command = _tools.Command(video, _limits, _group, memory, Arguments(facts.MediaType, moment));
        try
        {
            return Judge(await ConfinedProcess.RunAsync(command, _limits.OutputBytes, either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Our own limit, not the caller's wish: an outcome.
            return Take.Last(PosterOutcome.TimedOut, $"ffmpeg took longer than {_limits.Timeout}.");
        }
        catch (Win32Exception error)
        {
            return Take.Last(PosterOutcome.Failed, error.Message);
        }
    }

    private Take Judge(ConfinedRun run) => run switch
    {
        { Output: null } => Take.Last(PosterOutcome.Failed, $"The picture is larger than {_limits.OutputBytes} bytes."),
        { ExitCode: 0, Output.Length: > 0 } => new(PosterResult.Made, run.Output, IsLastTry: true),
        _ when ToldToEnd.Contains(run.ExitCode) => Take.Last(PosterOutcome.Interrupted, "ffmpeg was told to end."),
        { ExitCode: Killed or ProcessorTimeUp } => Take.Last(
            PosterOutcome.Failed, $"ffmpeg was ended: it used more than {_limits.ProcessorTime} of processor time, or the machine is short of memory."),
        { ExitCode: FileTooLarge } => Take.Last(PosterOutcome.Failed, $"ffmpeg was ended: it wrote a file of more than {_limits.OutputBytes} bytes."),
        { ExitCode: > Signalled and <= Signalled + 64 } => Take.Last(PosterOutcome.Failed, $"ffmpeg was ended by signal {run.ExitCode - Signalled}. {run.Errors}"),
        _ => new(new(PosterOutcome.Failed, run.Errors.Length == 0 ? "ffmpeg found no picture." : run.Errors), null, IsLastTry: false),
    };

    private string[] Arguments(MediaType type, TimeSpan moment) =>
    [
        "-nostdin", "-v", "error", "-filter_threads", "1",
        "-protocol_whitelist", "file,pipe", "-format_whitelist", type.Demuxer, "-codec_whitelist", Decoders,
        "-threads", Number(_limits.Threads), "-max_pixels", Number(MostPixels),
        "-f", type.Demuxer, "-ss", moment.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture), "-i", "/dev/stdin",
        "-map", "0:v:0", "-an", "-sn", "-dn", "-vf", "scale=w='min(640,iw)':h=-2", "-pix_fmt", "yuvj420p", "-q:v", "4", "-frames:v", "1",
        "-threads", "1", "-c:v", "mjpeg", "-f", "image2pipe", "pipe:1",
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Task<ConfinedRun> AskAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        ConfinedProcess.RunAsync(command, mostOutput: 1000, cancellationToken);

    private static string Text(ConfinedRun run) => System.Text.Encoding.ASCII.GetString(run.Output ?? []).Trim();

    /// <summary>One try.</summary>
    private readonly record struct Take(PosterResult Result, byte[]? Image, bool IsLastTry)
    {
        /// <summary>A try after which another one, at another moment, would be no better.</summary>
        public static Take Last(PosterOutcome outcome, string detail) => new(new(outcome, detail), null, IsLastTry: true);
    }
}

/// <summary>The answer to making a poster.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">
/// The beginning of what ffmpeg said, or why it said nothing; null when it was made. For logs alone: it may name files.
/// </param>
public sealed record PosterResult(PosterOutcome Outcome, string? Detail)
{
    /// <summary>The poster lies in the store.</summary>
    public static PosterResult Made { get; } = new(PosterOutcome.Made, null);
}

/// <summary>What became of a poster. A video without one is as playable as any.</summary>
public enum PosterOutcome
{
    /// <summary>The poster lies in the store.</summary>
    Made,

    /// <summary>There is no ffmpeg on this machine, or nothing that holds it to its limits.</summary>
    NotAvailable,

    /// <summary>ffmpeg took longer than the time limit and was ended.</summary>
    TimedOut,

    /// <summary>ffmpeg could not take a picture from the file.</summary>
    Failed,

    /// <summary>ffmpeg was told to end by somebody else, as when the machine stops: it says nothing of the file.</summary>
    Interrupted,
}

/// <summary>Which moment of a video stands for it: a tenth in, past most black openings, and no later than a few seconds.</summary>
public static class PosterMoment
{
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(5);

    /// <summary>The moment for a video of that length; its very start when the length is not known.</summary>
    public static TimeSpan Of(TimeSpan? duration)
    {
        var tenth = (duration ?? TimeSpan.Zero) / 10;
        return tenth < Latest ? tenth : Latest;
    }
}
