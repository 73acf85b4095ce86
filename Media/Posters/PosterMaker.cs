using System.ComponentModel;
using FFMpegCore;
using FFMpegCore.Exceptions;
using OrleansVideo.Media.Probing;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Media.Posters;

/// <summary>Takes a picture from a video with ffmpeg and publishes it as the video's poster: JPEG, at most 640 pixels wide.</summary>
/// <remarks>
/// The file is a stranger's: ffmpeg may read it with the demuxer of its sniffed type only, so that no playlist or script inside is ever
/// followed; may open local files only; decodes on one thread and no picture beyond 64 megapixels; gets no input; and is killed when the
/// time is up.
/// </remarks>
public sealed class PosterMaker
{
    private const int MostLines = 20;
    private const int MostDetail = 2000;

    private static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly TimeSpan _timeLimit;
    private readonly string? _folder;

    /// <summary>A maker that uses the ffmpeg found now.</summary>
    /// <param name="time">The clock of the time limit.</param>
    /// <param name="ffmpegFolder">The folder that holds ffmpeg; null looks through the PATH.</param>
    /// <param name="timeLimit">How long ffmpeg may take for one try; 30 seconds unless given.</param>
    public PosterMaker(TimeProvider time, string? ffmpegFolder = null, TimeSpan? timeLimit = null)
    {
        _time = time;
        _timeLimit = timeLimit ?? DefaultTimeLimit;
        _folder = FFmpegLocator.Find(ffmpegFolder);
    }

    /// <summary>Whether there is an ffmpeg to work with.</summary>
    public bool IsAvailable => _folder is not null;

    /// <summary>Makes the poster, in place of an older one.</summary>
    /// <param name="store">Where the poster goes.</param>
    /// <param name="id">The video.</param>
    /// <param name="videoPath">The file to take the picture from; published or not.</param>
    /// <param name="facts">What the probe said of the file.</param>
    /// <param name="cancellationToken">Ends ffmpeg and throws <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="StorageFullException">No room for the poster's name.</exception>
    public async Task<PosterResult> MakeAsync(
        MediaStore store, Guid id, string videoPath, MediaFacts facts, CancellationToken cancellationToken = default)
    {
        if (_folder is null)
            return new(PosterOutcome.NotAvailable, "ffmpeg was not found.");
        var image = store.NewPosterPartPath(id);
        try
        {
            var moment = PosterMoment.Of(facts.Duration);
            var result = await TakeAsync(videoPath, image, facts.MediaType, moment, cancellationToken);
            // A video may have its only picture at its start.
            if (result.Outcome == PosterOutcome.Failed && moment > TimeSpan.Zero)
                result = await TakeAsync(videoPath, image, facts.MediaType, TimeSpan.Zero, cancellationToken);
            if (result.Outcome == PosterOutcome.Made)
                store.PublishPoster(id, image);
            return result;
        }
        finally
        {
            File.Delete(image);
        }
    }

    private async Task<PosterResult> TakeAsync(
        string video, string image, MediaType type, TimeSpan moment, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var run = await FFMpegArguments
                .FromFileInput(video, verifyExists: false, input => input
                    .WithCustomArgument("-nostdin -v error -protocol_whitelist file -threads 1 -max_pixels 67108864")
                    .ForceFormat(type.Demuxer)
                    .WithStartTime(moment))
                .OutputToFile(image, overwrite: true, output => output
                    .WithCustomArgument("-map 0:v:0 -an -sn -dn -vf \"scale=w='min(640,iw)':h=-2\" -pix_fmt yuvj420p -q:v 4 -update 1")
                    .WithVideoCodec("mjpeg")
                    .WithFrameCount(1)
                    .ForceFormat("image2"))
                .CancellableThrough(either.Token, gracePeriod: TimeSpan.Zero)
                .ProcessAsynchronously(throwOnError: false, new FFOptions { BinaryFolder = _folder! }, CancellationToken.None);
            if (run.Cancelled)
                throw new OperationCanceledException(either.Token);
            return run.Success && new FileInfo(image) is { Exists: true, Length: > 0 }
                ? PosterResult.Made
                : new(PosterOutcome.Failed, Words(run.StandardError));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Our own limit, not the caller's wish: an outcome.
            return new(PosterOutcome.TimedOut, $"ffmpeg took longer than {_timeLimit}.");
        }
        catch (Exception error) when (error is FFMpegException or Win32Exception)
        {
            // What is found before any frame is: an ffmpeg that does not start, or is none.
            return new(PosterOutcome.Failed, error.Message);
        }
    }

    private static string Words(IReadOnlyList<string> lines)
    {
        var words = string.Join('\n', lines.Take(MostLines));
        return words.Length == 0 ? "ffmpeg found no picture." : words[..Math.Min(words.Length, MostDetail)];
    }
}
